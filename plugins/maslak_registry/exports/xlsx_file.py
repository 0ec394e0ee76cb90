"""An Excel file with real dates and numbers; from right to left for readers of Arabic."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from maslak_domain.language import Language
from maslak_registry.exports.columns import Column, Value
from maslak_registry.records.values import RecordView

# Excel's calendar begins in 1900; one school's slip of the pen must not spoil another's file.
_FIRST_YEAR = 1900
# Text stays text: nothing that a learner or a school typed becomes a formula, a link or a number.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(columns: list[Column], records: Iterable[RecordView], language: Language, title: str) -> bytes:
    """Write a workbook with one sheet named `title`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        if language == "ar":
            sheet.right_to_left()
        formats = _make_formats(workbook)
        _write_header(sheet, columns, formats["header"])
        last = 0
        for last, record in enumerate(records, start=1):
            for place, column in enumerate(columns):
                _write_cell(sheet, last, place, column.read(record), formats)
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return target.getvalue()


def _make_formats(workbook: Any) -> dict[str, Any]:
    return {
        "header": workbook.add_format({"bold": True, "bg_color": "#E8E6F5", "bottom": 1, "text_wrap": True, "valign": "vcenter"}),
        "day": workbook.add_format({"num_format": "dd/mm/yyyy", "align": "center"}),
        "decimal": workbook.add_format({"num_format": "0.00"}),
        "whole": workbook.add_format({"num_format": "0"}),
        "text": workbook.add_format({"num_format": "@"}),
    }


def _write_header(sheet: Any, columns: list[Column], header: Any) -> None:
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, header)


def _write_cell(sheet: Any, row: int, place: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        sheet.write_string(row, place, value.isoformat(), formats["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["day"])
    elif isinstance(value, (Decimal, int)):
        sheet.write_number(row, place, float(value), formats["whole" if value == int(value) else "decimal"])
    else:
        sheet.write_string(row, place, value, formats["text"])
