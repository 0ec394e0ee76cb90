"""The classroom where things are less than ideal: no script, no mouse, no network, a slow line."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenTab
from tests.browser.keyboard import walk_to
from tests.browser.student_steps import choose, find_card
from tests.factories.answer_key import read_answer_key
from tests.factories.browser import PHONE
from tests.factories.country import Country
from tests.factories.visitor import Visitor

UNIT = "/learn/shared_core/tc06-u1"
HEAVIEST = 150_000
SCHOOLS = {"ar": "ensam-rabat", "fr": "esith"}


def read_in(page: Page, language: str) -> Page:
    """Read in a language, whichever the student read in before."""
    button = page.locator(f".reading-languages button[value={language}]")
    if button.get_attribute("aria-pressed") != "true":
        button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    return page


def test_a_unit_page_is_light(open_tab: OpenTab, language: str) -> None:
    tab = open_tab(SCHOOLS[language], "student-2")
    devtools = tab.context.new_cdp_session(tab.page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    tab.page.goto(UNIT, wait_until="networkidle")
    assert len(sizes) > 3, "the page brings its styles and scripts"
    assert sum(sizes) <= HEAVIEST, f"{sum(sizes):.0f} bytes in {len(sizes)} answers"


def test_a_lesson_is_read_and_a_checkpoint_answered_without_javascript(open_tab: OpenTab, language: str) -> None:
    tab = open_tab(SCHOOLS[language], javascript=False)
    # Without a script the answers of the page are all there is: the same steps, sent as plain forms.
    tab.open(f"/sign-in?lang={language}")
    login = tab.page.locator("#f-login")
    login.fill(f"{'youssef' if language == 'ar' else 'reda'}@{SCHOOLS[language]}")
    tab.page.locator("#f-password").fill("maslak-demo-2026")
    tab.page.locator("main form button[type=submit]").click()
    page = read_in(tab.open(UNIT), language)
    expect(page.locator(f".mk-lesson[lang={language}] .mk-text section").first).to_be_visible()
    page.locator(".reading-languages button[value=en]").click()
    expect(page.locator(".mk-lesson[lang=en]")).to_be_visible()
    page.locator(f".reading-languages button[value={language}]").click()
    tab.open("/learn/shared_core/tc06-u2/tc06-u2-practice")
    key = read_answer_key("tc06-u2-practice")
    card = page.locator(".mk-card:not([data-answered])").first
    item = str(card.get_attribute("data-item"))
    choose(card, key[item], language, wrong=False)
    card.locator(".mk-actions button").click()
    answered = page.locator(f'.mk-card[data-item="{item}"]')
    expect(answered).to_have_attribute("data-answered", "true")
    expect(answered.locator(".mk-feedback")).to_have_class(re.compile("mk-right"))
    tab.check_language()


def test_an_answer_given_without_network_waits_on_the_phone_and_is_received_once(
    open_tab: OpenTab, language: str, country: Country
) -> None:
    school, path = SCHOOLS[language], "/learn/shared_core/tc06-u3/tc06-u3-practice"
    tab = open_tab(school, "student-2", path, width=PHONE)
    page = read_in(tab.page, language)
    card, key = find_card(page), read_answer_key("tc06-u3-practice")
    item = str(card.get_attribute("data-item"))
    note = card.locator("[data-note]")
    tab.context.set_offline(True)
    choose(card, key[item], language, wrong=False)
    card.locator(".mk-actions button").click()
    expect(note).to_contain_text({"ar": "على هذا الجهاز", "fr": "Sur cet appareil"}[language])
    expect(card).not_to_have_attribute("data-answered", "true")
    tab.forgive("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(note).to_have_text(re.compile(r"\d\d:\d\d"))
    expect(card).to_have_attribute("data-answered", "true")
    with Visitor(country.address(school)).sign_in(country.login(school, "student-2")) as visitor:
        state = visitor.open_checkpoint(path).state()
    assert state["attempt"]["answered"] == 1
    assert state["revision"] == 1


def test_a_question_is_answered_with_the_keyboard_alone(open_tab: OpenTab, language: str) -> None:
    tab = open_tab(SCHOOLS[language])
    page = tab.open(f"/sign-in?lang={language}")
    walk_to(page, "#f-login")
    page.keyboard.type(f"{'youssef' if language == 'ar' else 'reda'}@{SCHOOLS[language]}")
    walk_to(page, "#f-password")
    page.keyboard.type("maslak-demo-2026")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))
    tab.open("/learn/shared_core/tc06-u1/tc06-u1-practice")
    card = find_card(page)
    walk_to(page, f'.mk-card[data-item="{card.get_attribute("data-item")}"] [name=response]')
    if card.locator("form").get_attribute("data-type") == "numeric":
        page.keyboard.type("12")
    else:
        page.keyboard.press("Space")
    walk_to(page, ".mk-card.mk-here .mk-actions button")
    page.keyboard.press("Enter")
    expect(card.locator("[data-feedback]")).to_be_focused()
    walk_to(page, '[data-step="1"]')
    page.keyboard.press("Enter")
    expect(card).not_to_have_class(re.compile("mk-here"))
    expect(page.locator(".mk-card.mk-here legend")).to_be_focused()
