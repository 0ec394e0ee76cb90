"""Every block's editor at a school: what is written is shown, noted in the margin, kept, and written over by nobody."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.pasting import drop, paste
from tests.factories.browser import PHONE, SPILL, WIDE, Tab
from tests.factories.editing_school import COURSE, LOGIN, find_editor, serve_editors
from tests.factories.picture import make_png, write_rtf

MINE, THEIRS = "Écrit ici d’abord", "Écrit dans une autre fenêtre"
# The field beside the title that a test changes. The lesson is written from its editor to its student in test_authoring.
FIELDS = {
    "checkpoint": '[data-list="items"] [data-field="stem.fr"]',
    "diagnostic": '[data-list="items"] [data-field="stem.fr"]',
    "lab": '[data-list="tasks"] [data-field="stem.fr"]',
    "project": '[data-list="stages"] [data-field="title.fr"]',
    "logbook": '[data-list="prompts"] [data-field="text.fr"]',
    "passport": '[data-field="html.fr"]',
}
LANGUAGES = dict(zip(FIELDS, ("ar", "fr", "ar", "fr", "ar", "fr"), strict=True))


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the school; asked for after the browser, so that without one nothing is started."""
    with serve_editors(tmp_path_factory.mktemp("editors")) as address:
        yield address


@pytest.mark.parametrize("kind", FIELDS)
def test_an_editor_shows_notes_keeps_and_never_writes_over(chromium: Browser, school: str, kind: str) -> None:
    author = Tab(chromium, school, LANGUAGES[kind]).sign_in(LOGIN, find_editor(kind))
    first, second = author.page, author.context.new_page()
    second.goto(first.url)
    expect(find_preview(first).locator(".mk-title")).to_be_visible()
    check_width(author, kind)
    open_everything(first)
    write(first, FIELDS[kind], MINE)
    check_note(first)
    first.keyboard.press("Control+s")
    expect(first.locator(".state-of-draft")).to_be_visible()
    write(second, '[data-field="title.fr"]', THEIRS)
    second.keyboard.press("Control+s")
    expect(second.locator("#moved")).to_be_focused()
    author.forgive("409")
    first.reload()
    expect(find_preview(first)).to_contain_text(MINE)
    expect(find_preview(first)).not_to_contain_text(THEIRS)
    author.close()
    assert author.problems + author.complaints == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_titles_are_changed_in_a_form(chromium: Browser, school: str, language: str) -> None:
    author = Tab(chromium, school, language).sign_in(LOGIN, COURSE)
    page = author.page
    author.press_submit(page.locator(".author-titles a"))
    author.inspect("titles")
    field, save = page.locator(f"input[name='u1.{language}']"), page.locator("#titles button")
    field.fill(f"{field.input_value()} ({language})")
    author.press_submit(save)
    expect(page.locator(".state-of-draft")).to_be_visible()
    field.fill("…")
    page.locator("form[action$='/hand-in'] button").click()
    expect(save).to_be_focused()
    author.press_submit(save)
    expect(field).to_have_value("…")
    author.close()
    assert author.problems + author.complaints == []


def test_pictures_come_from_a_file_and_from_a_word_processor(chromium: Browser, school: str, tmp_path: Path) -> None:
    author = Tab(chromium, school, "fr").sign_in(LOGIN, find_editor("lesson"))
    page = author.page
    text, shown = page.locator('[data-field="html.fr"]'), find_preview(page).locator("img[src*='/picture-']")
    expect(find_preview(page).locator(".mk-title")).to_be_visible()
    text.locator("p").first.click()
    page.locator('[data-format="image"]').click()
    chosen = tmp_path / "schema.png"
    chosen.write_bytes(make_png(60, 40))
    page.locator('[data-part="file"]').set_input_files(chosen)
    page.locator('[data-part="alt"]').fill("Un rectangle")
    author.shoot("editor-picture", WIDE)
    page.locator('[data-insert="image"]').click()
    expect(shown).to_have_attribute("alt", "Un rectangle")
    expect(text.locator("figure > img[alt='Un rectangle']")).to_have_count(1)
    paste(text, {"text/html": "<p>De Word</p><p><img src='file:///C:/x.png'></p>", "text/rtf": write_rtf(make_png(50, 40))})
    expect(shown).to_have_count(2)
    expect(page.locator(".mk-finding", has_text="picture-")).to_have_count(1)
    author.shoot("editor-pictures", WIDE)
    chosen.write_bytes(b"GIF89a")
    page.locator('[data-format="image"]').click()
    page.locator('[data-part="file"]').set_input_files(chosen)
    page.locator('[data-insert="image"]').click()
    expect(page.locator("[data-status]")).to_contain_text("PNG")
    # What was refused here, the place of a picture before it came, and what Chromium would style of what is pasted.
    for brought_about in ("422", "404", "inline style"):
        author.forgive(brought_about)
    page.keyboard.press("Control+s")
    expect(page.locator(".state-of-draft")).to_be_visible()
    author.close()
    assert author.problems + author.complaints == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_form_of_a_picture_is_for_everybody(chromium: Browser, school: str, language: str) -> None:
    author = Tab(chromium, school, language).sign_in(LOGIN, find_editor("lesson"))
    page = author.page
    expect(find_preview(page).locator(".mk-title")).to_be_visible()
    page.locator('[data-format="image"]').click()
    pictures = page.locator("[data-field='html.fr'] img[src*='/picture-']")
    before = pictures.count()
    file, none = page.locator('[data-part="file"]'), page.locator("[data-inserting=image] [data-chosen]").inner_text()
    expect(file).to_be_focused()
    author.inspect(f"editor-picture-{language}")
    page.locator('[data-insert="image"]').click()
    expect(page.locator("[data-status]")).to_have_text(page.locator('[data-inserting="image"]').get_attribute("data-missing") or "?")
    expect(file).to_be_focused()
    file.set_input_files({"name": "schema.png", "mimeType": "image/png", "buffer": make_png(33, 21)})
    expect(page.locator("[data-inserting=image] [data-chosen]")).to_have_text("schema.png")
    page.locator('[data-insert="image"]').click()
    # Whoever wrote nowhere yet means the text of the lesson, not an objective above the tools.
    expect(pictures).to_have_count(before + 1)
    pictures.last.press("Enter")
    expect(file).to_be_focused()
    expect(page.locator("[data-inserting=image] [data-chosen]")).not_to_have_text(re.compile(f"{none}|schema"))
    author.close()
    assert author.problems + author.complaints == []


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=FR>
<h1>Première partie<o:p></o:p></h1>
<p class=MsoNormal>Le <del>vieux</del><ins>nouveau</ins> texte dit&nbsp;: «&nbsp;l’“adresse” –&nbsp;»
<a style='mso-footnote-id:ftn1' href="#_ftn1"><span class=MsoFootnoteReference>[1]</span></a>
<span class=MsoCommentReference>[KB1]</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>Entrée<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a.&nbsp;</span>Sous-entrée</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>Nom</b></p></td><td><p class=MsoNormal><b>Valeur</b></p></td></tr>
<tr><td><p class=MsoNormal>A</p></td><td><p class=MsoNormal>1</p></td></tr></table>
<p class=MsoNormal dir=RTL style='direction:rtl'><span lang=AR-MA>فقرة بالعربية فيها <span dir=LTR>SQL</span>.</span></p>
<p class=MsoNormal dir=RTL>Du français que Word croit écrit de droite à gauche</p>
<div style='mso-element:footnote-list'><p class=MsoFootnoteText>[1] La note.</p></div>
<div style='mso-element:comment-list'><p class=MsoCommentText>Entre nous</p></div></body></html>"""


def test_a_page_of_a_word_processor_keeps_its_structure_and_nothing_else(chromium: Browser, school: str) -> None:
    author = Tab(chromium, school, "ar").sign_in(LOGIN, find_editor("project"))
    page = author.page
    page.locator('[data-tab="fr"]').click()
    text = page.locator('[data-field="intro.fr"]')
    text.click()
    page.keyboard.press("Control+a")
    paste(text, {"text/html": WORD})
    expect(text).to_contain_text("Le nouveau texte dit")
    expect(text).not_to_contain_text(re.compile("vieux|KB1|Entre nous"))
    expect(text).to_contain_text("[1] La note.")
    expect(text.locator("h2, h3").filter(has_text="Première partie")).to_have_count(1)
    expect(text.locator("ul > li > ol > li")).to_have_text("Sous-entrée")
    expect(text.locator("th[scope=col]")).to_have_text(["Nom", "Valeur"])
    # Chromium may take what surrounds a paragraph along; only what runs against the text is marked.
    expect(text.locator("[dir=rtl]")).to_have_text(["فقرة بالعربية فيها SQL."])
    author.forgive("inline style")
    author.close()
    assert author.problems + author.complaints == []


def test_pictures_of_imported_questions_come_along(chromium: Browser, school: str) -> None:
    author = Tab(chromium, school, "fr").sign_in(LOGIN, find_editor("checkpoint"))
    page = author.page
    png = base64.b64encode(make_png(29, 23)).decode()
    stem = '<text><![CDATA[<p>Vu ? <img src="@@PLUGINFILE@@/a.png" alt="Un plan"></p>]]></text>'
    stem += f'<file name="a.png" encoding="base64">{png}</file>'
    answers = '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
    quiz = f'<quiz><question type="truefalse"><questiontext format="html">{stem}</questiontext>{answers}</question></quiz>'
    page.locator(".mk-import > summary").click()
    page.locator("[data-import]").set_input_files({"name": "quiz.xml", "mimeType": "text/xml", "buffer": quiz.encode()})
    page.locator("[data-accept]").click()
    expect(page.locator("[data-field='stem.fr'] img[src*='/picture-']")).to_have_attribute("alt", "Un plan")
    # A preview that was asked for before the picture had its place may come after it.
    page.wait_for_load_state("networkidle")
    author.forgive("404")
    author.close()
    assert author.problems + author.complaints == []


def test_what_is_dropped_on_a_text_is_taken_or_named(chromium: Browser, school: str) -> None:
    author = Tab(chromium, school, "fr").sign_in(LOGIN, find_editor("project"))
    page = author.page
    text, shown = page.locator('[data-field="intro.fr"]'), find_preview(page).locator("img[src*='/picture-']")
    expect(find_preview(page).locator(".mk-title")).to_be_visible()
    drop(text, {"plan.png": ("image/png", make_png(31, 20)), "notes.pdf": ("application/pdf", b"%PDF-1.7")})
    expect(shown).to_have_count(1)
    expect(text.locator("figure > img[src*='/picture-']")).to_have_count(1)
    expect(page.locator("[data-pasted]")).to_contain_text("notes.pdf")
    drop(text, texts={"text/html": "<p style='color:red'>D’une <font size=7>autre</font> page</p>", "text/plain": "D’une autre page"})
    expect(text).to_contain_text("D’une autre page")
    expect(text.locator("font, [style]")).to_have_count(0)
    # Beside a text a file would take the place of the page, and of what was written in it.
    assert drop(page.locator(".mk-head"), {"plan.png": ("image/png", make_png(31, 20))}) == [True, "none", True]
    assert drop(page.locator('[data-field="title.fr"]').first, texts={"text/plain": "Titre"}) == [False, "none", False]
    page.wait_for_load_state("networkidle")
    for brought_about in ("404", "inline style"):
        author.forgive(brought_about)
    author.close()
    assert author.problems + author.complaints == []


@pytest.mark.parametrize(
    ("language", "typed", "name"),
    [("fr", "vulnerabilites et tests d'intrusion", "vulnérabilités"), ("ar", "الدفاع عن الشبكات والانظمه", "والأنظمة")],
)
def test_a_competency_is_chosen_by_name_with_keys_alone(chromium: Browser, school: str, language: str, typed: str, name: str) -> None:
    author = Tab(chromium, school, language).sign_in(LOGIN, find_editor("logbook"))
    page = author.page
    page.locator('[data-list="competencies"] > [data-add]').focus()
    page.keyboard.press("Enter")
    field = page.locator('[data-list="competencies"] [data-field="competency"]').last
    expect(field).to_be_focused()
    expect(field).not_to_have_accessible_description("")
    page.keyboard.type("XX")
    unknown = page.locator("#mk-competencies").get_attribute("data-unknown") or "?"
    expect(field).to_have_accessible_description(re.compile(re.escape(unknown)))
    page.keyboard.press("Control+a")
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    expect(field).to_have_value(re.compile(r"MA-NUM\.CYB\.\d\d"))
    expect(field).to_have_accessible_description(re.compile(name))
    author.inspect(f"editor-competency-{language}")
    author.close()
    assert author.problems + author.complaints == []


def open_everything(page: Page) -> None:
    """Open the long entries that an editor keeps folded, and see that each says what it is about."""
    folds = page.locator("[data-list] > ol > li > .mk-fold")
    if count := folds.count():
        expect(page.locator(".mk-fold:not([open]) .mk-gist").first).not_to_be_empty()
        page.locator('[data-tool="open"]').click()
        expect(page.locator(".mk-fold[open]")).to_have_count(count)


def check_width(tab: Tab, kind: str) -> None:
    """The page of the editor fits a phone; that each editor is accessible, test_blocks finds out in the workbench."""
    tab.shoot(f"editor-{kind}", WIDE)
    tab.page.set_viewport_size({"width": PHONE, "height": 740})
    assert tab.page.evaluate(SPILL) <= 0
    tab.shoot(f"editor-{kind}", PHONE)
    tab.page.set_viewport_size({"width": WIDE, "height": 800})


def write(page: Page, field: str, words: str) -> None:
    """Write at the end of a field, and see it where a learner would."""
    place = page.locator(field).first
    place.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f" {words}")
    expect(find_preview(page)).to_contain_text(words)


def check_note(page: Page) -> None:
    """A title that is taken away is noted beside its field until it is back."""
    title = page.locator('[data-field="title.fr"]').first
    was = title.input_value()
    title.fill("")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".mk-finding-error")).not_to_have_count(0)
    title.fill(was)
    expect(title).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".mk-finding-error")).to_have_count(0)


def find_preview(page: Page) -> Locator:
    """Return what the preview shows."""
    return page.frame_locator("[data-preview] iframe").locator("body")
