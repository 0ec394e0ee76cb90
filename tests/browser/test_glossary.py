"""A term of the glossary opens beside its word: by tap, by keyboard, and without JavaScript in the list below the text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import PHONE, SPILL, WIDE, Tab

LESSON = "/scenario/maslak_lesson.1/student_view/?student=reader"
MEANING = {"ar": "الجزء المسجّل", "fr": "La partie enregistrée"}


def open_lesson(tab: Tab) -> Page:
    page = tab.open(LESSON)
    # The language may be that of the reader's last visit, and then only its text being drawn anew tells that the answer is here.
    page.evaluate("document.querySelector('.mk-lesson').firstElementChild.dataset.before = ''")
    page.locator(f'.mk-lang[value="{tab.language}"]').click()
    expect(page.locator("[data-before]")).to_have_count(0)
    expect(page.locator(f".mk-lesson[lang={tab.language}]")).to_be_visible()
    expect(page.locator("a.mk-term").first).to_have_attribute("role", "button")
    return page


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_tap_opens_and_closes_an_entry(chromium: Browser, workbench: str, language: str, width: int) -> None:
    tab = Tab(chromium, workbench, language, width=width)
    page = open_lesson(tab)
    term, pop = page.locator("a.mk-term").first, page.get_by_role("dialog")
    term.click()
    expect(pop).to_contain_text(MEANING[language])
    expect(pop).to_be_in_viewport(ratio=1)
    expect(pop).to_be_focused()
    expect(pop).to_have_accessible_name(str(page.locator("[data-entry=domain-name] dt").first.text_content()))
    expect(term).to_have_attribute("aria-expanded", "true")
    assert "#" not in page.url, "the page stays where it is"
    assert page.evaluate(SPILL) <= 0
    tab.problems += tab.judge()
    term.click()
    expect(pop).to_have_count(0)
    page.locator("a.mk-term").nth(1).click()
    expect(pop).not_to_contain_text(MEANING[language])
    term.click()
    expect(pop).to_have_count(1)
    page.locator(".mk-title").click()
    expect(pop).to_have_count(0)
    expect(page.locator("a.mk-term[aria-expanded=true]")).to_have_count(0)
    tab.close()
    assert tab.problems + tab.complaints == []


def test_the_keyboard_opens_reads_closes_and_goes_on(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    page = open_lesson(tab)
    terms, pop = page.locator("a.mk-term"), page.get_by_role("dialog")
    for key in ("Enter", "Space"):
        terms.first.focus()
        page.keyboard.press(key)
        expect(pop).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator(".mk-pop-close")).to_be_focused()
        page.keyboard.press("Escape")
        expect(pop).to_have_count(0)
        expect(terms.first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(terms.first).to_be_focused()
    # Tab past the entry goes on to the next term, and the entry does not stay behind.
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(terms.nth(1)).to_be_focused()
    expect(pop).to_have_count(0)
    tab.close()
    assert tab.complaints == []


def test_a_finger_that_stays_on_a_word_opens_its_entry(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr", width=PHONE)
    page = open_lesson(tab)
    kept = page.locator("a.mk-term").first.evaluate(
        "node => !node.dispatchEvent(new PointerEvent('contextmenu', {bubbles: true, cancelable: true, pointerType: 'touch'}))"
    )
    assert kept, "the browser's own menu does not come over it"
    expect(page.get_by_role("dialog")).to_contain_text(MEANING["fr"])
    tab.close()
    assert tab.complaints == []


def test_another_language_brings_its_own_entries(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = open_lesson(tab)
    page.locator("a.mk-term").first.click()
    page.locator('.mk-lang[value="ar"]').click()
    expect(page.locator(".mk-lesson[lang=ar]")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("a.mk-term").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(MEANING["ar"])
    tab.close()
    assert tab.complaints == []


def test_without_javascript_a_term_leads_to_the_list(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language, javascript=False)
    page = tab.open(f"/scenario/maslak_lesson.1/student_view/?student=silent-{language}")
    page.locator("a.mk-term").first.click()
    assert page.url.endswith("-domain-name")
    entry = page.locator("[data-entry=domain-name]")
    expect(entry).to_contain_text(MEANING[language])
    expect(entry).to_be_in_viewport()
    tab.close()
