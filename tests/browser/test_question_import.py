"""An author brings questions in from files: what a file holds is shown, chosen from, saved, and met by a learner."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import SPILL, Tab

from maslak_xblocks.checkpoint.imports.template import XLSX, make_template

EDITOR = "/scenario/maslak_checkpoint.11/studio_view/?student=staff"
WORDS = {"ar": ("6 أسئلة", "أضيفت|المضافة", "السطر"), "fr": ("6 questions", "ajoutées", "Ligne")}


def make_book() -> bytes:
    """Give the template's questions, with a formula in one row and a question without an answer."""
    book = openpyxl.load_workbook(BytesIO(make_template("fr")))
    for row in (("nombre", "كم؟", "Combien ?", "How many?", "=1+1"), ("choix unique", "أيّ؟", "Lequel ?", "Which?")):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def choose_file(page: Page, name: str, raw: bytes, kind: str = XLSX) -> None:
    page.locator("[data-import]").set_input_files({"name": name, "mimeType": kind, "buffer": raw})


def count_questions(page: Page) -> int:
    return page.locator('[data-list="items"] > ol > [data-group]').count()


@pytest.mark.parametrize("width", [1280, 360])
def test_questions_of_a_workbook_are_read_chosen_and_saved(chromium: Browser, workbench: str, language: str, width: int) -> None:
    tab = Tab(chromium, workbench, language, width=width)
    page = tab.open(EDITOR)
    page.locator(".mk-import > summary").click()
    before = count_questions(page)
    choose_file(page, "banque.xlsx", make_book())
    box = page.locator("[data-imported]")
    expect(box.locator("h4").first).to_be_focused()
    expect(box.locator("h4").first).to_contain_text(WORDS[language][0])
    expect(box.locator("[data-offer]")).to_have_count(6)
    expect(box.locator("ul > li")).to_have_count(2)
    expect(box.locator("ul > li").first).to_contain_text(WORDS[language][2])
    assert count_questions(page) == before, "nothing is added before it is accepted"
    tab.problems += tab.judge()
    assert page.evaluate(SPILL) <= 0
    tab.shoot("import-offered", width)
    # The keyboard unticks the last one and accepts the others.
    box.locator("[data-offer]").nth(5).press("Space")
    box.locator("[data-accept]").press("Enter")
    expect(page.locator('[data-list="items"] > ol > [data-group]')).to_have_count(before + 5)
    expect(page.locator("[contenteditable]:focus")).to_have_count(1)
    expect(box).to_contain_text("5")
    expect(page.locator("[data-offer]")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_have_text(str(page.locator("[data-status]").get_attribute("data-saved")))
    tab.shoot("import-saved", width)
    page = tab.open(EDITOR)
    assert count_questions(page) == before + 5
    for view in ("author_view/?student=staff", "student_view/?student=imported"):
        shown = tab.open(f"/scenario/maslak_checkpoint.11/{view}")
        expect(shown.locator("[data-item], .mk-bank li").first).to_be_attached()
    expect(page.locator(".mk-card")).to_have_count(before + 5)
    tab.close()
    assert tab.problems + tab.complaints == []


@pytest.mark.parametrize(
    ("name", "raw"), [("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(400)), ("quiz.xml", b"<!DOCTYPE q [<!ENTITY a 'b'>]><quiz>&a;</quiz>")]
)
def test_a_file_that_is_none_is_told_and_another_may_be_chosen(
    chromium: Browser, workbench: str, language: str, name: str, raw: bytes
) -> None:
    tab = Tab(chromium, workbench, language)
    page = tab.open(EDITOR)
    page.locator(".mk-import > summary").press("Enter")
    before = count_questions(page)
    choose_file(page, name, raw, "application/octet-stream")
    box = page.locator("[data-imported]")
    expect(box.locator("ul > li")).to_have_count(1)
    expect(box.locator("[data-accept]")).to_have_count(0)
    tab.problems += tab.judge()
    choose_file(page, "q.gift", b"Un ? {=oui ~non}", "text/plain")
    expect(box.locator("[data-offer]")).to_have_count(1)
    assert count_questions(page) == before
    choose_file(page, "huge.gift", b"x" * (2 * 1024 * 1024 + 1), "text/plain")
    expect(box).to_have_text(str(box.get_attribute("data-large")))
    tab.close()
    assert tab.problems + tab.complaints == []
