"""The lesson as a learner and an author see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import LANGUAGE_NAMES, banner, bar, form, hidden_field, legend, star, ui
from maslak_xblocks.lesson.reading import minutes_to_read
from maslak_xblocks.lesson.terms import link_terms, render_terms
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.lesson.block import LessonBlock
    from maslak_xblocks.lesson.document import LessonText


def render_lesson(block: LessonBlock) -> Html:
    """Give the lesson in the language being read: bar, honest banner, objectives, text, and the end."""
    text, terms = block.document.variants[block.language].body, block.find_terms()
    return join(
        bar(block),
        banner(block),
        _facts(block, text),
        _objectives(block, text),
        tag("div", {"class": "mk-text", "data-text": True}, link_terms(block, text.html, terms)),
        render_terms(block, terms),
        _end(block),
    )


def _facts(block: LessonBlock, text: LessonText) -> Html:
    translate, work = block.translator, block.document.minutes
    if work:
        words = translate.count("about {number} minute, work included", "about {number} minutes, work included", work)
    else:
        words = translate.count("{number} minute of reading", "{number} minutes of reading", minutes_to_read(text.words))
    return tag("div", ui(block), legend(words))


def _objectives(block: LessonBlock, text: LessonText) -> Html | None:
    if not text.objectives:
        return None
    name = tag("p", {"class": "mk-objectives-name", **ui(block)}, block.translator("After this page you can"))
    items = [tag("li", {}, star("none"), tag("span", {}, html)) for html in text.objectives.values()]
    return tag("section", {"class": "mk-objectives"}, name, tag("ul", {}, *items))


def _end(block: LessonBlock) -> Html | None:
    """Close the lesson: the form counts where no script reports the reading, and the status is there from the start."""
    if not block.learner.key:
        return None
    translate, done = block.translator, block.read_fraction >= 1
    words = tag("span", {"data-done": True, "hidden": not done}, star("full"), " ", translate("Read to the end"))
    button = form(
        block,
        "read",
        {"class": "mk-read-form", "hidden": done},
        hidden_field("fraction", 1),
        tag("button", {"class": "mk-button mk-quiet"}, translate("I have read this page")),
    )
    return tag("footer", {"class": "mk-end", **ui(block)}, tag("p", {"role": "status", "class": "mk-done"}, words), button)


def render_author(block: LessonBlock) -> Html:
    """Give the lesson with one line for each language that says how it stands."""
    translate, document = block.translator, block.document
    states = {"source": translate("source"), "translated": translate("translated"), "reviewed": translate("reviewed")}
    lines = [
        f"{LANGUAGE_NAMES[language]}: {states[variant.status]}{' — ' + translate('older than the source') if variant.stale else ''}"
        for language, variant in document.variants.items()
    ]
    text, terms = document.variants[block.language].body, block.find_terms()
    return join(
        tag("h2", {"class": "mk-title"}, text.title),
        legend(*lines),
        _objectives(block, text),
        tag("div", {"class": "mk-text"}, link_terms(block, text.html, terms)),
        render_terms(block, terms),
    )
