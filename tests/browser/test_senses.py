"""What a checker of rules does not see: wider text, a close view, the focus under a bar, an error that nobody is led to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import OpenTab
from tests.browser.senses import FAINT, UNFOLD, read_wider, walk_and_look
from tests.factories.browser import PHONE, SMALLEST, WIDE, Tab


@pytest.mark.parametrize("width", [WIDE, SMALLEST])
def test_wider_text_covers_nothing(open_tab: OpenTab, width: int) -> None:
    student = open_tab("ensam-rabat", "student-2", "/passport")
    assert read_wider(student.page, width) == []
    assert read_wider(student.open("/learn/shared_core/tc01-u1/tc01-u1-read"), width) == []
    registrar = open_tab("ensam-rabat", "registrar", "/placements")
    registrar.press_submit(registrar.page.locator("tbody a").first)
    assert read_wider(registrar.page, width) == []


def test_what_is_filled_in_can_be_seen(open_tab: OpenTab) -> None:
    page = open_tab("ensam-rabat", "registrar", "/placements/new").page
    page.evaluate(UNFOLD)
    expect(page.locator("input[type=checkbox]").first).to_be_visible()
    assert page.evaluate(FAINT) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FAINT) == []


def test_an_error_has_the_focus(open_tab: OpenTab) -> None:
    tab = open_tab("ensam-rabat", "instructor", "/account")
    page = tab.page
    page.locator("#f-old_password").fill("not the password")
    page.locator("#f-new_password").fill("a short sentence is good")
    tab.press_submit(page.locator("form[action$='/password'] button"))
    expect(page.locator("#f-old_password")).to_be_focused()
    tab.open("/cohorts")
    tab.press_submit(page.locator(".cohort-card a").first)
    tab.press_submit(page.locator("a[href$='/exams']"))
    page.locator("#minutes-3").fill("an hour")
    tab.press_submit(page.locator("form:has(#minutes-3) button").first)
    expect(page.locator("#minutes-3")).to_be_focused()
    expect(page.locator("#minutes-3")).to_have_value("an hour")
    tab.forgive("422")


def test_the_heads_of_a_table_are_seen_when_they_have_the_focus(open_tab: OpenTab) -> None:
    tab = open_tab("ensam-rabat", "instructor", "/cohorts", width=PHONE)
    tab.press_submit(tab.page.locator(".cohort-card a").first)
    tab.page.locator(".chapter-key a").last.focus()
    assert walk_and_look(tab.page, "Tab", 4) == []


@pytest.mark.parametrize(("width", "height"), [(640, 512), (1280, 640)])
def test_an_editor_hides_no_focus_under_its_bars(chromium: Browser, workbench: str, width: int, height: int) -> None:
    tab = Tab(chromium, workbench, "fr", width=width)
    page = tab.open("/scenario/maslak_checkpoint.0/studio_view/?student=staff")
    page.set_viewport_size({"width": width, "height": height})
    expect(page.locator("[contenteditable][lang=fr]").first).to_be_attached()
    page.evaluate(UNFOLD)
    assert walk_and_look(page, "Tab", 60) == []
    assert walk_and_look(page, "Shift+Tab", 55) == []
    tab.close()


def test_a_lesson_on_paper_is_the_lesson_alone(open_tab: OpenTab) -> None:
    page = open_tab("ensam-rabat", "student-2", "/learn/shared_core/tc01-u1/tc01-u1-read").page
    page.emulate_media(media="print")
    expect(page.locator(".mk-text").first).to_be_visible()
    for left_out in (".site-header", ".unit-bar", ".steps", ".mk-langs"):
        expect(page.locator(left_out).locator("visible=true")).to_have_count(0)


def test_the_colours_of_the_reader_s_system_leave_states_to_be_seen(open_tab: OpenTab, chromium: Browser, workbench: str) -> None:
    page = open_tab("ensam-rabat", "student-2", "/learn/shared_core/tc01-u1/tc01-u1-read").page
    page.emulate_media(forced_colors="active")
    current, other = page.locator(".page-dots [aria-current]"), page.locator(".page-dots a:not([aria-current])").first
    width = "node => getComputedStyle(node, '::before').borderTopWidth"
    assert current.evaluate(width) != other.evaluate(width)
    page.goto("/")
    assert page.locator("progress").first.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    author = Tab(chromium, workbench, "fr")
    page = author.open("/scenario/maslak_checkpoint.0/studio_view/?student=staff")
    page.emulate_media(forced_colors="active")
    tool = page.locator("[data-tool=beside]")
    lines = "node => getComputedStyle(node).textDecorationLine"
    before = tool.evaluate(lines)
    tool.click()
    expect(tool).to_have_attribute("aria-pressed", "true")
    assert tool.evaluate(lines) != before
    author.close()
