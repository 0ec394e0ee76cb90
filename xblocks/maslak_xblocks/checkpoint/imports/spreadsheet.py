"""Questions in a spreadsheet, three languages side by side: a row with a type asks, the rows below it answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, PartDraft, tidy_number
from maslak_xblocks.checkpoint.imports.columns import NAMED_COLUMNS, NAMED_TYPES, fold, read_tick
from maslak_xblocks.checkpoint.imports.result import Imported, make_id
from maslak_xblocks.checkpoint.items.item import ItemType
from maslak_xblocks.workbook import Cell, Sheet, WorkbookError, number_to_name, read_workbook

_NUMBER: Final = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
Texts = dict[Language, str]


@dataclass(frozen=True)
class _Row:
    """One row: its number, and its cells by what their column holds."""

    number: int
    cells: Mapping[str, Cell]
    places: Mapping[str, int]

    def say(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""

    def texts(self, name: str) -> Texts:
        """Give a text in the languages in which it is written, as HTML."""
        words: Texts = {language: self.say(f"{name}_{language}") for language in LANGUAGES}
        return {language: escape(text, quote=False).replace("\n", "<br>") for language, text in words.items() if text}

    def note(self, found: Imported, code: str, name: str = "", detail: str = "") -> None:
        column = number_to_name(self.places[name]) if name in self.places else ""
        found.note(code, self.number, detail, in_sheet=True, column=column)


def read_spreadsheet(raw: bytes) -> Imported:
    """Read an Excel file laid out like the template. What is wrong is named by row and column; such a question is not taken over."""
    found = Imported()
    try:
        sheet = read_workbook(raw)
    except WorkbookError as error:
        found.note(error.code, "")
        return found
    rows = list(_list_rows(sheet, found))
    for question in _group(rows, found):
        _read_question(question, found)
    if sheet.is_cut:
        found.note("too_many_rows", max(sheet.rows, default=1), in_sheet=True)
    if not found.items and not found.problems:
        found.note("empty", 1, in_sheet=True)
    return found


def _list_rows(sheet: Sheet, found: Imported) -> Iterator[_Row]:
    """Give the rows below the heads. The first row that is not empty names the columns, in any order and language."""
    numbers = sorted(sheet.rows)
    if not numbers:
        return
    head = sheet.rows[numbers[0]]
    named: dict[int, str] = {}
    for column, cell in sorted(head.items()):
        name = NAMED_COLUMNS.get(fold(cell.text))
        if name is None or name in named.values():
            code = "column_unknown" if name is None else "column_twice"
            found.note(code, numbers[0], cell.text, in_sheet=True, column=number_to_name(column))
        else:
            named[column] = name
    if "type" not in named.values() or not any(name.startswith("text_") for name in named.values()):
        found.note("columns", numbers[0], in_sheet=True)
        return
    places = {name: column for column, name in named.items()}
    for number in numbers[1:]:
        cells = {named[column]: cell for column, cell in sheet.rows[number].items() if column in named}
        if cells:
            yield _Row(number, cells, places)


def _group(rows: Sequence[_Row], found: Imported) -> Iterator[list[_Row]]:
    """Put each row that has a type together with the rows below it."""
    question: list[_Row] = []
    for row in rows:
        if "type" in row.cells:
            if question:
                yield question
            question = [row]
        elif question:
            question.append(row)
        else:
            row.note(found, "no_question")
    if question:
        yield question


def _read_question(rows: list[_Row], found: Imported) -> None:
    if _note_faults(rows, found):
        return
    head, *answers = rows
    kind = NAMED_TYPES.get(fold(head.say("type")))
    if kind is None:
        head.note(found, "type", "type", head.say("type"))
        return
    stem: Texts = {language: f"<p>{text}</p>" for language, text in head.texts("text").items()}
    if not stem:
        head.note(found, "no_stem")
        return
    item = _READERS[kind](kind, stem, head, answers, found)
    if item is not None:
        found.add(item, head.number, in_sheet=True)


def _note_faults(rows: Sequence[_Row], found: Imported) -> bool:
    """Name every cell that cannot be taken, and say whether there was one."""
    faults = [(row, name, cell) for row in rows for name, cell in row.cells.items() if cell.fault]
    for row, name, cell in faults:
        row.note(found, f"cell_{cell.fault}", name, cell.text)
    return bool(faults)


def _read_choice(kind: ItemType, stem: Texts, head: _Row, answers: Sequence[_Row], found: Imported) -> ItemDraft | None:
    if head.texts("feedback"):
        head.note(found, "general_feedback", next(name for name in head.cells if name.startswith("feedback_")))
    ticks = [read_tick(row.say("right")) for row in answers]
    unread = [row for row, tick in zip(answers, ticks, strict=True) if tick is None]
    for row in unread:
        row.note(found, "tick", "right", row.say("right"))
    if unread or not _has_enough(answers, head, found):
        return None
    right = sum(tick is True for tick in ticks)
    if right == 0 or (kind == "single" and right > 1):
        head.note(found, "none_right" if right == 0 else "more_right")
        return None
    parts = tuple(
        PartDraft(
            _LETTERS[number] if number < len(_LETTERS) else f"o{number}",
            {"misconception": ""},
            frozenset({"correct"}) if tick else frozenset(),
            row.texts("text"),
            row.texts("feedback"),
        )
        for number, (row, tick) in enumerate(zip(answers, ticks, strict=True))
    )
    return ItemDraft(make_id(), kind, stem, {"options": parts}, partial=kind == "multiple")


def _read_number(kind: ItemType, stem: Texts, head: _Row, answers: Sequence[_Row], found: Imported) -> ItemDraft | None:
    value, tolerance = _plain_number(head.say("right")), _plain_number(head.say("tolerance")) or "0"
    bad = [
        name
        for name, text in (("right", value), ("tolerance", tolerance))
        if not _NUMBER.fullmatch(text) or (name == "tolerance" and text.startswith("-"))
    ]
    for name in bad:
        head.note(found, "number", name, head.say(name))
    for row in answers:
        row.note(found, "not_used")
    return None if bad else ItemDraft(make_id(), kind, stem, {"wrong": ()}, _whole(head), value=value, tolerance=tolerance)


def _plain_number(text: str) -> str:
    """Give a number without the spaces that part its thousands in French."""
    return tidy_number(re.sub(r"(?<=\w)[ \u00a0\u202f](?=\w{3}(?!\w))", "", text))


def _read_text(kind: ItemType, stem: Texts, head: _Row, answers: Sequence[_Row], found: Imported) -> ItemDraft | None:
    """Every word that an answer's row holds is accepted, whichever language it is in."""
    accepted = dict.fromkeys(" ".join(text.split()) for row in answers for name in _TEXTS if (text := row.say(name)))
    if not accepted:
        head.note(found, "no_answers")
        return None
    parts = tuple(PartDraft(f"t{number}", {"value": text}) for number, text in enumerate(accepted, 1))
    return ItemDraft(make_id(), kind, stem, {"options": parts, "wrong": ()}, _whole(head))


def _read_ordering(kind: ItemType, stem: Texts, head: _Row, answers: Sequence[_Row], found: Imported) -> ItemDraft | None:
    if not _has_enough(answers, head, found):
        return None
    steps = tuple(PartDraft(f"s{number}", text=row.texts("text")) for number, row in enumerate(answers, 1))
    return ItemDraft(make_id(), kind, stem, {"options": steps, "wrong": ()}, _whole(head), partial=True)


def _read_matching(kind: ItemType, stem: Texts, head: _Row, answers: Sequence[_Row], found: Imported) -> ItemDraft | None:
    """A counterpart of several rows makes it a classification; a row with a counterpart alone is one too many to choose from."""
    lonely = [row for row in answers if not row.texts("pair")]
    for row in lonely:
        row.note(found, "no_pair")
    lefts = [row for row in answers if row.texts("text")]
    if lonely or not _has_enough(lefts, head, found):
        return None
    sides: dict[tuple[tuple[Language, str], ...], str] = {}
    for row in answers:
        sides.setdefault(tuple(row.texts("pair").items()), f"c{len(sides) + 1}")
    chosen = [sides[tuple(row.texts("pair").items())] for row in lefts]
    shared = len(set(chosen)) < len(chosen)
    name = "category" if shared else "choice"
    entries = tuple(
        PartDraft(f"e{number}", {name: side}, text=row.texts("text"))
        for number, (row, side) in enumerate(zip(lefts, chosen, strict=True), 1)
    )
    choices = tuple(
        PartDraft(side, {"misconception": ""}, frozenset() if side in chosen else frozenset({"distractor"}), dict(texts))
        for texts, side in sides.items()
    )
    parts = {"options": entries, "choices": choices, "wrong": ()}
    return ItemDraft(make_id(), "classification" if shared else kind, stem, parts, _whole(head), partial=True)


def _has_enough(answers: Sequence[_Row], head: _Row, found: Imported) -> bool:
    blank = [row for row in answers if not row.texts("text")]
    for row in blank:
        row.note(found, "no_text")
    if len(answers) < 2:
        head.note(found, "no_answers")
    return not blank and len(answers) >= 2


def _whole(head: _Row) -> dict[str, Texts]:
    return {"right": head.texts("feedback")}


_TEXTS: Final = tuple(f"text_{language}" for language in LANGUAGES)
_READERS: Final = {
    "single": _read_choice,
    "multiple": _read_choice,
    "numeric": _read_number,
    "text": _read_text,
    "ordering": _read_ordering,
    "matching": _read_matching,
}
