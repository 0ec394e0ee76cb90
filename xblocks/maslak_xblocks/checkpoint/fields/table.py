"""A table or a log whose rows can be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maslak_domain.language import direction
from maslak_xblocks.checkpoint.fields.sheet import Sheet
from maslak_xblocks.markup import Attributes, Html, join, tag


def render_rows(sheet: Sheet) -> Html:
    """Give the table with a checkbox before every row. All cells of a row name its checkbox, and touching any of them chooses it."""
    seen, translate = sheet.seen, sheet.block.translator
    own: Attributes = {"lang": "zxx", "dir": "ltr"} if seen["code"] else _words(sheet)
    head = None
    if seen["columns"]:
        first = tag("td", {})
        head = tag("thead", {}, tag("tr", {}, first, *(tag("th", {"scope": "col", **_words(sheet)}, text) for text in seen["columns"])))
    # The caption stands outside: inside, it would scroll away with the long lines of a log.
    caption = tag("p", {"class": "mk-caption", **sheet.own}, seen["caption"]) if seen["caption"] else None
    body = tag("tbody", {}, *(_render_row(sheet, row) for row in seen["options"]))
    table = tag("table", {"class": "mk-log" if seen["code"] else "mk-rows", "aria-label": seen["caption"] or None, **own}, head, body)
    label = seen["caption"] or translate("Table")
    # The box turns with what it holds: else a page in Arabic would open a long line of a log at its end.
    box = {"class": "mk-scroll", "dir": "ltr" if seen["code"] else None, "tabindex": "0", "role": "region", "aria-label": label}
    return join(caption, tag("div", box, table))


def _words(sheet: Sheet) -> Attributes:
    """Give ``lang`` and ``dir`` for the item's own words inside a table that may read the other way."""
    language = sheet.seen["language"]
    return {"lang": language, "dir": direction(language)}


def _render_row(sheet: Sheet, row: Mapping[str, Any]) -> Html:
    field, right = f"{sheet.name}-{row['id']}", sheet.answer.get("right")
    chosen = row["id"] in sheet.answer.get("response", ())
    state = {"checked": chosen, "disabled": sheet.is_answered}
    box = tag("input", {"type": "checkbox", "name": "response", "value": row["id"], "id": field, **state})
    mark = sheet.mark(chosen, None if right is None else row["id"] in right, sheet.interface())
    cells = [
        tag("td", {}, tag("label", {"for": field}, tag("span", {}, cell), mark if place == 0 else None))
        for place, cell in enumerate(row["cells"])
    ]
    return tag("tr", {"data-chosen": "true" if chosen else None}, tag("td", {"class": "mk-box"}, box), *cells)
