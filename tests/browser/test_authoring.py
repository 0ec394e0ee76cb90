"""A lesson is changed in a browser, read by a colleague, released by the school, and read by a student."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import OpenTab
from tests.browser.keyboard import walk_to
from tests.browser.pasting import paste
from tests.factories.browser import Tab
from tests.factories.picture import make_png

SCHOOL, OFFERING = "ensam-rabat", "NUM-100-2026-2027-S1"
CHAPTER = f"/authoring/courses/{OFFERING}?chapter=tc06"
WRITTEN = {"ar": "جملة جديدة من الأستاذة.", "fr": "Une phrase nouvelle de l’enseignante."}
# Of a width by which each is known.
PICTURES, ALT = {"ar": make_png(44, 33), "fr": make_png(45, 33)}, {"ar": "مستطيل أزرق", "fr": "Un rectangle bleu"}
THEIRS = {"ar": "جملة من نافذة أخرى.", "fr": "Une phrase d’une autre fenêtre."}


def open_editor(tab: Tab) -> Page:
    """Open the first lesson of the chapter, whose preview must come up."""
    tab.open(CHAPTER)
    tab.press_submit(tab.page.locator(".author-block a").first)
    expect(tab.page.frame_locator("[data-preview] iframe").locator(".mk-title, h2").first).to_be_visible()
    return tab.page


def write(page: Page, language: str, words: str) -> None:
    """Write at the end of the text in a language, as fast as a person would not."""
    show(page, language)
    field = page.locator(f'[data-field="html.{language}"]')
    field.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.insert_text(f" {words}")
    expect(find_preview(page)).to_contain_text(words)


def add_picture(author: Tab, language: str) -> None:
    """Paste a picture after the first paragraph and describe it."""
    page = author.page
    field = page.locator(f'[data-field="html.{language}"]')
    field.locator("p").first.click()
    page.keyboard.press("End")
    paste(field, picture=PICTURES[language])
    expect(find_preview(page).locator("figure img[src*='/picture-']")).to_be_visible()
    # Until the picture was kept, its place had a name that leads nowhere.
    author.forgive("404")
    field.locator("img[src*='/picture-']").click()
    page.locator('[data-part="alt"]').fill(ALT[language])
    page.locator('[data-insert="image"]').click()
    expect(find_preview(page).get_by_alt_text(ALT[language])).to_be_visible()


def show(page: Page, language: str) -> None:
    """Show one language in the editor and in its preview."""
    page.locator(f'[data-tab="{language}"]').click()


def find_preview(page: Page) -> Locator:
    """Return what the preview shows."""
    return page.frame_locator("[data-preview] iframe").locator("body")


def test_a_change_goes_from_the_editor_to_the_student(open_tab: OpenTab, language: str) -> None:
    author = open_tab(SCHOOL, "instructor", "/authoring")
    author.inspect("authoring-courses")
    author.open(CHAPTER)
    author.inspect("authoring-course")
    page = open_editor(author)
    author.inspect("authoring-block")
    write(page, language, WRITTEN[language])
    add_picture(author, language)
    page.keyboard.press("Control+s")
    expect(page.locator(".state-of-draft")).to_be_visible()
    author.shoot("authoring-draft", 1280)
    # A window that was opened before keeps what is written in it, and nobody writes over what they have not seen.
    check_second_window(author, language)
    author.press_submit(page.locator(".author-actions a").first)
    expect(page.frame_locator(".preview-frame").locator("body")).to_contain_text(WRITTEN[language])
    author.inspect("authoring-preview")
    page.go_back()
    page.locator("[data-save]").focus()
    walk_to(page, "form[action$='/hand-in'] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    review(open_tab, language)
    release(author, language)
    read_as_student(open_tab, language)


def check_second_window(author: Tab, language: str) -> None:
    """Two windows on one block: the second save is told, and goes on without losing either text."""
    first, second = author.page, author.context.new_page()
    second.goto(first.url)
    show(second, language)
    expect(find_preview(second)).to_contain_text(WRITTEN[language])
    write(first, language, "…")
    first.keyboard.press("Control+s")
    expect(first.locator("[data-status]")).not_to_be_empty()
    expect(first.locator(".author-standing")).to_contain_text(re.compile(r"\d"))
    first.wait_for_load_state("networkidle")
    write(second, language, THEIRS[language])
    second.keyboard.press("Control+s")
    expect(second.locator("#moved")).to_be_visible()
    expect(second.locator("#moved")).to_be_focused()
    author.forgive("409")
    second.locator("#keep-mine").click()
    expect(second.locator("#moved")).to_be_hidden()
    second.wait_for_load_state("networkidle")
    second.close()
    first.reload()
    show(first, language)
    expect(find_preview(first)).to_contain_text(THEIRS[language])


def review(open_tab: OpenTab, language: str) -> None:
    """The colleague gives it back without a word, is told to say why, reads once more and accepts."""
    colleague = open_tab(SCHOOL, "instructor-2", "/authoring")
    page = colleague.page
    colleague.inspect("authoring-waiting")
    colleague.press_submit(page.locator("main a[href^='/authoring/reviews/']").first)
    expect(page.locator(f".difference-text[lang={language}] ins").first).to_contain_text(WRITTEN[language].split()[0])
    expect(page.locator(".difference-pictures").get_by_alt_text(ALT[language])).to_be_visible()
    colleague.press_submit(page.locator("button[value=return]"))
    expect(page.locator("#f-comment-error")).to_be_visible()
    colleague.forgive("422")
    colleague.inspect("authoring-review")
    colleague.press_submit(page.locator("button[value=accept]"))
    expect(page.locator(".note-success")).to_be_visible()


def release(author: Tab, language: str) -> None:
    """The instructor makes the release, and moves the learners to it."""
    page = author.open(f"/authoring/courses/{OFFERING}/releases")
    author.press_submit(page.locator("form:not([action]) button").first)
    author.inspect("authoring-releases")
    author.press_submit(page.locator("form[action$='/move'] button").first)
    expect(page.locator(".release-line").first).to_have_class(re.compile("release-current"))
    author.open(f"/authoring/courses/{OFFERING}")
    expect(page.locator(".state-of-released")).to_have_count(1)
    page.locator(".author-block a").first.click()
    author.press_submit(page.locator(".author-actions a").nth(1))
    author.inspect("authoring-history")


def read_as_student(open_tab: OpenTab, language: str) -> None:
    """A student reads the new sentence and sees the picture."""
    student = open_tab(SCHOOL, "student-2", "/learn/shared_core/tc06-u1")
    page = student.page
    page.locator(f".reading-languages button[value={language}]").click()
    expect(page.locator("main")).to_contain_text(WRITTEN[language])
    expect(page.get_by_alt_text(ALT[language])).to_have_js_property("naturalWidth", {"ar": 44, "fr": 45}[language])
