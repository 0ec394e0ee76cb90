"""CSV that a spreadsheet opens right by a double click: byte-order mark, semicolons, the language's own decimal sign.

A cell that a spreadsheet would run as a formula, or a code that it would turn into a number or a date, gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from maslak_domain.language import Language, format_decimal
from maslak_registry.exports.columns import Column, Value
from maslak_registry.records.values import RecordView

BOM = "\ufeff"
# The wide letters of East Asian keyboards begin a formula too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_REINTERPRETED = re.compile(r"[\d][\d\s.,:/eE+-]*")


def write_csv(columns: list[Column], records: Iterable[RecordView], language: Language) -> bytes:
    """Write a file for people who read `language`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    writer.writerows([_cell(column, column.read(record), language) for column in columns] for record in records)
    return (BOM + text.getvalue()).encode()


def _cell(column: Column, value: Value, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        # French and Arabic spreadsheets here read day/month/year; English ones differ among themselves, ISO does not.
        return value.isoformat() if language == "en" else value.strftime("%d/%m/%Y")
    if isinstance(value, (Decimal, int)):
        return format_decimal(Decimal(value), language)
    return neutralise(value, is_code=column.kind == "code")


def neutralise(text: str, *, is_code: bool = False) -> str:
    """Make a text one that no spreadsheet runs, and a code one that none rewrites."""
    if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) or (is_code and _REINTERPRETED.fullmatch(text)):
        return "'" + text
    return text
