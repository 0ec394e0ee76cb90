"""An instructor grants something to a learner in a browser, the learner reads it, and it is withdrawn again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenTab
from tests.factories.browser import Tab

OFFERING = "NUM-100-2026-2027-S1"
CHECKPOINT = "tc06-checkpoint"
NAMES = {"ar": "يوسف", "fr": "Youssef", "en": "Youssef"}
OTHERS = {"ar": "سلمى", "fr": "Salma", "en": "Salma"}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_something_is_granted_read_by_its_learner_and_withdrawn(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat", "instructor", f"/cohorts/{OFFERING}")
    page = tab.page
    tab.press_submit(page.locator("main a[href$='/arrangements']"))
    tab.inspect("arrangements")
    tab.press_submit(page.locator("main .btn-primary"))
    tab.inspect("arrangement-for-whom")
    choose(tab, NAMES[language])
    tab.press_submit(page.locator("button[value=give]"))
    # Nothing was filled in: the page says so.
    expect(page.locator(".note-danger")).to_be_visible()
    tab.forgive("422")
    choose_checkpoint(page)
    page.locator("#f-extra_attempts").fill("0")
    page.locator("#f-own_time").fill("12.5" if language == "en" else "12,5")
    tab.press_submit(page.locator("button[value=preview]"))
    expect(page.locator("#f-extra_attempts-error")).to_be_visible()
    tab.forgive("422")
    tab.inspect("arrangement-refused")
    page.locator("#f-extra_attempts").fill("٢")
    page.locator("#f-private_reason").fill("Maladie")
    # The keyboard alone asks what it will mean: Enter in a field presses the first button.
    page.locator("#f-own_time").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".grant-preview")).to_be_visible()
    expect(page.locator(".grant-words li")).to_have_count(2)
    tab.inspect("arrangement-preview")
    tab.press_submit(page.locator("button[value=give]"))
    expect(page.locator(".note-success")).to_be_visible()
    expect(page.locator("tbody tr").filter(has_text=NAMES[language])).to_have_count(1)

    learner = open_tab("ensam-rabat", "student-2", f"/learn/shared_core/{CHECKPOINT}")
    expect(learner.page.locator(".granted li")).to_have_count(2)
    assert "Maladie" not in learner.page.content()
    learner.inspect("unit-granted")

    tab.press_submit(page.locator("tbody a").filter(has_text=NAMES[language]))
    expect(page.locator("#f-private_reason")).to_have_value("Maladie")
    page.locator("details.fold summary").last.click()
    tab.inspect("arrangement-history")
    withdraw(tab)
    learner.open(f"/learn/shared_core/{CHECKPOINT}")
    expect(learner.page.locator(".granted")).to_have_count(0)
    page.locator("#f-state").select_option("withdrawn")
    tab.press_submit(page.locator(".filters button"))
    tab.press_submit(page.locator("tbody a").filter(has_text=NAMES[language]).first)
    tab.inspect("arrangement-withdrawn")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_who_is_excused_is_seen_by_the_instructor_and_the_jury(open_tab: OpenTab, language: str) -> None:
    tab = open_tab("ensam-rabat", "instructor", f"/cohorts/{OFFERING}/arrangements/new")
    page = tab.page
    choose(tab, OTHERS[language])
    choose_checkpoint(page)
    page.locator("input[name=excused]").check()
    tab.press_submit(page.locator("button[value=give]"))
    tab.open(f"/cohorts/{OFFERING}?chapter=tc06")
    tab.inspect("cohort-excused")
    learner = open_tab("ensam-rabat", "student", "/learn/shared_core")
    expect(learner.page.locator(".unit-excused")).to_have_count(1)
    learner.page.locator(".unit-excused").evaluate("unit => unit.closest('details').open = true")
    learner.inspect("course-excused")
    learner.open(f"/learn/shared_core/{CHECKPOINT}")
    learner.inspect("unit-excused")
    registrar = open_tab("ensam-rabat", "registrar", f"/jury/{OFFERING}/GI-1A/normal")
    expect(registrar.page.locator("tbody tr").filter(has_text=OTHERS[language]).locator(".tag")).to_have_count(1)
    registrar.inspect("jury-excused")
    registrar.press_submit(registrar.page.locator("main a[href$='/arrangements']"))
    registrar.press_submit(registrar.page.locator("tbody a").filter(has_text=OTHERS[language]))
    withdraw(registrar)


def choose(tab: Tab, name: str) -> None:
    """Find a learner by a part of the name."""
    tab.page.locator("#f-q").fill(name)
    tab.press_submit(tab.page.locator(".filters button"))
    expect(tab.page.locator(".grant-people li")).to_have_count(1)
    tab.press_submit(tab.page.locator(".grant-people a"))


def choose_checkpoint(page: Page) -> None:
    """Choose the checkpoint of the sixth chapter."""
    option = page.locator("#f-usage option[value*='maslak_checkpoint'][value*='tc06']").first
    page.locator("#f-usage").select_option(option.get_attribute("value"))


def withdraw(tab: Tab) -> None:
    """Withdraw the arrangement whose page is open."""
    form = tab.page.locator("form[action$='/withdraw'] button")
    if not form.is_visible():
        tab.page.locator("details.fold summary").first.click()
    tab.press_submit(form)
    expect(tab.page.locator(".note-success")).to_be_visible()
