"""A table as a file, in the forms that people's tools open without a question."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from maslak_xblocks.lab.generators.dataset import Cell, DataSet

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


def list_forms(data: DataSet) -> tuple[FileForm, ...]:
    """Give the forms in which some data can be had."""
    return tuple(form for form in FORMS if form.name != "log" or data.log)


def write_file(data: DataSet, form: FileForm) -> bytes:
    """Give the bytes of a file: UTF-8, and one line end after each row."""
    if form.name == "log":
        return "".join(f"{line}{form.line_end}" for line in data.log).encode()
    held = io.StringIO()
    writer = csv.writer(held, delimiter=form.separator, lineterminator=form.line_end, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([column.name for column in data.table.columns])
    for row in data.table.rows:
        writer.writerow([write_cell(cell, form) for cell in row])
    return form.mark + held.getvalue().encode()


def write_cell(cell: Cell, form: FileForm) -> str:
    """Give the text of one cell."""
    return format(cell, "f").replace(".", form.decimal_sign) if isinstance(cell, Decimal) else str(cell)
