"""An instructor marks a team's dossier in a browser: takes it, reads it beside what was said before, and returns it."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.browser.conftest import OpenTab

# What was typed in each language, so that the second run finds another dossier than the first one left.
REMARKS = {"ar": "اذكروا المدة والمكان.", "fr": "Précisez la période et le lieu."}


def test_an_instructor_marks_from_the_queue(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat", "instructor", "/to-mark")
    page = tab.page
    tab.inspect("to-mark")
    page.locator("#f-state").select_option("waiting")
    tab.press_submit(page.locator(".filters button"))
    tab.press_submit(page.locator("tbody a").first)
    tab.inspect("dossier")
    tab.press_submit(page.locator("form[action$='/take'] button"))
    first = page.locator("fieldset.criterion").first
    # The keyboard alone chooses a band: into the group, then down to the third.
    first.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first.locator("input[value='3']")).to_be_checked()
    page.locator("#f-remark").fill(REMARKS[language])
    tab.press_submit(page.locator("button[value=ready]"))
    # A criterion has no band yet: the page says which, and keeps every word.
    expect(page.locator(".criterion .field-error").first).to_be_visible()
    expect(page.locator("#f-remark")).to_have_value(REMARKS[language])
    tab.forgive("422")
    tab.inspect("marking")
    tab.press_submit(page.locator(".mark-actions button[value=return]"))
    expect(page.locator(".note-success")).to_be_visible()
    tab.open("/to-mark/publish/NUM-100-2026-2027-S1")
    tab.inspect("publish")
    tab.open("/to-mark/projects/NUM-100-2026-2027-S1")
    tab.inspect("teams")
    tab.open("/to-mark/sentences")
    tab.inspect("sentences")
