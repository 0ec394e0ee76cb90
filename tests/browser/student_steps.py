"""What a student does in her browser, step by step, and what she must see then."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.factories.answer_key import Question, read_answer_key, squeeze
from tests.factories.browser import DIRECTIONS, Tab
from tests.factories.country import eventually
from tests.factories.lab_recount import RECOUNTS

KEY = read_answer_key("tc06-checkpoint-page")
# Invisible marks that keep code readable in a list of choices, where no markup can.
MARKS = re.compile("[\u2066-\u2069]")
CHECKPOINT = "/learn/shared_core/tc06-checkpoint"
ACQUIRED = {"ar": "مكتسبة", "fr": "acquise?"}
# The part of the lesson that stands at the top of the window.
IN_VIEW = """() => {
  const parts = [...document.querySelectorAll("[data-text] > section > :not(.mk-mile)")];
  return parts.findLastIndex(part => part.getBoundingClientRect().top <= 90);
}"""


def read_in_three_languages(tab: Tab) -> None:
    """Read a unit, change its language twice without losing the place, and find the choice again in the next unit."""
    page = tab.page
    tab.inspect("unit")
    parts = page.locator("[data-text] > section > :not(.mk-mile)")
    parts.nth(parts.count() // 2).evaluate("part => window.scrollBy(0, part.getBoundingClientRect().top - 70)")
    place = page.evaluate(IN_VIEW)
    assert place > 2
    other = "ar" if tab.language == "fr" else "fr"
    for language in (other, "en"):
        page.locator(f".reading-languages button[value={language}]").click()
        expect(page.locator(f'.mk-lesson[lang={language}][dir="{DIRECTIONS[language]}"]')).to_be_visible()
        assert page.evaluate(IN_VIEW) == place
        tab.check_language()
    tab.press_submit(page.locator("a.step-next"))
    expect(page.locator(".mk").first).to_have_attribute("lang", "en")
    tab.open("/learn/shared_core/tc06-u2")
    expect(page.locator(".mk").first).to_have_attribute("lang", "en")
    # She goes on in her own language.
    page.locator(f".reading-languages button[value={tab.language}]").click()
    expect(page.locator(f".mk[lang={tab.language}]").first).to_be_visible()


def fail_checkpoint(tab: Tab) -> None:
    """Answer a whole attempt wrong: each wrong choice is met with the misconception by its name, and nothing is acquired."""
    page = tab.open(CHECKPOINT)
    tab.inspect("checkpoint-start")
    page.locator(".mk-begin button").click()
    for number in range(8):
        card = find_card(page)
        question = KEY[str(card.get_attribute("data-item"))]
        choose(card, question, tab.language, wrong=True)
        send(card)
        if question.kind != "numeric":
            expect(card.locator(".mk-misconception")).to_have_text(question.misconceptions[question.wrong_choice()][tab.language])
        expect(card.locator(".mk-feedback")).to_have_class(re.compile("mk-wrong"))
        if number == 0:
            tab.inspect("checkpoint-feedback")
        step_on(page, number)
    expect(page.locator(".mk-result.mk-failed")).to_be_visible()
    expect(page.locator(".standing")).to_have_attribute("data-rating", "in_progress")
    tab.inspect("checkpoint-failed")


def pass_checkpoint(tab: Tab) -> None:
    """Begin again, answer one question with the keyboard, one wrong and the others right: the competency turns acquired."""
    page = tab.page
    asked = {card.get_attribute("data-item") for card in page.locator(".mk-card").all()}
    page.locator(".mk-result .mk-begin button").click()
    expect(page.locator(".mk-card[data-answered]")).to_have_count(0)
    assert asked.isdisjoint({card.get_attribute("data-item") for card in page.locator(".mk-card").all()})
    for number in range(8):
        card = find_card(page)
        question = KEY[str(card.get_attribute("data-item"))]
        choose(card, question, tab.language, wrong=number == 0)
        send(card)
        if number:
            expect(card.locator(".mk-feedback")).to_have_class(re.compile("mk-right"))
        step_on(page, number)
    expect(page.locator(".mk-result.mk-passed")).to_be_visible()
    expect(page.locator(".mk-rating strong")).to_have_text(re.compile(ACQUIRED[tab.language], re.IGNORECASE))
    expect(page.locator(".standing")).to_have_attribute("data-rating", "acquired")
    expect(page.locator(".standing [data-standing]")).to_have_text(re.compile(ACQUIRED[tab.language], re.IGNORECASE))
    tab.inspect("checkpoint-passed")


def find_card(page: Page) -> Locator:
    """Return the question that is in front of the reader, by its name, so that it stays the same one when the page goes on."""
    item = page.locator(".mk-card.mk-here").get_attribute("data-item")
    return page.locator(f'.mk-card[data-item="{item}"]')


def choose(card: Locator, question: Question, language: str, *, wrong: bool) -> None:
    """Choose or write an answer as the key of the course has it."""
    if question.kind == "numeric":
        number = question.wrong_number if wrong else question.number
        card.locator("[name=response]").fill(number.replace(".", ","))
        return
    if question.kind == "text":
        card.locator("[name=response]").fill(question.wrong_whole if wrong else question.whole)
        return
    if question.kind == "ordering":
        put_in_order(card, [question.texts[language][name] for name in (question.wrong_whole if wrong else question.whole)])
        return
    if question.kind in ("matching", "classification"):
        texts = question.texts[language]
        pairs = (question.wrong_whole if wrong else question.whole).items()
        give_each(card, {texts[entry]: texts[choice] for entry, choice in pairs})
        return
    names = {question.wrong_choice()} if wrong else question.right
    wanted = {question.texts[language][name] for name in names}
    labels = card.locator(".mk-option label").all()
    found = [label for label in labels if squeeze(label.locator(".mk-text").inner_text()) in wanted]
    assert len(found) == len(wanted), f"{wanted} not among {[label.inner_text() for label in labels]}"
    for label in found:
        label.click()


def put_in_order(card: Locator, wanted: list[str]) -> None:
    """Bring the steps into an order with the buttons, as a keyboard does."""
    for place, text in enumerate(wanted):
        while True:
            shown = [squeeze(step.inner_text()) for step in card.locator(".mk-step .mk-text").all()]
            assert sorted(shown) == sorted(wanted)
            if shown[place] == text:
                break
            card.locator(".mk-step").nth(shown.index(text)).locator('[data-move="-1"]').press("Enter")


def give_each(card: Locator, wanted: Mapping[str, str]) -> None:
    """Give every entry its choice from its list, or its category by its button."""
    for pair in card.locator(".mk-pair").all():
        choices = {squeeze(MARKS.sub("", each.text_content() or "")): each for each in pair.locator("option").all()}
        option = choices[wanted[squeeze(pair.locator("label").inner_text())]]
        pair.locator("select").select_option(value=option.get_attribute("value"))
    for entry in card.locator(".mk-entry").all():
        label = wanted[squeeze(entry.locator("p.mk-text").inner_text())]
        found = [each for each in entry.locator("label").all() if squeeze(each.locator(".mk-text").inner_text()) == label]
        assert len(found) == 1, f"{label} is not there once"
        found[0].click()


def send(card: Locator) -> None:
    """Send the answer and wait for what the school says to it."""
    card.locator(".mk-actions button").click()
    expect(card.locator("[data-feedback]")).to_be_focused()
    expect(card.locator("[data-note]")).to_have_text(re.compile(r"\d\d:\d\d"))


def step_on(page: Page, number: int) -> None:
    """Go to the next question, unless this was the last."""
    if number < 7:
        page.locator('[data-step="1"]').click()


def solve_lab(tab: Tab, lab: Any) -> None:
    """Begin a lab, read the file as a program does, work everything out from it, and answer in the page."""
    page = tab.page
    block = page.locator(f'.mk-lab:has(form[action*="{lab.get("url_name")}"])')
    block.locator(".mk-begin button").last.click()
    # The data of an attempt that is over stay on the page until the next one stands there.
    expect(block.locator(".mk-finish")).to_be_visible()
    link = block.locator(".mk-files a").nth(1)
    answer = page.request.get(str(link.evaluate("link => link.href")))
    rows = list(csv.DictReader(io.StringIO(answer.body().decode())))
    facts = RECOUNTS[lab.get("generator")](rows)
    tasks = {task.get("id"): task for task in lab.findall("task")}
    for name, task in tasks.items():
        card = block.locator(f'.mk-task[data-task="{name}"]')
        value = str(facts[task.get("fact")])
        if task.get("type") == "number" and tab.language != "en":
            value = value.replace(".", ",")
        card.locator("[name=response]").fill(value)
        card.locator(".mk-actions button").click()
        expect(card.locator("[data-feedback]")).to_be_focused()
        expect(card.locator("[data-feedback]")).to_have_class(re.compile("mk-right"))
    # The last right answer hands in by itself.
    expect(block.locator(".mk-result.mk-passed")).to_be_visible()


def collect_badge(tab: Tab) -> Path:
    """Find the signed badge in the passport, open its public page and return the downloaded file."""
    page = tab.page

    def is_signed() -> bool:
        tab.open("/passport")
        return page.locator(".badge-item a[download]").count() > 0

    eventually(is_signed)
    tab.inspect("passport")
    with page.expect_download() as download:
        page.locator(".badge-item a[download]").first.click()
    return Path(download.value.path())


def check_public_page(tab: Tab, badge: dict[str, Any], school: str) -> None:
    """Anybody reads on the badge's page that it is valid, who issued it, what for and when."""
    page = tab.open(f"/badges/{badge['id'].removesuffix('.json').rpartition('/')[2]}")
    expect(page.locator("[data-verdict=valid]")).to_be_visible()
    facts = page.locator(".badge-facts")
    expect(facts).to_contain_text(school)
    expect(facts).to_contain_text(badge["validFrom"][:4])
    expect(facts.locator("dd").first).not_to_be_empty()
    tab.inspect("badge")


def check_forgeries(tab: Tab, badge: dict[str, Any]) -> None:
    """One changed word makes a badge invalid; what is no badge stays unknown; the untouched one is valid."""
    tampered = json.dumps({**badge, "validFrom": "2024" + badge["validFrom"][4:]})
    cases = {"valid": json.dumps(badge), "invalid": tampered, "unknown": "this is not a badge at all"}
    for verdict, document in cases.items():
        page = tab.open("/verify")
        page.locator("#f-document").fill(document)
        tab.press_submit(page.locator("main form button[type=submit]"))
        expect(page.locator(f"[data-verdict={verdict}]")).to_be_visible()
        tab.inspect(f"verify-{verdict}")
