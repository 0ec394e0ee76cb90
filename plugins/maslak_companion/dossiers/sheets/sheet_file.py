"""The workbook that a marker fills: one row for each dossier, bands chosen from a list, and a second sheet that explains.

Names and comments are written as text, whatever they begin with; the only formula is the mark, and it is ours.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from maslak_companion.dossiers.sheets.columns import MARK, REMARK, band_code
from maslak_domain.language import Language, direction

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CODES, _HEADS, _FIRST = 0, 1, 2
_WIDTHS: Final = {"dossier": 9, "team": 30, "students": 22, "round": 9, "handed_in": 18, "late": 10, MARK: 12, REMARK: 50}


@dataclass(frozen=True, slots=True)
class SheetContent:
    """All that is written, in words: headings by code in their order, rows of texts by code, and the lines of the second sheet."""

    language: Language
    name: str
    guide_name: str
    headings: Mapping[str, str]
    rows: Sequence[Mapping[str, str | int]]
    # The four choices, each beginning with its number.
    bands: Sequence[str]
    weights: Mapping[str, int]
    scale: float
    # Title or empty, then a line.
    guide: Sequence[tuple[str, str]]
    refusal: str


def write_sheet(content: SheetContent) -> bytes:
    """Write the workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as workbook:
        formats = _make_formats(workbook)
        sheet, guide = workbook.add_worksheet(content.name[:31]), workbook.add_worksheet(content.guide_name[:31])
        if direction(content.language) == "rtl":
            sheet.right_to_left()
            guide.right_to_left()
        _write_heads(sheet, content, formats)
        for number, row in enumerate(content.rows, start=_FIRST):
            _write_row(sheet, number, row, content, formats)
        _offer_bands(sheet, content)
        _write_guide(guide, content, formats)
    return target.getvalue()


def _make_formats(workbook: Any) -> dict[str, Any]:
    # Text for good: what is typed into such a cell becomes neither a date nor a number.
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    wanted = {
        "head": {"bold": True, "bg_color": "#E8E6F5", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "text": text,
        "known": text | {"font_color": "#55606B"},
        "entry": text | {"bg_color": "#FFFBEB", "border": 1, "border_color": "#D8CFA8"},
        "mark": {"num_format": "0.00", "font_color": "#55606B", "valign": "top"},
        "title": text | {"bold": True, "font_size": 13},
    }
    return {name: workbook.add_format(said) for name, said in wanted.items()}


def _write_heads(sheet: Any, content: SheetContent, formats: Mapping[str, Any]) -> None:
    for place, (code, heading) in enumerate(content.headings.items()):
        width = _WIDTHS.get(code, 22 if code.startswith(band_code("")) else 36)
        sheet.set_column(place, place, width, None, {"hidden": place == 0})
        sheet.write_string(_CODES, place, code)
        sheet.write_string(_HEADS, place, heading, formats["head"])
    sheet.set_row(_CODES, None, None, {"hidden": True})
    sheet.set_row(_HEADS, 48)
    sheet.freeze_panes(_FIRST, 2)


def _write_row(sheet: Any, number: int, row: Mapping[str, str | int], content: SheetContent, formats: Mapping[str, Any]) -> None:
    for place, code in enumerate(content.headings):
        value = row.get(code, "")
        is_entry = ":" in code or code == REMARK
        if code == MARK:
            sheet.write_formula(number, place, _make_formula(number, content), formats["mark"], value)
        elif isinstance(value, int):
            sheet.write_number(number, place, value, formats["known"])
        elif value:
            sheet.write_string(number, place, value, formats["entry" if is_entry else "known"])
        else:
            sheet.write_blank(number, place, None, formats["entry" if is_entry else "known"])


def _make_formula(number: int, content: SheetContent) -> str:
    """Return the mark as the bands make it: the same rule by which it is published."""
    places = {code: place for place, code in enumerate(content.headings)}
    cells = {name: xl_rowcol_to_cell(number, places[band_code(name)]) for name in content.weights}
    if not cells:
        return '=""'
    blank = "+".join(f"COUNTBLANK({cell})" for cell in cells.values())
    earned = "+".join(f"{content.weights[name]}*(VALUE(LEFT({cell},1))-1)" for name, cell in cells.items())
    whole = 3 * sum(content.weights.values())
    return f'=IF({blank}>0,"",ROUND({content.scale:g}*ROUND(({earned})/{whole},4),2))'


def _offer_bands(sheet: Any, content: SheetContent) -> None:
    """Let bands be chosen from a list; what else somebody types is refused by their spreadsheet at once."""
    last = _FIRST + max(len(content.rows), 1) - 1
    for place, code in enumerate(content.headings):
        if code.startswith(band_code("")):
            rule = {"validate": "list", "source": list(content.bands), "error_message": content.refusal[:255]}
            sheet.data_validation(_FIRST, place, last, place, rule)


def _write_guide(guide: Any, content: SheetContent, formats: Mapping[str, Any]) -> None:
    guide.set_column(0, 0, 100)
    for number, (title, line) in enumerate(content.guide):
        guide.write_string(number, 0, title or line, formats["title" if title else "text"])
