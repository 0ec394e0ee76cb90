"""Cells as people and their programs write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from maslak_companion.dossiers.sheets.cells import contradicts, read_band, read_words
from maslak_companion.dossiers.sheets.columns import Identity, build_body, digest_cells, flatten_body, read_identity
from maslak_xblocks.workbook import Cell

WORDS = {"solide": 3}
ROUND = "01900000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("text", ["3", "٣", "۳", "3,0", "3.0", "3٫0", "3 · Solide", "3 - Solide", "3) oui", "\u200f3 ", "Solide", "SOLIDE"])
def test_band_is_understood_as_people_write_it(text: str) -> None:
    assert read_band(Cell(text), WORDS) == ("3", "")


@pytest.mark.parametrize("text", ["0", "5", "33", "3,5", "trois", "-3", "3/4", "31 · x"])
def test_what_is_no_band_is_named(text: str) -> None:
    assert read_band(Cell(text), WORDS) == ("", "band_unknown")


@pytest.mark.parametrize("fault", ["formula", "date", "broken", "long"])
def test_cell_that_cannot_be_taken_keeps_its_fault(fault: str) -> None:
    assert read_band(Cell("3", fault), WORDS) == ("", f"cell_{fault}")
    assert read_words(Cell("x", fault)) == ("", f"cell_{fault}")


@pytest.mark.parametrize(
    ("cell", "mark", "is_wrong"),
    [
        (Cell("13,33"), "13.33", False),
        (Cell("13.333333"), "13.33", False),
        (Cell("١٣٫٣٣"), "13.33", False),
        (Cell("=1", "formula"), "13.33", False),
        (Cell(""), "13.33", False),
        (Cell("13,5"), "13.33", True),
        (Cell("quinze"), "13.33", True),
        (Cell("0"), None, True),
    ],
)
def test_mark_must_be_the_one_that_the_bands_make(cell: Cell, mark: str | None, is_wrong: bool) -> None:
    assert contradicts(cell, Decimal(mark) if mark else None) is is_wrong


def test_identity_is_read_as_it_was_written() -> None:
    (found,) = {read_identity(f"{ROUND}/12/3/abc"), read_identity(str(read_identity(f"{ROUND}/12/3/abc")))}
    assert isinstance(found, Identity)
    assert (found.version, found.dossier) == (12, 3)


@pytest.mark.parametrize("text", ["", "x", ROUND, f"{ROUND}/1/2", f"{ROUND}/-1/2/x", f"{ROUND}/1/٢/x", f"{ROUND}/{'9' * 30}/2/x"])
def test_identity_that_was_changed_is_none(text: str) -> None:
    assert read_identity(text) is None


def test_row_holds_a_mark_and_gives_it_back() -> None:
    body = {"bands": {"c1": 2}, "comments": {"c2": "Oui\r\n"}, "remarks": {"file": "Bien"}, "remark": " "}
    cells = flatten_body(body, ["c1", "c2"])
    assert cells == {"band:c1": "2", "comment:c2": "Oui"}
    made = build_body(cells, ["c1", "c2"], body)
    assert made == {"bands": {"c1": 2}, "comments": {"c2": "Oui"}, "remarks": {"file": "Bien"}, "remark": ""}
    assert digest_cells(flatten_body(made, ["c1", "c2"])) == digest_cells(cells)
