"""The checkpoint's editor: rules, then the questions in one language at a time; what it does not show stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.checkpoint.attempt import Attempt, Rules
from maslak_xblocks.checkpoint.bank_page import render_author
from maslak_xblocks.checkpoint.contract import Situation
from maslak_xblocks.checkpoint.document import CheckpointDocument, read_checkpoint
from maslak_xblocks.checkpoint.draw import make_seed
from maslak_xblocks.checkpoint.editing.draft import CheckpointDraft, MisconceptionDraft, read_draft, take_draft
from maslak_xblocks.checkpoint.editing.findings import check_checkpoint
from maslak_xblocks.checkpoint.editing.panels import blank_item, name_kinds, render_item
from maslak_xblocks.checkpoint.editing.rewriting import rewrite_checkpoint
from maslak_xblocks.checkpoint.items.item import read_item
from maslak_xblocks.checkpoint.page import render_checkpoint
from maslak_xblocks.errors import OLXError
from maslak_xblocks.frame import frame
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.notes import Note, as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.references import offer_references, refer_to_competency
from maslak_xblocks.studio_form import (
    choice,
    choose_level,
    file_field,
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
    from maslak_xblocks.checkpoint.block import CheckpointBlock


def save_edit(block: CheckpointBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the checkpoint as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    notes = check_checkpoint(draft, block.translator)
    refuse_errors(notes)
    root = rewrite_checkpoint(block.effective_source, draft)
    refuse_errors(_leave_out_broken(root, draft, notes, block.translator))
    changed = to_source(root)
    read_checkpoint(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: CheckpointBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the checkpoint as a learner would see it, and the notes on it; nothing is kept.

    What cannot be shown yet is left out until it can.
    """
    language, translate = take_language(payload), block.translator
    draft = take_draft(payload, block.document.source)
    notes = check_checkpoint(draft, translate)
    bad = {note.path for note in notes if note.severity == "error"}
    safe = {name: text for name, text in draft.rules.items() if name not in bad}
    root = rewrite_checkpoint(block.effective_source, _replace_rules(draft.mended(), safe))
    notes += _leave_out_broken(root, draft, notes, translate)
    document = read_checkpoint(parse_source(to_source(root)))
    with as_learner(block, document, language):
        inner = render_author(block) if payload.get("view") == "key" else _as_first_attempt(block, document)
        html = block.with_addresses(frame(block, inner, "student"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, translate)}


def _replace_rules(draft: CheckpointDraft, rules: Mapping[str, str]) -> CheckpointDraft:
    return CheckpointDraft(draft.source, draft.title, draft.intro, draft.state, rules, draft.items, draft.misconceptions)


def _as_first_attempt(block: CheckpointBlock, document: CheckpointDocument) -> Html:
    """Show every question unanswered, whatever the draw and the author's own attempts."""
    now = block.host.now()
    attempt = Attempt(1, tuple(item.id for item in document.items), {}, now)
    rules = Rules(document.attempts, document.cooldown_minutes, HostArrangement())
    seed = make_seed(block.usage, "preview", 1)
    return render_checkpoint(block, Situation(document, block.language, (), attempt, seed, rules, now, 0), ())


def _leave_out_broken(root: Element, draft: CheckpointDraft, notes: list[Note], translate: Translator) -> list[Note]:
    """Take questions that cannot be read out of the element, and note those that have no grave note yet."""
    found: list[Note] = []
    places = {item.id: f"items.{number}" for number, item in enumerate(draft.items)}
    for node in root.findall("item"):
        path = places.get(node.get("id", ""), "")
        try:
            read_item(node, "")
            broken = any(note.severity == "error" and f"{note.path}.".startswith(f"{path}.") for note in notes)
        except OLXError as error:
            broken = True
            if not any(note.severity == "error" and f"{note.path}.".startswith(f"{path}.") for note in notes):
                found.append(Note(path, translate("This question cannot be kept as it is: {detail}", detail=error.detail), "error"))
        if broken:
            root.remove(node)
    return found


def render_editor(block: CheckpointBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    names = name_misconceptions(draft, translate.language)
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    form = render_form(
        block,
        draft.source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        section(translate("Introduction"), trio(translate("Introduction"), "intro", draft.intro)),
        _rules(translate, draft),
        toolbar(translate),
        offer_references(block, with_objectives=True),
        _items(translate, draft, names),
        _import(block),
        _misconceptions(translate, draft),
        framed=True,
    )
    url = tag("i", {"data-import-url": block.runtime.handler_url(block, "studio_import")}).removeprefix("<i").removesuffix("></i>")
    return Html(form.replace(" data-source=", f"{url} data-source=", 1))


def name_misconceptions(draft: CheckpointDraft, language: Language) -> Mapping[str, str]:
    """Give the name of each misconception, in the language of the interface where it has one."""
    return {each.id: each.name.get(language) or next(iter(each.name.values()), each.id) for each in draft.misconceptions}


def _items(translate: Translator, draft: CheckpointDraft, names: Mapping[str, str]) -> Html:
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


def _rules(translate: Translator, draft: CheckpointDraft) -> Html:
    purposes = {"practice": translate("practice"), "mastery": translate("decides the rating")}
    numbers = {
        "draw": translate("Questions drawn (0: all)"),
        "attempts": translate("Attempts (0: no limit)"),
        "cooldown": translate("Pause between attempts, in minutes"),
        "pass_mark": translate("Pass mark, 0 to 1"),
    }
    fields = [line(label, name, draft.rules[name], inputmode="decimal") for name, label in numbers.items()]
    return tag(
        "details",
        {"class": "mk-rules"},
        tag("summary", {}, translate("Rules of the attempt")),
        grid(
            refer_to_competency(translate, draft.rules["competency"]),
            choose_level(translate, draft.rules["level"]),
            choice(translate("Purpose"), "purpose", draft.rules["purpose"], purposes),
            *fields,
        ),
    )


def _misconceptions(translate: Translator, draft: CheckpointDraft) -> Html:
    def one(each: MisconceptionDraft) -> Html:
        return group(translate, each.id, trio(translate("Misconception"), "name", each.name, kind="line"), prefix="m")

    groups = [one(each) for each in draft.misconceptions]
    made = listing(translate, "misconceptions", groups, one(MisconceptionDraft("", {})), translate("Add a misconception"))
    return tag("details", {"class": "mk-rules"}, tag("summary", {}, translate("Misconceptions that wrong answers show")), made)


def _import(block: CheckpointBlock) -> Html:
    translate = block.translator
    words = {
        "data-reading": translate("Reading…"),
        "data-away": translate("The file could not be sent. Try again."),
        "data-large": translate("The file is larger than 2 MB. Divide it."),
        "data-added": translate("Questions added at the end of the list: {number}. Read them, then save."),
        "data-limit": 2 * 1024 * 1024,
    }
    address = block.runtime.handler_url(block, "studio_template")
    template = tag("a", {"href": address, "download": True}, translate("Excel template with an example of each type"))
    file = file_field(translate, translate("File"), **{"data-import": True, "accept": ".gift,.txt,.xml,.xlsx"})
    return tag(
        "details",
        {"class": "mk-rules mk-import"},
        tag("summary", {}, translate("Bring in questions from a file")),
        tag("p", {}, translate("An Excel workbook in three languages, or GIFT or Moodle XML in the language that is shown above.")),
        tag("p", {}, translate("Nothing is kept before you have seen it."), " ", template),
        file,
        tag("div", {"class": "mk-imported", "data-imported": True, "aria-live": "polite", **words}),
    )
