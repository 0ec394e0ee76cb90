"""The shared core walked from its first page to its last, on a phone, in each language."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.student_steps import choose, find_card, send, solve_lab
from tests.factories.answer_key import Question, read_answer_key, squeeze
from tests.factories.browser import PHONE, SPILL, Tab

from maslak_content.course import read_course
from maslak_content.previewing.preview import Preview, SignIn

SHARED_CORE = Path(__file__).parents[2] / "course_content" / "shared_core"
# Pictures further down load late; here every one is asked for at once, and those that do not come are named.
BROKEN = """async () => {
  const asked = [...document.images].map(async image => {
    image.loading = "eager";
    try { await image.decode(); return image.naturalWidth ? "" : image.src; } catch { return image.src; }
  });
  return (await Promise.all(asked)).filter(Boolean);
}"""
# A block of code whose lines are more than were written: one was broken, and its second half pretends to be a line with an indentation.
BROKEN_LINES = """() => [...document.querySelectorAll(".mk-text pre:not(.mk-wraps)")].filter(pre => {
  const look = getComputedStyle(pre);
  const height = pre.clientHeight - parseFloat(look.paddingTop) - parseFloat(look.paddingBottom);
  return height > parseFloat(look.lineHeight) * (pre.textContent.replace(/\\n$/, "").split("\\n").length + 0.5);
}).map(pre => pre.textContent.slice(0, 40))"""


@pytest.fixture(scope="module")
def classroom(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Preview, SignIn]]:
    """The course as its authors preview it; asked for after the browser, so that without one nothing is started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    preview = Preview(SHARED_CORE, tmp_path_factory.mktemp("preview"), port)
    try:
        sign_in = preview.prepare()
        preview.start()
        yield preview, sign_in
    finally:
        preview.stop()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_is_well_and_every_checkpoint_can_be_passed(
    chromium: Browser, classroom: tuple[Preview, SignIn], language: str
) -> None:  # fmt: skip
    preview, student = classroom
    tab = Tab(chromium, preview.address, language, width=PHONE)
    tab.sign_in({"login": student.login, "password": student.password})
    problems = []
    for unit in read_course(SHARED_CORE).sequentials:
        for vertical in unit.verticals:
            page = tab.open(f"/learn/shared_core/{unit.url_name}/{vertical.url_name}")
            expect(page.locator(f".mk[lang={language}]").first).to_be_visible()
            problems += [f"{vertical.url_name}: {problem}" for problem in look_at(page)]
            if any(block.kind == "maslak_checkpoint" for block in vertical.blocks):
                pass_checkpoint(tab, read_answer_key(vertical.url_name))
                problems += [f"{vertical.url_name}, answered: {problem}" for problem in look_at(page)]
            for block in vertical.blocks:
                if block.kind == "maslak_lab":
                    solve_lab(tab, block.element)
                    problems += [f"{vertical.url_name}, solved: {problem}" for problem in look_at(page)]
            if any(block.kind == "maslak_diagnostic" for block in vertical.blocks):
                problems += [f"{vertical.url_name}, {problem}" for problem in take_diagnostic(tab, read_answer_key(vertical.url_name))]
    tab.close()
    assert problems + tab.complaints == []


def look_at(page: Page) -> list[str]:
    """Name the pictures that are missing, the code whose lines are broken and what is wider than a phone."""
    found = [f"{source} is not there" for source in page.evaluate(BROKEN)]
    found += [f"a line of {start!r} is broken" for start in page.evaluate(BROKEN_LINES)]
    if (spill := page.evaluate(SPILL)) > 0:
        found.append(f"{spill} px too wide at {PHONE} px")
    return found


def take_diagnostic(tab: Tab, key: dict[str, Question]) -> list[str]:
    """Take the whole diagnostic, right on networks and what they build on, and follow its advice.

    It pauses for a week, so the second language of the same learner finds the map of the first.
    """
    page, problems = tab.page, []
    if page.locator(".mk-begin button").count():
        page.locator(".mk-begin button").click()
    for _ in range(40):
        expect(page.locator(".mk-question, [data-end]").first).to_be_visible()
        if page.locator("[data-end]").count():
            break
        item = str(page.locator(".mk-question").get_attribute("data-item"))
        problems += [f"{item}: {problem}" for problem in look_at(page)]
        if item.startswith(("start-tc02", "start-tc04")):
            (right,) = key[item].right
            texts = [squeeze(text) for text in page.locator(".mk-option label").all_text_contents()]
            page.locator(".mk-option label").nth(texts.index(key[item].texts[tab.language][right])).click()
            page.locator(".mk-actions button").first.click()
        else:
            page.locator(".mk-actions [value=yes]").click()
        expect(page.locator(f'[data-item="{item}"]')).to_have_count(0)
    expect(page.locator(".mk-topics li")).to_have_count(8)
    expect(page.locator(".mk-topics li.mk-at-known")).to_have_count(2)
    expect(page.locator(".mk-study > li")).to_have_count(6)
    expect(page.locator(".mk-study a")).to_have_count(18)
    problems += [f"at the end: {problem}" for problem in look_at(page)]
    page.locator(".mk-result a.mk-button").click()
    expect(page).to_have_url(re.compile("/learn/shared_core/tc"))
    return problems


def pass_checkpoint(tab: Tab, key: dict[str, Question]) -> None:
    """Make one whole attempt and be right each time."""
    page = tab.page
    # A practice without limits begins by itself; after an attempt, and in a bank, a button does it.
    expect(page.locator(".mk-begin button, .mk-card").first).to_be_visible()
    if page.locator(".mk-begin button").count():
        page.locator(".mk-begin button").last.click()
    expect(page.locator(".mk-card.mk-here")).to_be_visible()
    expect(page.locator(".mk-card[data-answered]")).to_have_count(0)
    cards = page.locator(".mk-card").count()
    assert cards >= 4
    for number in range(cards):
        card = find_card(page)
        question = key[str(card.get_attribute("data-item"))]
        if question.kind == "numeric" and tab.language == "en":
            card.locator("[name=response]").fill(question.number)
        else:
            choose(card, question, tab.language, wrong=False)
        send(card)
        if number + 1 < cards:
            page.locator('[data-step="1"]').click()
    expect(page.locator(".mk-result.mk-passed")).to_be_visible()
