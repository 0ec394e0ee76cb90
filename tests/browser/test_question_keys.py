"""Every type of question answered with Tab, arrows, Space and Enter alone, on narrow and enlarged pages, without motion."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.keyboard import walk_to
from tests.factories.browser import CUT_WORDS, PHONE, SPILL, Tab

Answer = Callable[[Page, Locator, str], None]
ORDERED = {
    "fr": ["Créer une branche", "Choisir ce qui entre", "Enregistrer", "Publier la branche"],
    "ar": ["إنشاء فرع", "اختيار ما يدخل", "الحفظ", "نشر الفرع"],
}
PAIRS = {
    "fr": {"Aucun site": "Le DNS ne répond pas", "Un seul poste": "Son câble est débranché", "Tout le bâtiment": "Le routeur est en panne"},
    "ar": {"لا يُفتح": "خادم DNS لا يجيب", "حاسوب واحد": "كابله مفصول", "البناية": "الموجّه معطّل"},
}
CLASSES = {
    "fr": {"Le rappel de cours": "sûr", "Votre compte ferme": "suspect", "Un colis inconnu": "suspect"},
    "ar": {"تذكير بالدرس": "آمنة", "سيُغلق حسابك": "مريبة", "طرد مجهول": "مريبة"},
}
# What lasts, in milliseconds: transitions and animations of everything on the page, and a page that glides.
MOTION = """() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap(node => {
  const style = getComputedStyle(node), glides = style.scrollBehavior === "smooth" ? [9999] : [];
  return [...`${style.transitionDuration},${style.animationDuration}`.split(",").map(each => parseFloat(each) * 1000), ...glides];
}))"""


def name_field(field: Locator) -> str:
    return f"[id='{field.get_attribute('id')}']"


def choose_one(page: Page, card: Locator, language: str) -> None:
    walk_to(page, ".mk-option input")
    wanted = {"fr": "chiffrée", "ar": "مشفَّر"}[language]
    page.keyboard.press("Space")
    if wanted not in card.locator(".mk-option:has(input:checked)").inner_text():
        page.keyboard.press("ArrowDown")
    expect(card.locator(".mk-option:has(input:checked)")).to_contain_text(wanted)


def choose_several(page: Page, card: Locator, language: str) -> None:
    for word in {"fr": ("urgence", "domaine"), "ar": ("الاستعجال", "نطاق")}[language]:
        walk_to(page, name_field(card.locator(".mk-option").filter(has_text=word).locator("input")))
        page.keyboard.press("Space")


def write(text: str) -> Answer:
    def answer(page: Page, card: Locator, language: str) -> None:
        walk_to(page, ".mk-card [name=response]")
        page.keyboard.type(text)

    return answer


def write_word(page: Page, card: Locator, language: str) -> None:
    write({"fr": "pare-feu", "ar": "جدار الحماية"}[language])(page, card, language)


def put_in_order(page: Page, card: Locator, language: str) -> None:
    for place, text in enumerate(ORDERED[language]):
        step = card.locator(".mk-step").filter(has_text=text)
        walk_to(page, f"[data-token='{step.get_attribute('data-token')}'] [data-move='-1']")
        for _ in range(len(ORDERED[language])):
            if card.locator(".mk-step").nth(place).get_attribute("data-token") == step.get_attribute("data-token"):
                break
            page.keyboard.press("Enter")
            expect(step.locator("[data-move='-1']")).to_be_focused()
            expect(card.locator("[data-note]")).to_contain_text(text)


def match(page: Page, card: Locator, language: str) -> None:
    for left, right in PAIRS[language].items():
        field = card.locator(".mk-pair").filter(has_text=left).locator("select")
        walk_to(page, name_field(field))
        for _ in range(field.locator("option").count()):
            if field.evaluate("field => field.selectedOptions[0].textContent") == right:
                break
            page.keyboard.press("ArrowDown")
        assert field.evaluate("field => field.selectedOptions[0].textContent") == right


def classify(page: Page, card: Locator, language: str) -> None:
    for text, category in CLASSES[language].items():
        entry = card.locator(".mk-entry").filter(has_text=text)
        walk_to(page, ", ".join(name_field(field) for field in entry.locator("input").all()))
        page.keyboard.press("Space")
        while category not in entry.locator(".mk-class:has(:checked)").inner_text():
            page.keyboard.press("ArrowRight")


def choose_rows(*cells: str) -> Answer:
    def answer(page: Page, card: Locator, language: str) -> None:
        for cell in cells:
            walk_to(page, name_field(card.locator("tr").filter(has_text=cell).locator("input")))
            page.keyboard.press("Space")

    return answer


QUESTIONS: dict[int, Answer] = {
    0: choose_one,
    1: choose_several,
    2: write("12,5"),
    3: write("git merge main"),
    4: write_word,
    5: put_in_order,
    6: match,
    7: classify,
    8: choose_rows("user=admin", "user=root"),
    9: choose_rows("31 °"),
}


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_question_is_answered_with_keys_alone(chromium: Browser, workbench: str, language: str, number: int) -> None:
    tab = Tab(chromium, workbench, language)
    page = tab.open(f"/scenario/maslak_checkpoint.{number}/student_view/?student=keys-{language}")
    expect(page.locator(f".mk-checkpoint.mk-live[lang={language}]")).to_be_visible()
    card = page.locator(".mk-card")
    # Nothing chosen: the refusal is said, and the question stays.
    if number != 5:
        walk_to(page, ".mk-actions button")
        page.keyboard.press("Enter")
        expect(card.locator("[data-note]")).not_to_be_empty()
        page.reload()
    QUESTIONS[number](page, card, language)
    walk_to(page, ".mk-actions button")
    page.keyboard.press("Enter")
    feedback = card.locator("[data-feedback]")
    expect(feedback).to_be_focused()
    expect(feedback).to_have_class(re.compile("mk-right"))
    expect(card.locator("[data-note]")).to_have_text(re.compile(r"\d\d:\d\d"))
    # The way goes on to the result and leaves the block: nothing holds the keyboard.
    walk_to(page, ".mk-result .mk-begin button")
    tab.inspect(f"question-{number}-answered")
    tab.close()
    assert tab.problems + tab.complaints == []


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_question_fits_narrow_and_enlarged_pages(chromium: Browser, workbench: str, language: str, number: int) -> None:
    tab = Tab(chromium, workbench, language, width=320)
    page = tab.open(f"/scenario/maslak_checkpoint.{number}/student_view/?student=narrow-{language}")
    spills = {"320 px": page.evaluate(SPILL)}
    assert page.evaluate(CUT_WORDS) == []
    # A desk's page at 200 % is half as wide; and letters alone can be doubled too.
    page.set_viewport_size({"width": 640, "height": 400})
    spills["200 %"] = page.evaluate(SPILL)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    spills["letters at 200 %"] = page.evaluate(SPILL)
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".mk button, .mk select, .mk label, .mk legend")]
             .filter(node => node.offsetParent && node.tagName !== "SELECT" && node.scrollWidth > node.clientWidth + 1
                      && getComputedStyle(node).display !== "inline" && getComputedStyle(node).overflowX !== "visible")
             .map(node => node.outerHTML.slice(0, 90))"""
    )
    tab.close()
    assert ({name: spill for name, spill in spills.items() if spill > 0}, cut) == ({}, [])


def test_what_is_not_yet_sent_outlives_news_from_another_window(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    path = f"/scenario/maslak_checkpoint.10/student_view/?student=windows-{language}"
    page = tab.open(path)
    page.locator(".mk-begin button").click()
    page.locator("[data-mode=all]").click()
    other = tab.context.new_page()
    other.goto(page.url)
    for window in (other, page):
        single = window.locator(".mk-card[data-item]").filter(has=window.locator("[data-type=single]"))
        page.locator("[data-type=numeric] [name=response]").fill("12,5")
        page.locator("[data-type=multiple] [name=response]").first.check()
        single.locator("[name=response]").nth(0 if window is other else 1).check()
        single.locator(".mk-actions button").click()
        expect(single.locator("[data-feedback]")).to_be_visible()
    expect(page.locator("[data-words]")).not_to_be_empty()
    expect(page.locator("[data-type=numeric] [name=response]")).to_have_value("12,5")
    expect(page.locator("[data-type=multiple] [name=response]").first).to_be_checked()
    tab.forgive("409")
    tab.close()


def test_beginning_without_a_network_is_refused_aloud(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language, width=PHONE)
    page = tab.open(f"/scenario/maslak_checkpoint.10/student_view/?student=away-{language}")
    alert = page.get_by_role("alert")
    expect(alert).to_be_empty()  # there from the start: a region that comes with its words is not read out
    tab.context.set_offline(True)
    page.locator(".mk-begin button").click()
    expect(alert).to_have_text({"fr": re.compile("Personne n’a répondu"), "ar": re.compile("الخادم لا يجيب")}[language])
    tab.forgive("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(False)
    page.locator(".mk-begin button").click()
    expect(page.locator(".mk-card")).not_to_have_count(0)
    tab.close()


def test_a_line_of_a_log_is_read_whole_on_a_phone(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language, width=PHONE)
    page = tab.open(f"/scenario/maslak_checkpoint.8/student_view/?student=log-{language}")
    # Nothing of what decides stands beyond the edge, nor the boxes to choose a row with.
    assert page.locator(".mk-scroll").evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    assert page.locator(".mk-scroll").evaluate(
        """box => [...box.querySelectorAll("input")].every(each => {
             const [inner, outer] = [each.getBoundingClientRect(), box.getBoundingClientRect()];
             return inner.left >= outer.left && inner.right <= outer.right;
           })"""
    )
    tab.close()


@pytest.mark.parametrize("scenario", ["maslak_lesson.1", "maslak_checkpoint.5", "maslak_checkpoint.10"])
def test_nothing_moves_for_those_who_ask_for_less_and_little_for_others(chromium: Browser, workbench: str, scenario: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    for view, student in (("student_view", "calm"), ("studio_view", "staff")):
        page = tab.open(f"/scenario/{scenario}/{view}/?student={student}")
        expect(page.locator(".mk").first).to_be_visible()
        assert page.evaluate(MOTION) == 0
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(MOTION) <= 200
        page.emulate_media(reduced_motion="reduce")
    tab.close()
