"""Marking an uploaded table against the expected one: columns by name, rows in any order, numbers within the tolerance.

What is said names columns and counts the learner's own rows. It never says what should stand there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from maslak_domain.language import InvalidNumberError, Language, fold_answer, parse_decimal
from maslak_xblocks.lab.generators.dataset import Cell, TableFact
from maslak_xblocks.lab.uploads import UploadedTable, fold_name
from maslak_xblocks.lab.verdict import Remark, Verdict, round_score

_LONGEST_SHOWN: Final = 60
_Key = tuple[str, ...]


def compare_tables(sent: UploadedTable, expected: TableFact, tolerance: Decimal) -> Verdict:
    """Give the share of expected rows that are there and right, less rows too many; missing columns earn nothing."""
    places = {fold_name(name): place for place, name in reversed(list(enumerate(sent.columns)))}
    wanted = [fold_name(name) for name in expected.columns]
    missing = [name for name, folded in zip(expected.columns, wanted, strict=True) if folded not in places]
    if missing:
        found = ", ".join(sent.columns)[:_LONGEST_SHOWN]
        return Verdict(Decimal(0), "other", remarks=(Remark("columns_missing", {"columns": ", ".join(missing), "found": found}),))
    rows = [[row[places[name]] if places[name] < len(row) else "" for name in wanted] for row in sent.rows]
    # Where commas part the cells, the decimal sign is a point; else it is written as here: 1,5 in either script.
    return _compare_rows(rows, expected, tolerance, "en" if sent.separator == "," else "ar")


def _compare_rows(rows: Sequence[Sequence[str]], expected: TableFact, tolerance: Decimal, language: Language) -> Verdict:
    spelled = {fold_answer(way): name for name, ways in expected.spellings.items() for way in ways}
    key_places = [expected.columns.index(name) for name in expected.keys]
    open_rows = {_key(row, key_places, spelled): row for row in expected.rows}
    right, faults, unknown, met = 0, Counter[str](), 0, set[_Key]()
    for row in rows:
        key = _key(row, key_places, spelled)
        goal = open_rows.get(key)
        if goal is None or key in met:
            unknown += 1
            continue
        met.add(key)
        wrong = [
            name
            for place, name in enumerate(expected.columns)
            if place not in key_places and not _agrees(row[place], goal[place], tolerance, language)
        ]
        faults.update(wrong)
        right += not wrong
    score = round_score(Decimal(max(0, right - unknown)) / len(expected.rows))
    remarks = _remark(len(rows), len(expected.rows), unknown, faults, {"columns": ", ".join(expected.keys)})
    return Verdict(score, "right" if score == 1 else "other", remarks=remarks)


def _remark(given: int, wanted: int, unknown: int, faults: Counter[str], keys: dict[str, Any]) -> tuple[Remark, ...]:
    said = []
    if given != wanted:
        said.append(Remark("rows_too_many" if given > wanted else "rows_too_few", {"rows": given}))
    if unknown:
        said.append(Remark("rows_unknown", {"rows": unknown, **keys}))
    said += [Remark("values_differ", {"column": name, "rows": number}) for name, number in sorted(faults.items())]
    return tuple(said)


def _key(row: Sequence[Cell], places: Sequence[int], spelled: dict[str, str]) -> _Key:
    folded = (fold_answer(str(row[place])) for place in places)
    return tuple(fold_answer(spelled.get(name, name)) for name in folded)


def _agrees(text: str, goal: Cell, tolerance: Decimal, language: Language) -> bool:
    if isinstance(goal, str):
        return fold_answer(text) == fold_answer(goal)
    try:
        return abs(parse_decimal(text, language) - Decimal(goal)) <= tolerance
    except InvalidNumberError:
        return False
