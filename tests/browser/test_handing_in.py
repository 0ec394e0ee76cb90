"""Handing in an exam before its time is over: asked once, with the keyboard too, without a connection, and in two windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.exam_steps import Exam, write
from tests.factories.workbench import serve_workbench

KINDS = ("checkpoint", "lab")
OPEN = {"checkpoint": ".mk-card:not([data-answered])", "lab": ".mk-task:not(:has([data-feedback]))"}


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbench of these tests alone: they set its clock."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


def offer(page: Page) -> Locator:
    return page.locator(".mk-finish summary")


def ask(page: Page) -> Locator:
    """Open the question, and wait until the focus is on it: it moves there a moment after the question opened."""
    offer(page).press("Enter")
    asks = page.locator(".mk-finish form > div").first
    expect(asks).to_be_focused()
    return asks


def confirm(page: Page) -> None:
    page.locator(".mk-finish .mk-actions button").first.press("Enter")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_exam_is_handed_in_by_keyboard_after_one_question(chromium: Browser, workbench: str, language: str, kind: str) -> None:
    exam = Exam(chromium, workbench, language, kind, "hand-in")
    page = exam.page
    exam.begin()
    unsent = page.locator("[data-unsent]")
    asks = ask(page)
    expect(unsent).to_be_hidden()
    links = asks.locator("a")
    expect(links).to_have_count(page.locator(OPEN[kind]).count())
    exam.tab.inspect(f"hand-in-{kind}-asked")
    page.keyboard.press("Escape")
    expect(offer(page)).to_be_focused()
    expect(asks).to_be_hidden()
    write(page, kind)
    ask(page)
    expect(unsent).to_be_visible()
    page.locator("[data-back]").press("Enter")
    expect(offer(page)).to_be_focused()
    expect(asks).to_be_hidden()
    ask(page)
    links.nth(1).press("Enter")
    expect(page.locator(f"{OPEN[kind]} :is(legend, h4)").nth(1)).to_be_focused()
    if not asks.is_visible():
        ask(page)
    confirm(page)
    expect(page.locator(".mk-result")).to_be_focused()
    expect(page.locator("[data-timed-out]")).to_have_count(0)
    expect(page.locator(".mk-finish")).to_have_count(0)
    expect(page.locator("[data-clock]")).to_have_count(0)
    # What was filled in and not sent was handed in with the rest.
    expect(page.locator("[data-feedback]")).to_have_count(1)
    exam.tab.inspect(f"hand-in-{kind}-ended")
    exam.close()


@pytest.mark.timeout(300)
def test_handed_in_without_a_connection_it_is_sent_when_there_is_one_after_all_answers(chromium: Browser, workbench: str) -> None:
    exam = Exam(chromium, workbench, "fr", "checkpoint", "hand-in-away")
    page = exam.page
    exam.begin()
    page.route("**/handler/**", lambda route: route.abort("internetdisconnected"))
    write(page, "checkpoint")
    ask(page)
    confirm(page)
    expect(page.locator("[role=alert]")).to_contain_text("Sur cet appareil")
    # Until it is received the exam goes on, and what is answered meanwhile counts.
    write(page, "checkpoint", "n1")
    page.locator('.mk-card[data-item="n1"] form').evaluate("form => form.requestSubmit()")
    expect(page.locator('.mk-card[data-item="n1"] [data-note]')).to_contain_text("Sur cet appareil")
    page.unroute("**/handler/**")
    page.goto(exam.path)
    expect(page.locator(".mk-result")).to_be_visible()
    expect(page.locator("[data-feedback]")).to_have_count(2)
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('maslak:answers'))")
    exam.tab.forgive("ERR_INTERNET_DISCONNECTED")
    exam.close()


@pytest.mark.timeout(300)
def test_window_left_open_shows_the_result_of_the_one_that_handed_in(chromium: Browser, workbench: str) -> None:
    exam = Exam(chromium, workbench, "fr", "checkpoint", "hand-in-other")
    exam.begin()
    other = exam.open_another()
    write(other, "checkpoint", "n1")
    ask(exam.page)
    confirm(exam.page)
    expect(exam.page.locator(".mk-result")).to_be_focused()
    exam.wait(30)
    expect(other.locator(".mk-result")).to_be_visible()
    expect(other.locator("[data-timed-out]")).to_have_count(0)
    expect(other.locator('.mk-card[data-item="n1"] [data-note]')).to_contain_text("ne compte pas")
    expect(other.locator("[data-feedback]")).to_have_count(0)
    exam.tab.forgive("409 (Conflict)")
    exam.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["checkpoint"])
def test_two_windows_at_the_end_of_the_time_lose_nothing_that_was_written_in_either(chromium: Browser, workbench: str, kind: str) -> None:
    exam = Exam(chromium, workbench, "fr", kind, "two-windows")
    exam.begin()
    other = exam.open_another()
    write(other, kind, "n1")
    write(exam.page, kind, "s1")
    exam.wait(719)
    for page in (exam.page, other):
        expect(page.locator("[data-timed-out]")).to_be_visible()
        expect(page.locator("[data-feedback]")).to_have_count(2)
        expect(page.locator("[data-note]").filter(has_text="ne compte pas")).to_have_count(0)
    exam.tab.forgive("409 (Conflict)")
    exam.close()
