"""The lesson's editor: one language at a time, the source beside it on demand, written as it will be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.frame import frame
from maslak_xblocks.lesson.document import read_lesson
from maslak_xblocks.lesson.draft import ObjectiveDraft, read_draft, take_draft
from maslak_xblocks.lesson.findings import check_lesson
from maslak_xblocks.lesson.page import render_lesson
from maslak_xblocks.lesson.rewriting import rewrite_lesson
from maslak_xblocks.lesson.verbs import offer_verbs
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.notes import as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import parse_source
from maslak_xblocks.references import offer_references, refer_to_competency
from maslak_xblocks.studio_form import (
    choice,
    choose_level,
    grid,
    group,
    line,
    listing,
    render_form,
    require_base,
    section,
    source_digest,
    take_language,
)
from maslak_xblocks.studio_preview import as_learner
from maslak_xblocks.studio_text import states, toolbar, trio

if TYPE_CHECKING:
    from maslak_xblocks.lesson.block import LessonBlock


def save_edit(block: LessonBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the lesson as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_lesson(draft, block.translator))
    changed = rewrite_lesson(block.effective_source, draft)
    read_lesson(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: LessonBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the lesson as a learner would see it, and the notes on it; nothing is kept."""
    language = take_language(payload)
    draft = take_draft(payload, block.document.source)
    notes = check_lesson(draft, block.translator)
    document = read_lesson(parse_source(rewrite_lesson(block.effective_source, draft.mended())))
    with as_learner(block, document, language):
        html = block.with_addresses(frame(block, render_lesson(block), "student"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, block.translator)}


def render_editor(block: LessonBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    source = tag("p", {"class": "mk-facts", "data-language": draft.source}, translate("This is the source: the other languages follow it."))
    groups = [_objective(translate, each) for each in draft.objectives]
    blank = _objective(translate, ObjectiveDraft("", "", "N1", "", {}))
    texts = {language: draft.html.get(language) or "<p><br></p>" for language in LANGUAGES}
    return render_form(
        block,
        draft.source,
        source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        grid(line(translate("Minutes of work, where learners do more than read"), "minutes", draft.minutes, inputmode="numeric")),
        offer_references(block),
        section(translate("Objectives"), listing(translate, "objectives", groups, blank, translate("Add an objective"))),
        toolbar(translate, block.known_terms()),
        tag("div", {"class": "mk-page-text"}, trio(translate("Text of the lesson"), "html", texts)),
        framed=True,
    )


def _objective(translate: Translator, draft: ObjectiveDraft) -> Html:
    return group(
        translate,
        draft.id,
        grid(
            refer_to_competency(translate, draft.competency),
            choose_level(translate, draft.level),
            choice(translate("Verb"), "verb", draft.verb, offer_verbs(translate, draft.verb)),
        ),
        trio(translate("After this page you can"), "text", draft.text),
        prefix="o",
    )
