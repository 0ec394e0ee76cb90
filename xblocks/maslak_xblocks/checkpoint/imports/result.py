"""What a file gave: questions, and what could not become one, each with its place."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, PartDraft
from maslak_xblocks.checkpoint.imports.given import Sorted
from maslak_xblocks.checkpoint.items.item import ItemType
from maslak_xblocks.sanitise import sanitise

MOST_ITEMS: Final = 300
MOST_PROBLEMS: Final = 500
_ELSEWHERE: Final = re.compile(r"""(<img\b[^>]*?\bsrc\s*=\s*)(?!["']?/?static/)(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Problem:
    """Something that a person should know: a stable code, the line or row, what was found, and in a spreadsheet the column."""

    code: str
    place: str
    detail: str = ""
    column: str = ""
    in_sheet: bool = False


@dataclass
class Imported:
    """Questions in the order of the file, the problems found on the way, and pictures by the name that their places have."""

    items: list[ItemDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)  # as data: addresses

    def note(self, code: str, place: object, detail: str = "", *, column: str = "", in_sheet: bool = False) -> None:
        """Keep a problem, as far as somebody will read them, and say where they were too many; long text is cut."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, str(place), detail[:160], column, in_sheet))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("more_problems", str(place), "", "", in_sheet))

    def add(self, item: ItemDraft, place: object, *, in_sheet: bool = False) -> None:
        """Keep a question, as far as there is room for it."""
        if len(self.items) < MOST_ITEMS:
            self.items.append(item)
        elif not any(problem.code == "too_many" for problem in self.problems):
            self.note("too_many", place, str(MOST_ITEMS), in_sheet=in_sheet)


@dataclass(frozen=True)
class Answer:
    """One answer of another system: its HTML, what it is worth in percent, and what is said about it."""

    html: str
    fraction: float
    feedback: str = ""


def name_place() -> str:
    """Give an address for a picture that is not there yet, under which the editor knows it."""
    return f"/static/missing-{secrets.randbelow(9 * 10**8) + 10**8}.png"


def make_id() -> str:
    """Give a question a name of its own."""
    return f"q{secrets.token_hex(4)}"


def make_choice(stem: str, answers: Sequence[Answer], language: Language, *, single: bool | None = None) -> ItemDraft:
    """Give a choice among answers; the right ones are those worth something, or the best one where only one may be chosen."""
    right = [number for number, answer in enumerate(answers) if answer.fraction > 0]
    best = max((answer.fraction for answer in answers), default=0)
    alone = single if single is not None else len(right) == 1
    kept = [number for number in right if answers[number].fraction == best][:1] if alone else right
    parts = tuple(
        PartDraft(
            _LETTERS[number] if number < len(_LETTERS) else f"o{number}",
            {"misconception": ""},
            frozenset({"correct"}) if number in kept else frozenset(),
            say(answer.html, language),
            say(answer.feedback, language),
        )
        for number, answer in enumerate(answers)
    )
    kind: ItemType = "single" if alone else "multiple"
    return ItemDraft(make_id(), kind, say(stem, language), {"options": parts}, partial=not alone)


def make_number(stem: str, given: Sorted, language: Language, unit: str = "") -> ItemDraft:
    """Give a question for a number: the first right one counts, the wrong ones are known for what is said about them."""
    wrong = tuple(
        PartDraft(
            f"w{number}", {"value": each.text, "tolerance": each.tolerance, "misconception": ""}, feedback=say(each.feedback, language)
        )
        for number, each in enumerate(given.wrong, 1)
    )
    key, whole = given.right[0], {"right": say(given.feedback, language), "other": say(given.other, language)}
    units = {language: unit} if unit else {}
    draft = ItemDraft(make_id(), "numeric", say(stem, language), {"wrong": wrong}, whole, value=key.text, tolerance=key.tolerance)
    return replace(draft, unit=units)


def make_text(stem: str, given: Sorted, language: Language, *, exact: bool = False) -> ItemDraft:
    """Give a question for a word; every accepted one counts in every language."""
    accepted = dict.fromkeys(each.text for each in given.right)
    parts = tuple(PartDraft(f"t{number}", {"value": text}) for number, text in enumerate(accepted, 1))
    wrong = tuple(
        PartDraft(f"w{number}", {"value": each.text, "misconception": ""}, feedback=say(each.feedback, language))
        for number, each in enumerate(given.wrong, 1)
    )
    whole = {"right": say(given.feedback, language), "other": say(given.other, language)}
    draft = ItemDraft(make_id(), "text", say(stem, language), {"options": parts, "wrong": wrong}, whole)
    return replace(draft, match="exact" if exact else "folded")


def make_ordering(stem: str, steps: Sequence[str], language: Language) -> ItemDraft:
    """Give steps to put in order, in their right order."""
    parts = tuple(PartDraft(f"s{number}", text=say(step, language)) for number, step in enumerate(steps, 1))
    return ItemDraft(make_id(), "ordering", say(stem, language), {"options": parts, "wrong": ()}, partial=True)


def add_general(item: ItemDraft, html: str, language: Language) -> ItemDraft | None:
    """Put what is said whatever was answered behind what is said about each answer; None where it would be read many times over."""
    if item.type == "multiple":
        return None
    if item.type != "single":
        return replace(item, whole={key: _append(item.whole.get(key, {}), html, language) for key in ("right", "other")})
    options = tuple(replace(part, feedback=_append(part.feedback, html, language)) for part in item.list("options"))
    return replace(item, parts={**item.parts, "options": options})


def _append(texts: Mapping[Language, str], html: str, language: Language) -> dict[Language, str]:
    known = texts.get(language, "")
    return say(f"{known}<br>{html}" if known else html, language)


def make_matching(stem: str, pairs: Sequence[tuple[str, str]], language: Language) -> ItemDraft:
    """Give pairs to match; a right side of several left ones makes it a classification, one without a left side is in excess."""
    sides = list(dict.fromkeys(right for _, right in pairs))
    lefts = [(left, right) for left, right in pairs if left]
    shared = len({right for _, right in lefts}) < len(lefts)
    name = "category" if shared else "choice"
    used = {right for _, right in lefts}
    entries = tuple(
        PartDraft(f"e{number}", {name: f"c{sides.index(right) + 1}"}, text=say(left, language))
        for number, (left, right) in enumerate(lefts, 1)
    )
    choices = tuple(
        PartDraft(f"c{number}", {"misconception": ""}, frozenset() if side in used else frozenset({"distractor"}), say(side, language))
        for number, side in enumerate(sides, 1)
    )
    parts = {"options": entries, "choices": choices, "wrong": ()}
    return ItemDraft(make_id(), "classification" if shared else "matching", say(stem, language), parts, partial=True)


def say(html: str, language: Language) -> dict[Language, str]:
    """Give a text in one language, sanitised; nothing where there is none. A picture from elsewhere keeps its place."""
    clean = sanitise(_ELSEWHERE.sub(lambda match: f'{match[1]}"{name_place()}"', html)).strip()
    return {language: clean} if clean else {}
