"""The learner's data on the page: how to get the file, what its columns mean, its rows in a table that scrolls inside itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Final

from maslak_domain.language import Language, format_decimal
from maslak_xblocks.frame import ui
from maslak_xblocks.lab.contract import Situation
from maslak_xblocks.lab.generators.dataset import Cell, Column, ColumnKind, Table
from maslak_xblocks.lab.generators.writing import list_forms
from maslak_xblocks.lab.wording import name_form
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.lab.block import LabBlock

PREVIEW_ROWS: Final = 8
_PART: Final = "\x1f"


def render_data(block: LabBlock, situation: Situation) -> Html:
    """Give the section about the data of the attempt."""
    translate, document, data = block.translator, situation.document, situation.data
    assert data is not None
    name, total = block.element_name("data"), len(data.table.rows)
    own = translate("This data was made for you alone: another learner’s answers do not fit it. The names and numbers are invented.")
    return tag(
        "section",
        {"class": "mk-data", "aria-labelledby": name, **ui(block)},
        tag("h3", {"id": name}, translate("Your data")),
        tag("p", {}, translate(document.maker.TITLE), translate(": "), translate.count("{number} row", "{number} rows", total), ". ", own),
        _downloads(block, situation),
        _columns(block, data.table.columns),
        _rows(block, data.table, document.needs == "any"),
    )


def _downloads(block: LabBlock, situation: Situation) -> Html:
    """Give one link for each form of the file; the form is said beside it."""
    translate, rows = block.translator, []
    for form in list_forms(situation.document.maker):
        name, about = name_form(translate, form.name)
        url = block.runtime.handler_url(block, "dataset", query=f"form={form.name}")
        link = tag("a", {"class": "mk-button mk-quiet", "href": url, "download": True}, name)
        rows.append(tag("li", {}, link, tag("span", {"class": "mk-hint"}, about)))
    return tag("ul", {"class": "mk-files"}, *rows)


def _columns(block: LabBlock, columns: tuple[Column, ...]) -> Html:
    translate = block.translator
    rows = [join(tag("dt", {}, tag("code", {"dir": "ltr"}, column.name)), tag("dd", {}, translate(column.about))) for column in columns]
    return tag(
        "details", {"class": "mk-columns"}, tag("summary", {}, translate("What the columns mean")), tag("dl", {"class": "mk-text"}, *rows)
    )


def _rows(block: LabBlock, table: Table, whole: bool) -> Html:
    """Give the first rows or, where a phone must do, all of them with a filter that the script brings to life."""
    translate = block.translator
    shown = table.rows if whole else table.rows[:PREVIEW_ROWS]
    caption = translate("All rows") if whole else translate("The first rows")
    head = tag("tr", {}, *(tag("th", {"scope": "col", "data-kind": column.kind}, column.name) for column in table.columns))
    # Data read left to right in every language; a name in Arabic letters stands right to left inside its own cell.
    grid = tag(
        "table", {"dir": "ltr", "lang": "fr"}, tag("thead", {}, head), tag("tbody", {}, render_rows(block.language, table.columns, shown))
    )
    box = {"class": "mk-scroll mk-sheet", "dir": "ltr", "tabindex": "0", "role": "region", "aria-label": caption}
    scroll = tag("div", box, grid)
    if not whole:
        return tag("div", {"class": "mk-rows"}, tag("p", {"class": "mk-caption"}, caption), scroll)
    return tag(
        "details",
        {"class": "mk-rows", "open": True, "data-table": True},
        tag("summary", {}, caption),
        _filter(block, table.columns),
        scroll,
    )


def render_rows(language: Language, columns: tuple[Column, ...], rows: Sequence[Sequence[Cell]]) -> Html:
    """Give the rows of a table. It has some thousand cells, so each column is written at one go."""
    if not rows:
        return Html("")
    written = [_write_cells(language, column.kind, cells) for column, cells in zip(columns, zip(*rows, strict=True), strict=True)]
    return Html("".join([f"<tr>{''.join(cells)}</tr>" for cells in zip(*written, strict=True)]))


def _write_cells(language: Language, kind: ColumnKind, cells: Sequence[Cell]) -> list[str]:
    plain = _escape_all([cell if isinstance(cell, str) else str(cell) for cell in cells])
    shown = [format_decimal(cell, language) if isinstance(cell, Decimal) else text for cell, text in zip(cells, plain, strict=True)]
    if kind == "number":
        # The script adds up plain numbers; people read them as their language writes them.
        return [f'<td class="mk-num" data-value="{value}">{text}</td>' for value, text in zip(plain, shown, strict=True)]
    before, after = ('<td class="mk-code">', "</td>") if kind == "code" else ("<td><bdi>", "</bdi></td>")
    return [f"{before}{text}{after}" for text in shown]


def _escape_all(texts: Sequence[str]) -> list[str]:
    """Escape some texts at one go; one by one where a text holds the sign that would part them."""
    parted = escape(_PART.join(texts)).split(_PART)
    return parted if len(parted) == len(texts) else [escape(text) for text in texts]


def _filter(block: LabBlock, columns: tuple[Column, ...]) -> Html:
    """Give what a phone needs in place of a spreadsheet: show rows that hold a word, in one column; sort; count and add up."""
    translate = block.translator
    word, where, order = (block.element_name(part) for part in ("filter", "column", "order"))
    options = [tag("option", {"value": str(place)}, column.name) for place, column in enumerate(columns)]
    words = {"data-count": translate("{shown} of {total} rows"), "data-sum": translate("sum of {column}: {sum}")}
    return tag(
        "div",
        {"class": "mk-filter", "hidden": True, "data-filter": True},
        tag("label", {"for": word}, translate("Rows that hold")),
        tag("input", {"id": word, "type": "search", "dir": "auto", "autocomplete": "off", "data-word": True}),
        tag("label", {"for": where}, translate("in the column")),
        tag("select", {"id": where, "data-column": True}, tag("option", {"value": ""}, translate("any column")), *options),
        tag("label", {"for": order}, translate("sorted by")),
        tag("select", {"id": order, "data-order": True}, tag("option", {"value": ""}, translate("order of the file")), *options),
        tag("p", {"class": "mk-tally", "role": "status", "data-tally": True, **words}),
    )
