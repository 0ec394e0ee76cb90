"""What an author of questions is told while writing: few notes, each about something that a learner would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from statistics import median
from typing import Final

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.checkpoint.editing.draft import CheckpointDraft
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, PartDraft
from maslak_xblocks.checkpoint.editing.kinds import KINDS, Parts
from maslak_xblocks.notes import Note, check_html, note_missing
from maslak_xblocks.olx import plain_text

_ALL_OF_THEM: Final = re.compile(
    r"(all|none) of (the above|these)|toutes (les|ces) réponses|aucune (de ces|des) (réponses|propositions)"
    r"|(tou(te)?s|aucune?) (les|des|de ces)? ?.{0,20}(ci-dessus|précédentes?)|كل ما سبق|جميع ما سبق|لا شيء مما سبق|جميع (الإجابات|الأجوبة)",
    re.IGNORECASE,
)
_LONGER: Final = 1.5
_SHORTEST_KEY: Final = 25


def check_checkpoint(draft: CheckpointDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    notes = [*_check_rules(draft, translate), *_check_languages(draft, translate)]
    seen: set[str] = set()
    for number, item in enumerate(draft.items):
        if item.id in seen:
            text = translate("Two questions have the same name inside the file; duplicate this one, then delete the original.")
            notes.append(Note(f"items.{number}", text, "error"))
        seen.add(item.id)
        notes += check_item(item, draft, f"items.{number}", translate)
    for number, misconception in enumerate(draft.misconceptions):
        if not misconception.name.get(draft.source):
            notes.append(
                Note(f"misconceptions.{number}.name.{draft.source}", translate("A misconception needs a name that learners can read."))
            )
    return sorted(notes, key=lambda note: note.severity != "error")


def check_item(item: ItemDraft, draft: CheckpointDraft, path: str, translate: Translator) -> list[Note]:
    """Give the notes on one question."""
    notes = [*_check_key(item, path, translate), *_check_texts(item, draft, path, translate)]
    if item.type in ("single", "multiple"):
        for language in item.languages:
            notes += _check_options(item, language, path, translate)
    for language in item.languages:
        notes += check_html(item.stem[language], f"{path}.stem.{language}", translate)
    return notes


def _check_rules(draft: CheckpointDraft, translate: Translator) -> Iterator[Note]:
    rules = draft.rules
    for name in ("draw", "attempts", "cooldown"):
        if name in rules and not re.fullmatch(r"[0-9]{1,6}", rules[name]):
            yield Note(name, translate("This must be a whole number, 0 or more."), "error")
    mark = _number(rules.get("pass_mark", "0.7"))
    if mark is None or not 0 <= mark <= 1:
        yield Note("pass_mark", translate("The pass mark is a number from 0 to 1, such as 0.7."), "error")
    if rules.get("purpose") == "mastery" and not rules.get("competency", "?"):
        yield Note("competency", translate("Without a competency these questions move no rating."))
    if re.fullmatch(r"[0-9]{1,6}", rules.get("draw", "0")) and int(rules.get("draw", "0")) > len(draft.items):
        yield Note("draw", translate("More questions are drawn than the bank has."))


def _check_languages(draft: CheckpointDraft, translate: Translator) -> Iterator[Note]:
    for language in LANGUAGES:
        if language in draft.languages:
            if not draft.title.get(language):
                yield Note(f"title.{language}", translate("Give the page a title."), "error")
            if draft.state.get(language) == "stale":
                yield Note(f"state.{language}", _stale(translate))
        else:
            yield note_missing(f"title.{language}", language, translate)


def _check_key(item: ItemDraft, path: str, translate: Translator) -> Iterator[Note]:
    points = _number(item.points)
    if points is None or points <= 0:
        yield Note(f"{path}.points", translate("Points are a number above 0."), "error")
    for parts in KINDS[item.type]:
        if len(item.list(parts.name)) < parts.fewest:
            yield Note(
                path, translate.count("This needs at least {number} entry", "This needs at least {number} entries", parts.fewest), "error"
            )
    right = sum("correct" in part.ticks for part in item.list("options"))
    if item.type == "single" and right != 1:
        yield Note(path, translate("Mark exactly one option as right."), "error")
    if item.type == "multiple" and not right:
        yield Note(path, translate("Mark at least one option as right."), "error")
    if item.type == "table" and not 0 < right < len(item.list("options")):
        yield Note(path, translate("Mark the rows that are right; at least one must be and one must not be."), "error")
    if item.type == "numeric":
        yield from _check_numbers(item, path, translate)
    if item.type in ("matching", "classification"):
        name = "choice" if item.type == "matching" else "category"
        known = {choice.id for choice in item.list("choices")}
        for number, entry in enumerate(item.list("options")):
            if entry.values.get(name) not in known:
                yield Note(f"{path}.options.{number}.{name}", translate("Choose what belongs to this entry."), "error")


def _check_numbers(item: ItemDraft, path: str, translate: Translator) -> Iterator[Note]:
    fields = {f"{path}.value": item.value, f"{path}.tolerance": item.tolerance}
    for number, wrong in enumerate(item.list("wrong")):
        fields[f"{path}.wrong.{number}.value"] = wrong.values.get("value", "")
        fields[f"{path}.wrong.{number}.tolerance"] = wrong.values.get("tolerance", "") or "0"
    for where, text in fields.items():
        value = _number(text)
        if value is None or (where.endswith("tolerance") and value < 0):
            yield Note(where, translate("This must be one number, without signs that group thousands."), "error")
        elif re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text):
            whole = text.replace(".", "")
            yield Note(
                where,
                translate(
                    "This is read as {number}, less than {next}. If you mean {whole}, leave the point out.",
                    number=text.replace(".", ","),
                    next=int(text.split(".")[0]) + 1,
                    whole=whole,
                ),
            )


def _check_texts(item: ItemDraft, draft: CheckpointDraft, path: str, translate: Translator) -> Iterator[Note]:
    if not item.languages:
        yield Note(f"{path}.stem.{draft.source}", translate("Write the question."), "error")
    for language in draft.languages:
        if item.languages and language not in item.languages:
            yield note_missing(f"{path}.stem.{language}", language, translate)
        elif item.state.get(language) == "stale":
            yield Note(f"{path}.state.{language}", _stale(translate))
    for parts in KINDS[item.type]:
        for number, part in enumerate(item.list(parts.name)):
            for language in item.languages:
                yield from _check_words(parts, part, language, f"{path}.{parts.name}.{number}", translate)


def _check_words(parts: Parts, part: PartDraft, language: Language, path: str, translate: Translator) -> Iterator[Note]:
    if parts.words == "rich" and not part.text.get(language):
        yield Note(f"{path}.text.{language}", translate("Write something here, or delete this entry."), "error")
    if parts.words == "line" and not part.text and not part.values.get("value"):
        yield Note(f"{path}.value", translate("Write an answer that holds in every language, or one in each."), "error")
    if parts.words == "cells" and not part.shared and not part.text.get(language):
        yield Note(f"{path}.text.{language}", translate("Write the cells of this row, one on each line."), "error")
    if parts.tag == "option" and "correct" not in part.ticks and part.text.get(language) and not part.feedback.get(language):
        yield Note(f"{path}.feedback.{language}", translate("Say why this is not right: the feedback is what a learner learns from."))


def _check_options(item: ItemDraft, language: Language, path: str, translate: Translator) -> Iterator[Note]:
    options = item.list("options")
    lengths = [len(plain_text(option.text.get(language, ""))) for option in options]
    for number, (option, length) in enumerate(zip(options, lengths, strict=True)):
        others = [other for index, other in enumerate(lengths) if index != number]
        if (
            "correct" in option.ticks
            and item.type == "single"
            and others
            and length > max(_SHORTEST_KEY, _LONGER * median(others))
            and length == max(lengths)
        ):
            yield Note(
                f"{path}.options.{number}.text.{language}",
                translate("The right option is much longer than the others: its length gives it away."),
            )
        if _ALL_OF_THEM.search(plain_text(option.text.get(language, ""))):
            yield Note(
                f"{path}.options.{number}.text.{language}",
                translate("“All” or “none of the above” tests reading, not knowledge, and breaks when options are shuffled."),
            )


def _stale(translate: Translator) -> str:
    return translate("The source was changed after this was translated. Bring it up to date, then set its state.")


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
