"""What an author of a project is told while writing: few notes, each about something a team or a marker would stumble over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.notes import Note, check_html, note_missing
from maslak_xblocks.project.document import LARGEST_TEAM, LEVELS, MOST_HOURS, MOST_ROUNDS, PURPOSES
from maslak_xblocks.project.editing.draft import CriterionDraft, DeliverableDraft, ProjectDraft, StageDraft, Texts
from maslak_xblocks.project.media import MEDIA_TYPES
from maslak_xblocks.project.rubric import DESCRIPTORS, MOST_WEIGHT
from maslak_xblocks.project.stages import KINDS, MOST_MEGABYTES
from maslak_xblocks.project.wording import band_names, descriptor_names


def check_project(draft: ProjectDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    notes = [*_check_rules(draft, translate), *_check_languages(draft, translate), *_check_rubric(draft, translate)]
    for name, ids in (("stages", [each.id for each in draft.stages]), ("criteria", [each.id for each in draft.criteria])):
        notes += _check_names(ids, name, translate)
    if not draft.stages:
        notes.append(Note("stages", translate("A project needs a stage: add one below.")))
    for number, stage in enumerate(draft.stages):
        notes += _check_stage(stage, draft, f"stages.{number}", translate)
    return sorted(notes, key=lambda note: note.severity != "error")


def _check_rules(draft: ProjectDraft, translate: Translator) -> Iterator[Note]:
    rules = draft.rules
    counts = {"team": LARGEST_TEAM, "rounds": MOST_ROUNDS}
    for name, most in counts.items():
        if name in rules and not _is_count(rules[name], most):
            yield Note(name, translate("This must be a whole number from 1 to {most}.", most=most), "error")
    if rules.get("hours", "0") != "0" and not _is_count(rules["hours"], MOST_HOURS):
        yield Note("hours", translate("This must be a whole number from 1 to {most}, or 0 to say nothing.", most=MOST_HOURS), "error")
    try:
        mark = Decimal(rules.get("pass_mark", "0.5"))
    except InvalidOperation:
        mark = Decimal(-1)
    if not (mark.is_finite() and 0 <= mark <= 1):
        yield Note("pass_mark", translate("The pass mark is a number from 0 to 1, such as 0.7."), "error")
    for name, allowed in (("level", LEVELS), ("purpose", PURPOSES)):
        if rules.get(name, allowed[0]) not in allowed:
            yield Note(name, translate("Choose one of the values offered."), "error")
    if not rules.get("competency"):
        yield Note("competency", translate("Without a competency the project moves no rating."))


def _check_languages(draft: ProjectDraft, translate: Translator) -> Iterator[Note]:
    for language in draft.languages:
        if not draft.title.get(language):
            yield Note(f"title.{language}", translate("Give the page a title."), "error")
        if draft.state.get(language) == "stale":
            yield Note(f"state.{language}", _stale(translate))
        yield from check_html(draft.intro.get(language, ""), f"intro.{language}", translate)


def _check_stage(stage: StageDraft, draft: ProjectDraft, path: str, translate: Translator) -> Iterator[Note]:
    if not stage.languages:
        yield Note(f"{path}.title.{draft.source}", translate("Give the stage a title."), "error")
    if stage.due_days and not _is_count(stage.due_days, 730):
        yield Note(f"{path}.due_days", translate("This must be a whole number from 1 to {most}.", most=730), "error")
    for language in draft.languages:
        if stage.languages and language not in stage.languages:
            yield note_missing(f"{path}.title.{language}", language, translate)
        elif stage.languages and not stage.title.get(language):
            yield Note(f"{path}.title.{language}", translate("This language has a text but no title."), "error")
        if stage.state.get(language) == "stale":
            yield Note(f"{path}.state.{language}", _stale(translate))
        yield from check_html(stage.text.get(language, ""), f"{path}.text.{language}", translate)
    if draft.criteria and not stage.looks_at & {each.descriptor for each in draft.criteria}:
        yield Note(
            f"{path}.by_knowledge", translate("Tick what this stage is marked by; with nothing ticked it is marked by the whole rubric.")
        )
    yield from _check_names([each.id for each in stage.deliverables], f"{path}.deliverables", translate)
    if not any(each.is_required for each in stage.deliverables):
        yield Note(path, translate("Nothing is needed in this stage: a team could hand in almost nothing."))
    for number, each in enumerate(stage.deliverables):
        yield from _check_deliverable(each, draft, f"{path}.deliverables.{number}", translate)


def _check_deliverable(each: DeliverableDraft, draft: ProjectDraft, path: str, translate: Translator) -> Iterator[Note]:
    if not each.label:
        yield Note(f"{path}.label.{draft.source}", translate("Say what is to be handed in."), "error")
    else:
        yield from _check_texts(each.label, draft, f"{path}.label", translate)
    kind = each.values["type"]
    if kind not in KINDS:
        yield Note(f"{path}.type", translate("Choose one of the values offered."), "error")
    if kind != "file":
        return
    endings = [part.strip().lower().removeprefix(".") for part in each.values["accept"].split(",") if part.strip()]
    unknown = [ending for ending in endings if ending not in MEDIA_TYPES]
    if unknown or not endings:
        known = ", ".join(MEDIA_TYPES)
        yield Note(
            f"{path}.accept", translate("Name the types by their endings, divided by commas. Known are: {known}.", known=known), "error"
        )
    if not _is_count(each.values["max_mb"], MOST_MEGABYTES):
        yield Note(f"{path}.max_mb", translate("This must be a whole number from 1 to {most}.", most=MOST_MEGABYTES), "error")


def _check_rubric(draft: ProjectDraft, translate: Translator) -> Iterator[Note]:
    names = descriptor_names(translate)
    missing = [names[each] for each in DESCRIPTORS if each not in {row.descriptor for row in draft.criteria}]
    if missing:
        yield Note("criteria", translate("The rubric has no row for: {names}.", names=", ".join(missing)))
    for number, row in enumerate(draft.criteria):
        path = f"criteria.{number}"
        if row.descriptor not in DESCRIPTORS:
            yield Note(f"{path}.descriptor", translate("Choose one of the values offered."), "error")
        if not _is_count(row.weight, MOST_WEIGHT):
            yield Note(f"{path}.weight", translate("This must be a whole number from 1 to {most}.", most=MOST_WEIGHT), "error")
        yield from _check_bands(row, draft, path, translate)


def _check_bands(row: CriterionDraft, draft: ProjectDraft, path: str, translate: Translator) -> Iterator[Note]:
    names = band_names(translate)
    for level, texts in enumerate(row.bands, 1):
        if not texts:
            yield Note(
                f"{path}.band{level}.{draft.source}", translate("Say what a marker sees in band {band}.", band=names[level - 1]), "error"
            )
        else:
            yield from _check_texts(texts, draft, f"{path}.band{level}", translate)
        for language, text in texts.items():
            if any(text == other.get(language) for other in row.bands[: level - 1]):
                yield Note(f"{path}.band{level}.{language}", translate("This says the same as another band of this row."))


def _check_texts(texts: Texts, draft: ProjectDraft, path: str, translate: Translator) -> Iterator[Note]:
    for language in draft.languages:
        if not texts.get(language):
            yield note_missing(f"{path}.{language}", language, translate)


def _check_names(ids: list[str], path: str, translate: Translator) -> Iterator[Note]:
    seen: Counter[str] = Counter()
    for number, name in enumerate(ids):
        seen[name] += 1
        if seen[name] > 1:
            text = translate("Two entries have the same name inside the file; duplicate this one, then delete the original.")
            yield Note(f"{path}.{number}", text, "error")


def _is_count(text: str, most: int) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,4}", text)) and 1 <= int(text) <= most


def _stale(translate: Translator) -> str:
    return translate("The source was changed after this was translated. Bring it up to date, then set its state.")


def drop_broken_rules(rules: Mapping[str, str], notes: list[Note]) -> dict[str, str]:
    """Give the rules without those that cannot mean anything, so that the rest can be looked at."""
    bad = {note.path for note in notes if note.severity == "error"}
    return {name: text for name, text in rules.items() if name not in bad}
