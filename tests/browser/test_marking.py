"""An instructor marks a team's dossier in a browser: takes it, reads it beside what was said before, and returns it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.conftest import OpenTab
from tests.factories.browser import Tab
from tests.factories.mark_sheet import change_sheet, fill

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
    page = tab.open("/to-mark/projects/NUM-100-2026-2027-S1")
    tab.inspect("teams")
    rooms = [page.locator(f"main a[href*='/to-mark/{name}/']").get_attribute("href") for name in ("dates", "two/rule")]
    for name, address in zip(("dates", "two-markers"), rooms, strict=True):
        tab.open(str(address))
        tab.inspect(name)
    tab.open("/to-mark/sentences")
    tab.inspect("sentences")


def test_marks_leave_for_a_spreadsheet_and_come_back(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat", "instructor", "/to-mark")
    page = tab.page
    tab.press_submit(page.locator(".project-links a[href*='/to-mark/sheets/']").first)
    tab.inspect("sheet")
    with page.expect_download() as download:
        page.locator("main .btn-primary").click()
    raw = Path(download.value.path()).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    bands = [str(cell.value).replace(":", "_", 1) for cell in sheet[1] if str(cell.value).startswith("band:")]
    send_sheet(tab, change_sheet(raw, fill(3, **{bands[0]: "Excellent"})))
    expect(page.locator(".sheet-faults dt")).to_have_count(1)
    tab.inspect("sheet-faults")
    tab.press_submit(page.locator("main a[href*='/to-mark/sheets/']").first)
    send_sheet(tab, change_sheet(raw, fill(3, remark=REMARKS[language])))
    expect(page.locator(".sheet-row ins")).to_have_text([REMARKS[language]])
    tab.inspect("sheet-plan")
    tab.press_submit(page.locator(".sheet-keep button"))
    expect(page.locator(".note-success")).to_be_visible()


def send_sheet(tab: Tab, raw: bytes) -> None:
    """Choose a file and ask what it would change."""
    file: FilePayload = {"name": "marks.xlsx", "mimeType": "application/octet-stream", "buffer": raw}
    tab.page.locator("#f-file").set_input_files(file)
    tab.press_submit(tab.page.locator("form[enctype] button"))


@pytest.mark.parametrize("language", ["ar"], indirect=True)
def test_two_mark_settle_and_neither_sees_the_other_before(open_tab: OpenTab) -> None:
    # The demo holds one dossier that its lead called ready: marked by two, that is the first of its marks.
    first = open_tab("ensam-rabat", "instructor", "/to-mark?state=ready")
    address = str(first.page.locator("tbody a").first.get_attribute("href"))
    first.open("/to-mark/projects/NUM-100-2026-2027-S1")
    first.press_submit(first.page.locator("main a[href*='/to-mark/two/rule/']"))
    rule = first.page.url.removeprefix(first.address)
    set_markers(first.page, "2", first)
    first.open(address)
    first.inspect("two-waiting")
    second = open_tab("ensam-rabat", "administrator", address)
    second.press_submit(second.page.locator("form[action$='/take'] button"))
    expect(second.page.locator(".compare-table")).to_have_count(0)
    choose_everywhere(second.page.locator("fieldset.criterion"), "4")
    second.page.locator("#f-remark").fill(REMARKS["ar"])
    second.inspect("two-own")
    second.press_submit(second.page.locator("button[value=done]"))
    first.open(address)
    expect(first.page.locator(".compare-table .is-apart")).not_to_have_count(0)
    first.inspect("two-compared")
    choose_everywhere(first.page.locator("fieldset.criterion"), "3")
    first.press_submit(first.page.locator("button[value=propose]"))
    second.open(address)
    second.inspect("two-proposed")
    second.press_submit(second.page.locator("button[value=agree]"))
    second.inspect("two-settled")
    first.open(rule)
    set_markers(first.page, "1", first)


def choose_everywhere(criteria: Locator, band: str) -> None:
    """Choose a band of each criterion."""
    for criterion in criteria.all():
        criterion.locator(f"input[value='{band}']").check()


def set_markers(page: Page, number: str, tab: Tab) -> None:
    """Have the project marked by one or by two."""
    page.locator(f"input[name=markers][value='{number}']").check()
    tab.press_submit(page.locator("main form button").first)
    expect(page.locator(".note-success")).to_be_visible()
