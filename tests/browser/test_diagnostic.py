"""A diagnostic in a real browser: every page of it by axe, a connection that breaks, and a keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import Tab
from tests.factories.workbench import serve_workbench

# Where the workbench takes answers; nothing else of a page is under it.
ANSWERS = re.compile("/handler/.+/answer/")
AGAIN = "/scenario/maslak_diagnostic.1/student_view/?student="


@pytest.fixture(scope="module")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the workbench; asked for after the browser, so that without one nothing is started."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


def say_unknown_to_all(page: Page) -> None:
    while page.locator(".mk-question").count():
        item = page.locator(".mk-question").get_attribute("data-item")
        page.locator(".mk-actions [value=yes]").click()
        expect(page.locator(f'.mk-question[data-item="{item}"]')).to_have_count(0)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_it_is_well(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    page = tab.open(f"{AGAIN}well-{language}")
    page.locator(".mk-begin button").click()
    expect(page.locator(".mk-question")).to_be_visible()
    tab.inspect("question")
    for time in ("first", "second"):
        say_unknown_to_all(page)
        expect(page.locator(".mk-topics li")).to_have_count(4)
        tab.inspect(f"map of the {time} time")
        if time == "first":
            page.locator(".mk-begin button").click()
            expect(page.locator(".mk-question")).to_be_visible()
    tab.close()
    assert tab.problems + tab.complaints == []


def test_answer_given_without_a_connection_waits_on_the_phone_and_is_sent_once(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = tab.open(f"{AGAIN}offline")
    page.locator(".mk-begin button").click()
    expect(page.locator("legend")).to_contain_text("Question 1")
    item = page.locator(".mk-question").get_attribute("data-item")
    page.context.set_offline(True)
    page.locator(".mk-actions [value=yes]").click()
    expect(page.locator("[data-note]")).to_contain_text("Sur cet appareil")
    assert page.locator(".mk-question").get_attribute("data-item") == item
    page.context.set_offline(False)
    expect(page.locator("legend")).to_contain_text("Question 2")
    expect(page.locator("[data-note]")).to_be_empty()
    page = tab.open(f"{AGAIN}offline")
    expect(page.locator("legend")).to_contain_text("Question 2")
    tab.close()


def test_page_left_while_an_answer_waited_sends_it_when_it_comes_back(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = tab.open(f"{AGAIN}left")
    page.locator(".mk-begin button").click()
    expect(page.locator("legend")).to_contain_text("Question 1")
    page.route(ANSWERS, lambda route: route.abort())
    page.locator(".mk-actions [value=yes]").click()
    expect(page.locator("[data-note]")).to_contain_text("Sur cet appareil")
    page.unroute(ANSWERS)
    page = tab.open(f"{AGAIN}left")
    expect(page.locator("legend")).to_contain_text("Question 2")
    tab.close()


def test_keyboard_alone_is_enough(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "ar")
    page = tab.open(f"{AGAIN}keys")
    page.locator(".mk-begin button").press("Enter")
    for number in range(1, 4):
        expect(page.locator("legend")).to_be_focused()
        expect(page.locator("legend")).to_contain_text(f"السؤال {number}")
        # From the question the first stop is its answer, then the two buttons.
        page.keyboard.press("Tab")
        if page.locator("[name=response][type=text]").count():
            page.keyboard.type("8")
        else:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        expect(page.locator(".mk-actions button").first).to_be_focused()
        page.keyboard.press("Enter")
    tab.close()
