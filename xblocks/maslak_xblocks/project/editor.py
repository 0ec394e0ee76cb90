"""The project's editor: rules, stages with what they ask for, and the rubric, one language at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from maslak_domain.language import LANGUAGES
from maslak_xblocks.errors import OLXError
from maslak_xblocks.frame import frame
from maslak_xblocks.markup import Html
from maslak_xblocks.notes import Note, as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import parse_source, to_source
from maslak_xblocks.project.document import ProjectDocument, read_project
from maslak_xblocks.project.editing.draft import ProjectDraft, read_draft, take_draft
from maslak_xblocks.project.editing.findings import check_project, drop_broken_rules
from maslak_xblocks.project.editing.panels import render_criteria, render_rules, render_stages
from maslak_xblocks.project.editing.rewriting import rewrite_project
from maslak_xblocks.project.page import render_author
from maslak_xblocks.references import offer_references
from maslak_xblocks.studio_form import render_form, require_base, section, source_digest, take_language
from maslak_xblocks.studio_preview import as_learner
from maslak_xblocks.studio_text import states, toolbar, trio

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock

_LISTS: Final = ("stages", "criteria")


def render_editor(block: ProjectBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    return render_form(
        block,
        draft.source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        toolbar(translate),
        section(translate("Introduction"), trio(translate("Introduction"), "intro", draft.intro)),
        offer_references(block),
        render_rules(translate, draft),
        section(translate("Stages"), render_stages(translate, draft)),
        section(translate("Rubric"), render_criteria(translate, draft)),
        framed=True,
    )


def save_edit(block: ProjectBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the project as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_project(draft, block.translator))
    changed = to_source(rewrite_project(block.effective_source, draft))
    read_project(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: ProjectBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the project as a learner would read it, and the notes on it; nothing is kept.

    What cannot be shown yet is left out until it can.
    """
    language, translate = take_language(payload), block.translator
    draft = take_draft(payload, block.document.source)
    notes = check_project(draft, translate)
    shown = _leave_out_broken(draft.mended(), notes)
    try:
        document: ProjectDocument = read_project(parse_source(to_source(rewrite_project(block.effective_source, shown))))
    except OLXError as error:
        text = translate("This cannot be kept as it is: {detail}", detail=error.detail)
        return {"html": "", "findings": as_findings([*notes, Note("title", text, "error")]), "summary": sum_up(notes, translate)}
    with as_learner(block, document, language):
        block.__dict__["dossier"] = None
        html = block.with_addresses(frame(block, render_author(block), "student"))
    block.__dict__.pop("dossier", None)
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, translate)}


def _leave_out_broken(draft: ProjectDraft, notes: list[Note]) -> ProjectDraft:
    """Take out the stages and rows that have a grave note; a stage without a title yet was mended and stays."""
    grave = [note.path for note in notes if note.severity == "error" and ".title." not in note.path and ".label." not in note.path]
    kept = {
        name: tuple(each for number, each in enumerate(getattr(draft, name)) if not any(_is_in(path, f"{name}.{number}") for path in grave))
        for name in _LISTS
    }
    return replace(draft, rules=drop_broken_rules(draft.rules, notes), stages=kept["stages"], criteria=kept["criteria"])


def _is_in(path: str, place: str) -> bool:
    return f"{path}.".startswith(f"{place}.")
