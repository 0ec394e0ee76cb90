"""The logbook's editor: what is shown, guidance and questions in three languages, with the page beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.frame import frame
from maslak_xblocks.logbook.document import read_logbook
from maslak_xblocks.logbook.editing.draft import LogbookDraft, PromptDraft, read_draft, take_draft
from maslak_xblocks.logbook.editing.notes import check_draft
from maslak_xblocks.logbook.editing.rewriting import rewrite_logbook
from maslak_xblocks.logbook.page import render_author
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.notes import as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import parse_source
from maslak_xblocks.references import offer_references, refer_to_competency
from maslak_xblocks.studio_form import choice, group, listing, render_form, require_base, section, source_digest, take_language
from maslak_xblocks.studio_preview import as_learner
from maslak_xblocks.studio_text import states, toolbar, trio

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock

EMPTY: Final = (
    '<maslak_logbook show="current"><variant lang="fr" status="source" title="Mon carnet d’alternance">'
    "<p>Une bonne entrée dit ce que vous avez fait, avec quoi, et ce qui en est sorti.</p></variant></maslak_logbook>"
)


def save_edit(block: LogbookBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the block as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_draft(draft, block.translator))
    changed = rewrite_logbook(block.effective_source, draft)
    read_logbook(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: LogbookBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the block's text as a learner would read it, and the notes on it; nothing is kept."""
    language = take_language(payload)
    draft = take_draft(payload, block.document.source)
    notes = check_draft(draft, block.translator)
    html = ""
    if not any(note.path.startswith("competencies.") and note.severity == "error" for note in notes):
        document = read_logbook(parse_source(rewrite_logbook(block.effective_source, draft.mended())))
        with as_learner(block, document, language):
            html = block.with_addresses(frame(block, render_author(block), "author"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, block.translator)}


def render_editor(block: LogbookBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    source = tag("p", {"class": "mk-facts", "data-language": draft.source}, translate("This is the source: the other languages follow it."))
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    texts = {language: draft.html.get(language) or "<p><br></p>" for language in LANGUAGES}
    groups = [_prompt(translate, each) for each in draft.prompts]
    blank = _prompt(translate, PromptDraft("", "entry", {}))
    return render_form(
        block,
        draft.source,
        source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        offer_references(block),
        _settings(translate, draft),
        toolbar(translate),
        trio(translate("What a good entry says"), "html", texts),
        section(translate("Guiding questions"), listing(translate, "prompts", groups, blank, translate("Add a question"))),
        framed=True,
    )


def _settings(translate: Translator, draft: LogbookDraft) -> Html:
    shows = {"current": translate("The running contract and what is open"), "all": translate("Everything since the beginning")}
    named = [_competency(translate, each) for each in draft.competencies]
    return section(
        translate("What is shown"),
        choice(translate("Entries and periods"), "show", draft.show, shows),
        tag("p", {"class": "mk-parts-name"}, translate("Competencies of this course that should be practised at the company")),
        listing(translate, "competencies", named, _competency(translate, ""), translate("Add a competency")),
    )


def _competency(translate: Translator, key: str) -> Html:
    return group(translate, "", refer_to_competency(translate, key), prefix="k")


def _prompt(translate: Translator, draft: PromptDraft) -> Html:
    purposes = {"entry": translate("For an entry"), "synthesis": translate("For the synthesis")}
    return group(
        translate,
        draft.id,
        choice(translate("Purpose of the question"), "purpose", draft.purpose, purposes),
        trio(translate("Question"), "text", draft.text),
        prefix="p",
    )
