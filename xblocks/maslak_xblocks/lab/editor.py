"""The lab's editor: which data, which rules, then the questions in one language at a time; what it does not show stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import OLXError
from maslak_xblocks.frame import frame
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.lab.attempt import Attempt, Rules
from maslak_xblocks.lab.author_page import SAMPLE, render_author
from maslak_xblocks.lab.contract import Situation
from maslak_xblocks.lab.document import LabDocument, read_lab
from maslak_xblocks.lab.editing.draft import (
    RULES,
    LabDraft,
    MisconceptionDraft,
    PartDraft,
    TaskDraft,
    read_draft,
    take_draft,
)
from maslak_xblocks.lab.editing.findings import check_lab
from maslak_xblocks.lab.editing.rewriting import rewrite_lab
from maslak_xblocks.lab.generators import GENERATORS, DataPlan, make_seed
from maslak_xblocks.lab.page import render_lab
from maslak_xblocks.lab.task import read_task
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.notes import as_findings, refuse_errors, sum_up
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.references import offer_references, refer_to_competency, refer_to_objective
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
    from maslak_xblocks.lab.block import LabBlock

_FACTS = "mk-lab-facts"


def save_edit(block: LabBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep the lab as its author edited it. Raises InvalidPayloadError, SourceMovedError and OLXError."""
    draft = take_draft(payload, block.document.source)
    require_base(payload, block.effective_source)
    refuse_errors(check_lab(draft, block.translator))
    changed = to_source(rewrite_lab(block.effective_source, draft))
    read_lab(parse_source(changed))
    block.replace_source(changed)
    return {"saved": True, "base": source_digest(changed)}


def preview_edit(block: LabBlock, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the lab as a learner would see it with sample data, and the notes on it; nothing is kept.

    What cannot be shown yet is left out until it can.
    """
    language, translate = take_language(payload), block.translator
    draft = take_draft(payload, block.document.source)
    notes = check_lab(draft, translate)
    bad = {note.path for note in notes if note.severity == "error"}
    rules = {name: RULES[name] if name in bad else text for name, text in draft.rules.items()}
    root = rewrite_lab(block.effective_source, draft.mended(rules))
    document = _read_what_can_be(root, draft, bad)
    with as_learner(block, document, language):
        inner = render_author(block) if payload.get("view") == "key" else _as_first_attempt(block, document)
        html = block.with_addresses(frame(block, inner, "student"))
    return {"html": html, "findings": as_findings(notes), "summary": sum_up(notes, translate)}


def _read_what_can_be(root: Element, draft: LabDraft, bad: set[str]) -> LabDocument:
    """Read the lab without the tasks that cannot be read yet."""
    places = {task.id: f"tasks.{number}" for number, task in enumerate(draft.tasks)}
    facts = GENERATORS[root.get("generator", "sales_table")].FACTS
    for node in root.findall("task"):
        path = places.get(node.get("id", ""), "")
        try:
            read_task(node, facts)
            broken = any(f"{each}.".startswith(f"{path}.") for each in bad)
        except OLXError:
            broken = True
        if broken:
            root.remove(node)
    try:
        return read_lab(parse_source(to_source(root)))
    except OLXError:
        # The number of rows does not suit the data while one of the two is being changed.
        root.attrib.pop("rows", None)
        return read_lab(parse_source(to_source(root)))


def _as_first_attempt(block: LabBlock, document: LabDocument) -> Html:
    """Show every question unanswered, whatever the author's own attempts."""
    now = block.host.now()
    attempt = Attempt(1, document.generator, document.rows, document.salt, now)
    plan = DataPlan(document.generator, make_seed(document.generator, block.usage, SAMPLE, 0, document.salt), document.rows)
    rules = Rules(document.attempts, document.cooldown_minutes, document.tries, HostArrangement())
    return render_lab(block, Situation(document, block.language, block.translator, (attempt,), plan, rules, now, 0), ())


def render_editor(block: LabBlock) -> Html:
    """Give the editor's form."""
    translate, draft = block.translator, read_draft(parse_source(block.effective_source))
    names = {each.id: each.name.get(translate.language) or next(iter(each.name.values()), each.id) for each in draft.misconceptions}
    others = {language: draft.state.get(language, "translated") for language in LANGUAGES if language != draft.source}
    blank = TaskDraft("", {"fact": "", "tolerance": "0", "weight": "1", "objective": ""}, {})
    return render_form(
        block,
        draft.source,
        states(translate, "state", others),
        trio(translate("Title"), "title", draft.title, kind="line"),
        section(translate("Introduction"), trio(translate("Introduction"), "intro", draft.intro)),
        _data(translate, draft),
        _rules(translate, draft),
        toolbar(translate),
        _known_facts(translate),
        offer_references(block, with_objectives=True),
        section(
            translate("Questions"),
            listing(
                translate,
                "tasks",
                [_task(translate, task, names, draft.source) for task in draft.tasks],
                _task(translate, blank, names, draft.source),
                translate("Add a question"),
            ),
        ),
        _misconceptions(translate, draft),
        framed=True,
    )


def _data(translate: Translator, draft: LabDraft) -> Html:
    makers = {name: translate(maker.TITLE) for name, maker in GENERATORS.items()}
    needs = {"any": translate("a phone is enough (at most 150 rows)"), "computer": translate("needs a computer")}
    return section(
        translate("Data"),
        grid(
            choice(translate("What the data is"), "generator", draft.rules["generator"], makers),
            line(translate("Rows"), "rows", draft.rules["rows"], inputmode="numeric"),
            choice(translate("What learners need"), "needs", draft.rules["needs"], needs),
            line(translate("Time in minutes"), "minutes", draft.rules["minutes"], inputmode="numeric"),
            line(translate("Edition (a new word gives everybody new data)"), "salt", draft.rules["salt"]),
        ),
    )


def _rules(translate: Translator, draft: LabDraft) -> Html:
    purposes = {"practice": translate("practice"), "mastery": translate("decides the rating")}
    numbers = {
        "attempts": translate("Attempts (0: no limit)"),
        "cooldown": translate("Pause between attempts, in minutes"),
        "tries": translate("Tries for each question (0: no limit)"),
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


def _known_facts(translate: Translator) -> Html:
    """Offer every value that the data know, by its name, with what it is."""
    options = [
        tag("option", {"value": name}, f"{translate(spec.about)} — {translate(maker.TITLE)}")
        for maker in GENERATORS.values()
        for name, spec in maker.FACTS.items()
    ]
    return tag("datalist", {"id": _FACTS}, *options)


def _fact(label: str, value: str) -> Html:
    return line(label, "fact", value, list=_FACTS, autocomplete="off")


def _task(translate: Translator, task: TaskDraft, names: Mapping[str, str], source: Language) -> Html:
    others: dict[Language, str] = {language: task.state.get(language, "translated") for language in LANGUAGES if language != source}
    hint, wrong = PartDraft("", {"cost": "0.1"}), PartDraft("", {"fact": "", "misconception": ""})
    return group(
        translate,
        task.id,
        states(translate, "state", others),
        trio(translate("Question"), "stem", task.stem),
        _fact(translate("Right value"), task.values["fact"]),
        grid(
            line(translate("Tolerance"), "tolerance", task.values["tolerance"], inputmode="decimal"),
            line(translate("Points"), "weight", task.values["weight"], inputmode="decimal"),
            refer_to_objective(translate, task.values["objective"]),
        ),
        trio(translate("Unit"), "unit", task.unit, kind="line"),
        trio(translate("Feedback when right"), "right", task.whole.get("right", {})),
        trio(translate("Feedback on any other answer"), "other", task.whole.get("other", {})),
        tag("p", {"class": "mk-facts"}, translate("Hints, in the order in which they are offered")),
        listing(
            translate, "hints", [_hint(translate, each) for each in task.hints], _hint(translate, hint), translate("Add a hint")
        ),
        tag("p", {"class": "mk-facts"}, translate("Wrong values that are known")),
        listing(
            translate, "wrong", [_wrong(translate, each, names) for each in task.wrong], _wrong(translate, wrong, names),
            translate("Add a wrong value"),
        ),
        prefix="t",
        kind=translate("Question"),
    )  # fmt: skip


def _hint(translate: Translator, hint: PartDraft) -> Html:
    cost = line(translate("Takes this share of the points, 0 to 1"), "cost", hint.values["cost"], inputmode="decimal")
    return group(translate, hint.id, cost, trio(translate("Hint"), "text", hint.text), prefix="h")


def _wrong(translate: Translator, wrong: PartDraft, names: Mapping[str, str]) -> Html:
    chosen = choice(translate("Misconception"), "misconception", wrong.values["misconception"], {"": "—", **names})
    return group(
        translate,
        wrong.id,
        grid(_fact(translate("Wrong value"), wrong.values["fact"]), chosen),
        trio(translate("Feedback"), "text", wrong.text),
        prefix="w",
    )


def _misconceptions(translate: Translator, draft: LabDraft) -> Html:
    def one(each: MisconceptionDraft) -> Html:
        return group(translate, each.id, trio(translate("Misconception"), "name", each.name, kind="line"), prefix="m")

    groups, blank = [one(each) for each in draft.misconceptions], one(MisconceptionDraft("", {}))
    made = listing(translate, "misconceptions", groups, blank, translate("Add a misconception"))
    summary = tag("summary", {}, translate("Misconceptions that wrong answers show"))
    return tag("details", {"class": "mk-rules"}, summary, made)
