"""What Firefox, WebKit and a screen reader do otherwise than Chromium, told to Chromium so that the suite notices it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import Tab

# Where something will be said that is nowhere on the page until then: a screen reader does not hear it.
DEAF = """() => [...document.querySelectorAll(".mk :is([role=status], [aria-live])")]
  .filter(node => !node.textContent && getComputedStyle(node).display === "none").map(node => node.outerHTML)"""


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
