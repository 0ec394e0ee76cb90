"""The diagnostic's editor: rules, topics with what they build on, then the questions; what it does not show stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.diagnostic.attempt import Attempt
from maslak_xblocks.diagnostic.bank_page import render_author
from maslak_xblocks.diagnostic.document import DiagnosticDocument, read_diagnostic
from maslak_xblocks.diagnostic.editing.draft import DiagnosticDraft, NodeDraft, read_draft, take_draft
from maslak_xblocks.diagnostic.editing.findings import check_diagnostic
from maslak_xblocks.diagnostic.editing.panels import blank_item, name_kinds, name_topics, render_item, render_node
from maslak_xblocks.diagnostic.editing.rewriting import rewrite_diagnostic
from maslak_xblocks.diagnostic.page import render_diagnostic
from maslak_xblocks.diagnostic.question_page import render_question
from maslak_xblocks.errors import OLXError
from maslak_xblocks.frame import frame
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.notes import Note, as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import parse_source, to_source
from maslak_xblocks.references import offer_references
from maslak_xblocks.studio_form import choose_level, grid, line, listing, render_form, require_base, section, source_digest, take_language
from maslak_xblocks.studio_preview import as_learner
from maslak_xblocks.studio_text import states, toolbar, trio

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock


def save_edit(block: DiagnosticBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the diagnostic as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_diagnostic(draft, block.translator))
    changed = to_source(rewrite_diagnostic(block.effective_source, draft))
    read_diagnostic(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: DiagnosticBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the topics and questions as they would be asked, and the notes on them; nothing is kept.

    What cannot mean anything yet shows as its notes alone.
    """
    language, translate = take_language(payload), block.translator
    draft = take_draft(payload, block.document.source)
    notes = check_diagnostic(draft, translate)
    try:
        document = read_diagnostic(parse_source(to_source(rewrite_diagnostic(block.effective_source, draft.mended()))))
    except OLXError as error:
        if not any(note.severity == "error" for note in notes):
            notes.append(Note("", translate("This cannot be kept as it is: {detail}", detail=error.detail), "error"))
        return {"html": "", "findings": as_findings(notes), "summary": sum_up(notes, translate)}
    with as_learner(block, document, language):
        inner = render_author(block) if payload.get("view") == "key" else _as_questions(block, document)
        html = block.with_addresses(frame(block, inner, "student"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, translate)}


def _as_questions(block: DiagnosticBlock, document: DiagnosticDocument) -> Html:
    """Show the start, then every question as it would be asked; an attempt asks a few of them, one at a time."""
    start = block.situation(())
    asked = replace(start, history=(Attempt(1, start.now, ""),))
    return join(render_diagnostic(block, start), *(render_question(block, replace(asked, question=item)) for item in document.items))


def render_editor(block: DiagnosticBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    names = name_topics(draft, translate.language)
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    nodes = [render_node(translate, node, names) for node in draft.nodes]
    return render_form(
        block,
        draft.source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        section(translate("Introduction"), trio(translate("Introduction"), "intro", draft.intro)),
        _rules(translate, draft),
        toolbar(translate),
        offer_references(block),
        section(
            translate("Topics"), listing(translate, "nodes", nodes, render_node(translate, NodeDraft(""), names), translate("Add a topic"))
        ),
        section(translate("Questions"), _items(translate, draft, names)),
        framed=True,
    )


def _rules(translate: Translator, draft: DiagnosticDraft) -> Html:
    return section(
        translate("Rules"),
        grid(
            choose_level(translate, draft.rules["level"]),
            line(translate("Questions at the most"), "most", draft.rules["most"], inputmode="numeric"),
            line(translate("Pause before it can be taken again, in minutes"), "cooldown", draft.rules["cooldown"], inputmode="numeric"),
            line(translate("Framework"), "framework", draft.rules["framework"]),
        ),
    )


def _items(translate: Translator, draft: DiagnosticDraft, names: Mapping[str, str]) -> Html:
    kinds = name_kinds(translate)
    adders = [
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-add": kind}, f"+ {name}") for kind, name in kinds.items()
    ]
    blanks = [tag("template", {"data-kind": kind}, render_item(translate, blank_item(kind), names)) for kind in kinds]
    return tag(
        "div",
        {"class": "mk-list", "data-list": "items"},
        tag("ol", {"class": "mk-items"}, *(render_item(translate, item, names) for item in draft.items)),
        *blanks,
        tag("div", {"class": "mk-adders", "role": "group", "aria-label": translate("Add a question")}, *adders),
    )
