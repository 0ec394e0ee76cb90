"""A marker at work on a sheet: takes it, changes it as a spreadsheet program would, and sends it back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import openpyxl
from tests.factories.account import Browser
from tests.factories.project import PROJECT
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

PAGE = "/to-mark/sheets/core-2026"
Change = Callable[[Any], None]


@dataclass
class SheetDesk:
    """Sheets of one marker, for one stage."""

    browser: Browser
    stage: str = f"{PROJECT}#plan"

    def download(self, language: str = "fr") -> bytes:
        """Take the sheet."""
        answer = self.browser.client.get(f"{PAGE}/file", query_string={"stage": self.stage, "lang": language})
        assert answer.status_code == 200, answer.text
        return answer.data

    def send(self, raw: bytes, name: str = "marks.xlsx") -> TestResponse:
        """Send a file."""
        fields = {"csrf_token": self.browser.token, "stage": self.stage, "file": FileStorage(io.BytesIO(raw), filename=name)}
        boundary, body = encode_multipart(fields)
        return self.browser.client.post(PAGE, data=body, content_type=f"multipart/form-data; boundary={boundary}")

    def send_and_open(self, raw: bytes, name: str = "marks.xlsx") -> tuple[str, str]:
        """Send a file that can be read; return the address of its dry run and the page."""
        answer = self.send(raw, name)
        assert answer.status_code == 303, answer.text
        address = answer.headers["Location"]
        return address, self.browser.client.get(address).text

    def keep(self, address: str, page: str, *, ready: bool = True) -> TestResponse:
        """Say yes to what the page shows."""
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
        fields = {"seen": seen[1] if seen else "", **({"ready": "yes"} if ready else {})}
        return self.browser.post(address, fields)

    def take_over(self, raw: bytes, name: str = "marks.xlsx", *, ready: bool = True) -> TestResponse:
        """Send a file and say yes."""
        return self.keep(*self.send_and_open(raw, name), ready=ready)


def change_sheet(raw: bytes, *changes: Change) -> bytes:
    """Return the workbook as openpyxl saves it after the changes."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for change in changes:
        change(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def fill(row: int, **values: Any) -> Change:
    """Return the change that writes cells of a row by the code of their column (`band_c1` stands for `band:c1`)."""

    def write(sheet: Any) -> None:
        for name, value in values.items():
            sheet.cell(row, find_column(sheet, re.sub("^(band|comment)_", r"\1:", name))).value = value

    return write


def find_column(sheet: Any, code: str) -> int:
    """Return the number of a column by its code."""
    return next(cell.column for cell in sheet[1] if cell.value == code)


def reverse_columns(sheet: Any) -> None:
    """Turn the order of the columns round."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(reversed(values), 1):
            sheet.cell(number, column).value = value


def to_csv(raw: bytes, *, delimiter: str = ";", encoding: str = "utf-8-sig", marks: Iterable[str] = ()) -> bytes:
    """Return the first sheet as a spreadsheet saves it as CSV, with calculated marks in place of their formulas."""
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    given, text = iter(marks), io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for row in sheet.iter_rows():
        values = ["" if cell.value is None else str(cell.value) for cell in row]
        writer.writerow([next(given, "") if value.startswith("=") else value for value in values])
    return text.getvalue().encode(encoding)
