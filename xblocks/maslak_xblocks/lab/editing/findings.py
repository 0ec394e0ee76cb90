"""What an author of a lab is told while writing: few notes, each about something that a learner would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.lab.document import LEVELS, MOST_ROWS_ON_A_PHONE, NEEDS, PURPOSES
from maslak_xblocks.lab.editing.draft import LabDraft, TaskDraft
from maslak_xblocks.lab.editing.rewriting import type_of
from maslak_xblocks.lab.generators import GENERATORS
from maslak_xblocks.lab.generators.dataset import MAX_ROWS, FactSpec
from maslak_xblocks.notes import Note, check_html, note_missing

_COUNTS: Final = ("rows", "minutes", "attempts", "cooldown", "tries")


def check_lab(draft: LabDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    notes = [*_check_rules(draft.rules, translate), *_check_languages(draft, translate)]
    seen: set[str] = set()
    for number, task in enumerate(draft.tasks):
        path = f"tasks.{number}"
        if task.id in seen:
            text = translate("Two questions have the same name inside the file; duplicate this one, then delete the original.")
            notes.append(Note(path, text, "error"))
        seen.add(task.id)
        notes += _check_task(task, draft, path, translate)
    for number, misconception in enumerate(draft.misconceptions):
        if not misconception.name.get(draft.source):
            where = f"misconceptions.{number}.name.{draft.source}"
            notes.append(Note(where, translate("A misconception needs a name that learners can read.")))
    if draft.tasks and not any(_is_personal(task, draft) for task in draft.tasks):
        text = translate(
            "Every answer here may be shared by many learners. Ask for at least one value that differs from learner to learner."
        )
        notes.append(Note("tasks", text))
    return sorted(notes, key=lambda note: note.severity != "error")


def _facts(draft: LabDraft) -> Mapping[str, FactSpec]:
    generator = GENERATORS.get(draft.rules["generator"])
    return generator.FACTS if generator else {}


def _is_personal(task: TaskDraft, draft: LabDraft) -> bool:
    spec = _facts(draft).get(task.values["fact"])
    return spec is not None and spec.personal


def _check_rules(rules: Mapping[str, str], translate: Translator) -> Iterator[Note]:
    for name, known in (("purpose", PURPOSES), ("level", LEVELS), ("generator", tuple(GENERATORS)), ("needs", NEEDS)):
        if rules[name] not in known:
            yield Note(name, translate("Choose one of the list."), "error")
    for name in _COUNTS:
        if not re.fullmatch(r"[0-9]{1,6}", rules[name]):
            yield Note(name, translate("This must be a whole number, 0 or more."), "error")
    mark = number(rules["pass_mark"])
    if mark is None or not 0 <= mark <= 1:
        yield Note("pass_mark", translate("The pass mark is a number from 0 to 1, such as 0.7."), "error")
    if rules["purpose"] == "mastery" and not rules["competency"]:
        yield Note("competency", translate("Without a competency these questions move no rating."))
    if rules["generator"] in GENERATORS and re.fullmatch(r"[0-9]{1,6}", rules["rows"]):
        least, most = GENERATORS[rules["generator"]].LEAST_ROWS, MAX_ROWS if rules["needs"] == "computer" else MOST_ROWS_ON_A_PHONE
        if not least <= int(rules["rows"]) <= most:
            yield Note("rows", translate("Between {least} and {most} rows.", least=least, most=most), "error")


def _check_languages(draft: LabDraft, translate: Translator) -> Iterator[Note]:
    for language in LANGUAGES:
        if language in draft.languages:
            if not draft.title.get(language):
                yield Note(f"title.{language}", translate("Give the page a title."), "error")
            if draft.state.get(language) == "stale":
                yield Note(f"state.{language}", _stale(translate))
        else:
            yield note_missing(f"title.{language}", language, translate)


def _stale(translate: Translator) -> str:
    return translate("The source was changed after this was translated. Bring it up to date, then set its state.")


def _check_task(task: TaskDraft, draft: LabDraft, path: str, translate: Translator) -> Iterator[Note]:
    facts, kind = _facts(draft), type_of(draft, task.values["fact"])
    if not task.languages:
        yield Note(f"{path}.stem.{draft.source}", translate("Write the question."), "error")
    if task.values["fact"] not in facts:
        text = translate("This data has no such value. Choose one of the list, or other data above.")
        yield Note(f"{path}.fact", text, "error")
    tolerance, weight = number(task.values["tolerance"]), number(task.values["weight"])
    if tolerance is None or tolerance < 0:
        yield Note(f"{path}.tolerance", translate("This must be a number, 0 or more."), "error")
    if weight is None or weight <= 0:
        yield Note(f"{path}.weight", translate("Points are a number above 0."), "error")
    yield from _check_parts(task, draft, kind, path, translate)
    for language in draft.languages:
        if task.languages and language not in task.languages:
            yield note_missing(f"{path}.stem.{language}", language, translate)
        yield from check_html(task.stem.get(language, ""), f"{path}.stem.{language}", translate)
        if task.state.get(language) == "stale":
            yield Note(f"{path}.state.{language}", _stale(translate))


def _check_parts(task: TaskDraft, draft: LabDraft, kind: str, path: str, translate: Translator) -> Iterator[Note]:
    for place, hint in enumerate(task.hints):
        cost = number(hint.values["cost"])
        if cost is None or not 0 <= cost <= 1:
            yield Note(f"{path}.hints.{place}.cost", translate("The cost of a hint is a number from 0 to 1, such as 0.1."), "error")
        for language in task.languages:
            if not hint.text.get(language):
                yield Note(f"{path}.hints.{place}.text.{language}", translate("This hint says nothing in this language."))
    for place, wrong in enumerate(task.wrong):
        fact = wrong.values["fact"]
        if fact not in _facts(draft) or type_of(draft, fact) != kind or fact == task.values["fact"]:
            text = translate("Choose another value of the same kind as the right one.")
            yield Note(f"{path}.wrong.{place}.fact", text, "error")
        if not wrong.values["misconception"]:
            yield Note(f"{path}.wrong.{place}.misconception", translate("Say which misconception this wrong value shows."))


def number(text: str) -> Decimal | None:
    """Give a number as it stands in a file, or None."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
