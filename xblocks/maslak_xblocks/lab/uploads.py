"""Reading an uploaded table. What is no table is refused with its reason; nothing in it is run, opened or trusted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maslak_domain.language import fold_answer
from maslak_xblocks.lab.errors import EmptyAnswerError, UploadRefusedError

MAX_UPLOAD_BYTES: Final = 256 * 1024
MAX_UPLOAD_ROWS: Final = 10_000
_MOST_COLUMNS: Final = 60
_LONGEST_CELL: Final = 1000
_SEPARATORS: Final = (";", ",", "\t")
# The first bytes of what people send by mistake, and what to call it.
_SIGNATURES: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)


@dataclass(frozen=True)
class UploadedTable:
    """A table as it was sent: its columns, its rows as texts, and the sign between its cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    separator: str


def read_upload(raw: bytes) -> UploadedTable:
    """Give the table of a file. Raises EmptyAnswerError and UploadRefusedError (reasons: too_large, binary, encoding, no_table,
    too_many_rows, formula)."""
    if not raw.strip():
        raise EmptyAnswerError("the file is empty")
    if len(raw) > MAX_UPLOAD_BYTES:
        raise UploadRefusedError("too_large", "the file is too large", limit=MAX_UPLOAD_BYTES, size=len(raw))
    text = _decode(raw)
    separator = _find_separator(text)
    rows = _read_rows(text, separator)
    if len(rows) < 2:
        raise UploadRefusedError("no_table", "the file needs a row of column names and a row of values")
    columns, *values = rows
    _refuse_formulas(values)
    return UploadedTable(tuple(columns), tuple(tuple(row) for row in values), separator)


def _decode(raw: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise UploadRefusedError("binary", f"the file is {kind}, not text", found=kind)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UploadRefusedError("encoding", "the file is UTF-16", found="UTF-16")
    if b"\x00" in raw:
        raise UploadRefusedError("binary", "the file is not text", found="data")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = _guess_encoding(raw)
        raise UploadRefusedError("encoding", f"the file is not UTF-8; it looks like {found}", found=found) from error


def _guess_encoding(raw: bytes) -> str:
    """Name the older encoding: in that for Arabic, nearly every byte beyond ASCII is an Arabic letter."""
    high = [byte for byte in raw if byte >= 0x80]
    arabic = sum(0xC0 <= byte <= 0xED and byte not in (0xE0, 0xE2, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB) for byte in high)
    return "Windows-1256" if 2 * arabic > len(high) else "Windows-1252"


def _find_separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _read_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        # A quote that is never closed would make one cell of the rest of the file; strict mode refuses it.
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                rows.append(cells)
            _refuse_excess(rows)
    except csv.Error as error:
        raise UploadRefusedError("no_table", f"the file is not CSV: {error}") from error
    return rows


def _refuse_excess(rows: Sequence[Sequence[str]]) -> None:
    if len(rows) > MAX_UPLOAD_ROWS + 1:
        raise UploadRefusedError("too_many_rows", "the table has too many rows", limit=MAX_UPLOAD_ROWS)
    if rows and (len(rows[-1]) > _MOST_COLUMNS or any(len(cell) > _LONGEST_CELL for cell in rows[-1])):
        raise UploadRefusedError("no_table", "a row has too many or too long cells", row=len(rows))


def _refuse_formulas(rows: Sequence[Sequence[str]]) -> None:
    """A formula is no value: a spreadsheet that shows formulas saved those instead of what they give."""
    for number, row in enumerate(rows, start=2):
        for cell in row:
            if cell.startswith("=") or (cell.startswith(("+", "-", "@")) and not cell[1:2].isdigit() and "(" in cell):
                raise UploadRefusedError("formula", "the file holds a formula where a value should stand", row=number)


def fold_name(name: str) -> str:
    """Make spellings of one column's name equal."""
    return fold_answer(name).replace("_", " ")
