"""A table as a file, in the forms that people's tools open without a question."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from maslak_xblocks.lab.generators.dataset import Cell, DataSet, Generator

FormName = Literal["spreadsheet", "plain", "log"]


@dataclass(frozen=True)
class FileForm:
    """How a file is written."""

    name: FormName
    ending: str
    separator: str
    decimal_sign: str
    line_end: str
    mark: bytes  # what stands before the first character, so that a spreadsheet knows that it is UTF-8


# Spreadsheets set to French or Arabic (Morocco) read the first; pandas, R and the shell read the second.
FORMS: Final = (
    FileForm("spreadsheet", "csv", ";", ",", "\r\n", b"\xef\xbb\xbf"),
    FileForm("plain", "csv", ",", ".", "\n", b""),
    FileForm("log", "log", " ", ".", "\n", b""),
)
# LibreOffice offers to part at all of these until its reader chooses; a decimal comma among them would make two cells of one price.
_SEPARATORS: Final = ",;\t"
_CUTS: Final = '"\r\n'


def list_forms(maker: Generator) -> tuple[FileForm, ...]:
    """Give the forms in which the data of a generator can be had."""
    return tuple(form for form in FORMS if form.name != "log" or maker.HAS_LOG)


def write_file(data: DataSet, form: FileForm) -> bytes:
    """Give the bytes of a file: UTF-8, and one line end after each row."""
    if form.name == "log":
        return "".join(f"{line}{form.line_end}" for line in data.log).encode()
    rows = ([column.name for column in data.table.columns], *([write_cell(cell, form) for cell in row] for row in data.table.rows))
    return form.mark + "".join(form.separator.join(_guard(cell, form) for cell in row) + form.line_end for row in rows).encode()


def _guard(text: str, form: FileForm) -> str:
    """Quote what a reader could cut in two. A spreadsheet that is not told otherwise parts cells at every sign that may part them."""
    cuts = f"{_CUTS}{form.separator if form.decimal_sign == '.' else _SEPARATORS}"
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in cuts) else text


def write_cell(cell: Cell, form: FileForm) -> str:
    """Give the text of one cell."""
    return format(cell, "f").replace(".", form.decimal_sign) if isinstance(cell, Decimal) else str(cell)
