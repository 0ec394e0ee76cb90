"""The passport's editor: title and introduction in three languages, and which part of the map is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.frame import frame
from maslak_xblocks.markup import Html
from maslak_xblocks.notes import as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import parse_source
from maslak_xblocks.passport.document import read_passport
from maslak_xblocks.passport.draft import DOMAINS, PassportDraft, read_draft, take_draft
from maslak_xblocks.passport.findings import check_passport
from maslak_xblocks.passport.page import render_author
from maslak_xblocks.passport.rewriting import rewrite_passport
from maslak_xblocks.passport.wording import name_domains
from maslak_xblocks.studio_form import choice, grid, render_form, require_base, section, source_digest, take_language, tick
from maslak_xblocks.studio_preview import as_learner
from maslak_xblocks.studio_text import states, toolbar, trio

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock


def save_edit(block: PassportBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the block as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_passport(draft, block.translator))
    changed = rewrite_passport(block.effective_source, draft)
    read_passport(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: PassportBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the block's text as a learner would read it, and the notes on it; nothing is kept."""
    language = take_language(payload)
    draft = take_draft(payload, block.document.source)
    notes = check_passport(draft, block.translator)
    document = read_passport(parse_source(rewrite_passport(block.effective_source, draft.mended())))
    with as_learner(block, document, language):
        html = block.with_addresses(frame(block, render_author(block), "author"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, block.translator)}


def render_editor(block: PassportBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    texts = {language: draft.html.get(language) or "<p><br></p>" for language in LANGUAGES}
    return render_form(
        block,
        draft.source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        _map(translate, draft),
        toolbar(translate),
        trio(translate("Introduction"), "html", texts),
        framed=True,
    )


def _map(translate: Translator, draft: PassportDraft) -> Html:
    shows = {"all": translate("All domains"), "course": translate("The domains of this course")}
    names = name_domains(translate)
    ticks = [tick(names[key], f"domain_{key}", key in draft.domains) for key in DOMAINS]
    return section(translate("Map"), choice(translate("What the map shows"), "show", draft.show, shows), grid(*ticks))
