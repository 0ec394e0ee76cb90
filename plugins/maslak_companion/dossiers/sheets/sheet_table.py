"""What a file that came back holds: cells by the code of their column, from Excel, LibreOffice or a CSV; hostile files are refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maslak_companion.dossiers.sheets.columns import DOSSIER, ID, MARK
from maslak_companion.dossiers.sheets.errors import SheetFileError
from maslak_xblocks.workbook import LONGEST_CELL, MOST_COLUMNS, Cell, WorkbookError, has_macros, is_workbook, number_to_name, read_workbook

MOST_ROWS: Final = 1_000
_DELIMITERS: Final = (";", ",", "\t")
_Rows = Mapping[int, Mapping[int, Cell]]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The letter of each column by its code, and the rows with their number, as people see both in their spreadsheet."""

    columns: Mapping[str, str]
    rows: Sequence[tuple[int, Mapping[str, Cell]]]


def read_table(raw: bytes, inputs: Sequence[str]) -> SheetTable:
    """Read a file whose columns `inputs` must all be there. Raises SheetFileError; nothing is read of names and student numbers."""
    rows = _read_excel(raw) if is_workbook(raw) else _read_csv(raw)
    numbers = sorted(rows)
    if not numbers:
        raise SheetFileError("the file is empty", reason="empty")
    codes = _read_codes(rows[numbers[0]], inputs)
    # The row below the codes holds the headings for people.
    kept = [(number, _pick(rows[number], codes)) for number in numbers[1:] if not _is_heading(number, numbers, rows, codes)]
    filled = [(number, cells) for number, cells in kept if any(code != MARK for code in cells)]
    if len(filled) > MOST_ROWS:
        raise SheetFileError("the file has too many rows", reason="too_many_rows")
    return SheetTable({code: number_to_name(column) for column, code in codes.items()}, filled)


def _read_codes(head: Mapping[int, Cell], inputs: Sequence[str]) -> dict[int, str]:
    wanted = {ID, DOSSIER, MARK, *inputs}
    codes: dict[int, str] = {}
    for column, cell in sorted(head.items()):
        code = cell.text.strip()
        if code in codes.values():
            raise SheetFileError("a column stands there twice", reason="column_twice", detail=code)
        if code in wanted:
            codes[column] = code
    if ID not in codes.values() or DOSSIER not in codes.values():
        raise SheetFileError("the row of codes is missing", reason="no_codes")
    missing = [code for code in inputs if code not in codes.values()]
    if missing:
        raise SheetFileError("a column is missing", reason="column_missing", detail=missing[0])
    return codes


def _is_heading(number: int, numbers: Sequence[int], rows: _Rows, codes: Mapping[int, str]) -> bool:
    place = next(column for column, code in codes.items() if code == ID)
    return number == numbers[1] and "/" not in rows[number].get(place, Cell()).text


def _pick(cells: Mapping[int, Cell], codes: Mapping[int, str]) -> dict[str, Cell]:
    return {codes[column]: cell for column, cell in cells.items() if column in codes}


def _read_excel(raw: bytes) -> _Rows:
    try:
        if has_macros(raw):
            raise SheetFileError("the file holds macros", reason="macros")
        sheet = read_workbook(raw)
    except WorkbookError as error:
        raise SheetFileError("the file is no workbook", reason=error.code) from error
    if sheet.is_cut:
        raise SheetFileError("the file has too many rows", reason="too_many_rows")
    return sheet.rows


def _read_csv(raw: bytes) -> _Rows:
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetFileError("the file is not UTF-8", reason="not_text") from error
    if "\x00" in text:
        raise SheetFileError("the file is no text", reason="not_text")
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    rows: dict[int, dict[int, Cell]] = {}
    try:
        for number, fields in enumerate(_parse_csv(text, delimiter), 1):
            if number > MOST_ROWS + 100:
                raise SheetFileError("the file has too many rows", reason="too_many_rows")
            cells = {column: _as_cell(field) for column, field in enumerate(fields[:MOST_COLUMNS], 1) if field.strip()}
            if cells:
                rows[number] = cells
    except csv.Error as error:
        raise SheetFileError("the file cannot be read", reason="not_text") from error
    return rows


def _parse_csv(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _as_cell(field: str) -> Cell:
    text = field.replace("\r\n", "\n").replace("\r", "\n").strip()
    return Cell(text[:80], "long") if len(text) > LONGEST_CELL else Cell(text)
