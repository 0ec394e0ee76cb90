"""What Firefox, WebKit and a screen reader do otherwise than Chromium, told to Chromium so that the suite notices it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.keyboard import walk_to
from tests.factories.browser import PHONE, Tab

import maslak_web

LOOK = Path(maslak_web.__file__).parent / "static" / "look.css"
# Firefox focuses no legend before what was changed on the page is laid out; this page is laid out when it is scrolled.
FIREFOX_LEGEND = """(() => {
  let changed = false;
  const seen = new MutationObserver(() => { changed = true; }), {focus} = HTMLElement.prototype, {scrollIntoView} = Element.prototype;
  seen.observe(document, {subtree: true, childList: true, attributes: true});
  Element.prototype.scrollIntoView = function (...given) {
    seen.takeRecords();
    changed = false;
    return scrollIntoView.apply(this, given);
  };
  HTMLElement.prototype.focus = function (...given) {
    if (this.tagName !== "LEGEND" || !changed && !seen.takeRecords().length) focus.apply(this, given);
  };
})()"""
# What Firefox and WebKit say of every item of a list, after which all that is in it stands at the side where the list begins.
MATCH_PARENT = "li { text-align: -webkit-match-parent; text-align: match-parent; }"
# Where something will be said that is nowhere on the page until then: a screen reader does not hear it.
DEAF = """() => [...document.querySelectorAll(".mk :is([role=status], [aria-live])")]
  .filter(node => !node.textContent && getComputedStyle(node).display === "none").map(node => node.outerHTML)"""


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_new_question_has_the_focus_in_firefox_too(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    tab.page.add_init_script(FIREFOX_LEGEND)
    page = tab.open(f"/scenario/maslak_checkpoint.10/student_view/?student=legend-{language}")
    page.locator(".mk-begin button").press("Enter")
    expect(page.locator(".mk-card.mk-here legend")).to_be_focused()
    page.locator("[data-step='1']").press("Enter")
    expect(page.locator(".mk-card").nth(1).locator("legend")).to_be_focused()
    page = tab.open(f"/scenario/maslak_diagnostic.1/student_view/?student=legend-{language}")
    page.locator(".mk-begin button").press("Enter")
    expect(page.locator("legend")).to_be_focused()
    item = page.locator(".mk-question").get_attribute("data-item")
    page.locator(".mk-actions [value=yes]").press("Enter")
    expect(page.locator(f".mk-question:not([data-item='{item}']) legend")).to_be_focused()
    tab.close()
    assert tab.complaints == []


def forget_has(route: Route) -> None:
    """Answer a stylesheet as a browser reads it that does not know `:has`."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(":has(", ":unheard-of("))


@pytest.mark.parametrize("number", [0, 1, 7])
def test_focus_on_a_choice_is_seen_where_has_is_not_known(chromium: Browser, workbench: str, number: int) -> None:
    tab = Tab(chromium, workbench, "fr", width=PHONE)
    tab.page.route(re.compile(r"\.css"), forget_has)
    page = tab.open(f"/scenario/maslak_checkpoint.{number}/student_view/?student=old")
    walk_to(page, ".mk-actions button")
    tab.close()
    assert tab.complaints == []


def test_focus_on_a_choice_of_the_diagnostic_is_seen_where_has_is_not_known(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "fr", width=PHONE)
    tab.page.route(re.compile(r"\.css"), forget_has)
    page = tab.open("/scenario/maslak_diagnostic.1/student_view/?student=old")
    page.locator(".mk-begin button").press("Enter")
    while not page.locator(".mk-option input").count():
        item = page.locator(".mk-question").get_attribute("data-item")
        page.locator(".mk-actions [value=yes]").press("Enter")
        expect(page.locator(f".mk-question[data-item='{item}']")).to_have_count(0)
    walk_to(page, ".mk-actions button")
    tab.close()
    assert tab.complaints == []


def test_text_in_another_direction_begins_at_its_own_side_in_a_list_too(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "ar")
    page = tab.open("/scenario/maslak_checkpoint.7/studio_view/?student=staff")
    page.evaluate("() => document.querySelectorAll('.mk-editor details').forEach(each => { each.open = true; })")
    page.add_style_tag(content=MATCH_PARENT)
    text = page.locator("li .mk-rich[lang=fr]:visible").first
    expect(text).to_have_css("direction", "ltr")
    expect(text).to_have_css("text-align", "start")
    page.set_content('<ul dir="rtl"><li><p dir="ltr">Bonjour</p></li></ul>')
    page.add_style_tag(content=MATCH_PARENT)
    page.add_style_tag(path=LOOK)
    expect(page.locator("p")).to_have_css("text-align", "start")
    tab.close()


def test_long_choice_does_not_widen_an_arabic_page_in_webkit(chromium: Browser, workbench: str) -> None:
    tab = Tab(chromium, workbench, "ar", width=PHONE)
    page = tab.open("/scenario/maslak_checkpoint.6/student_view/?student=long")
    expect(page.locator(".mk-pair select").first).to_have_css("contain", "paint")
    page.set_content('<select class="form-select"><option>1</option></select>')
    page.add_style_tag(path=LOOK)
    expect(page.locator("select")).to_have_css("contain", "paint")
    tab.close()


@pytest.mark.parametrize("view", ["student_view", "studio_view"])
@pytest.mark.parametrize("name", ["checkpoint.0", "lab.0", "diagnostic.0", "project.0", "logbook.0", "passport.0"])
def test_what_will_be_said_has_a_place_from_the_start(chromium: Browser, workbench: str, name: str, view: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = tab.open(f"/scenario/maslak_{name}/{view}/?student={'staff' if view == 'studio_view' else 'hears'}")
    if view == "student_view" and page.locator(".mk-begin button").count():
        page.locator(".mk-begin button").press("Enter")
        expect(page.locator(".mk-begin")).to_have_count(0)
    assert page.evaluate(DEAF) == []
    tab.close()


def say_name(page: Page) -> str:
    """Give the name that is said of what has the focus."""
    found: str = page.evaluate("""() => {
      const node = document.activeElement, told = (node.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
      return node.role && (node.ariaLabel || told.map(id => document.getElementById(id).textContent).join(" "));
    }""")
    return found


@pytest.mark.parametrize(
    ("language", "verdicts", "left", "end"),
    [
        ("fr", ("Juste", "Pas encore"), "2 questions sans réponse\N{NO-BREAK SPACE}: 2, 3.", "Pas encore réussi"),
        ("ar", ("صحيح", "ليس بعد"), "سؤالان دون جواب: 2، 3.", "لم تنجح بعد"),
    ],
)
def test_verdict_and_question_that_take_the_focus_are_said(
    chromium: Browser, workbench: str, language: str, verdicts: tuple[str, str], left: str, end: str
) -> None:
    tab = Tab(chromium, workbench, language)
    page = tab.open(f"/scenario/maslak_checkpoint.10/student_view/?student=said-{language}")
    page.locator(".mk-begin button").press("Enter")
    page.locator(".mk-here .mk-option input").first.press("Space")
    page.locator(".mk-here .mk-actions button").press("Enter")
    expect(page.locator(".mk-here .mk-feedback")).to_be_focused()
    assert say_name(page) in verdicts
    page.locator(".mk-finish summary").press("Enter")
    expect(page.locator(".mk-finish form > div").first).to_be_focused()
    assert say_name(page).startswith(left)
    page.locator(".mk-finish .mk-actions button").first.press("Enter")
    expect(page.locator(".mk-result")).to_be_focused()
    assert say_name(page) == end
    tab.close()
    assert tab.complaints == []
