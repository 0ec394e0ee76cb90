"""Options to choose from."""

from __future__ import annotations

from maslak_xblocks.checkpoint.fields.sheet import Sheet
from maslak_xblocks.markup import Html, tag


def render_options(sheet: Sheet) -> Html:
    """Give one radio button or checkbox for each option."""
    kind = "radio" if sheet.seen["type"] == "single" else "checkbox"
    right, given = sheet.answer.get("right"), sheet.answer.get("response", ())
    options = []
    for option in sheet.seen["options"]:
        chosen, field = option["id"] in given, f"{sheet.name}-{option['id']}"
        entry = tag("input", {"type": kind, "name": "response", "value": option["id"], "checked": chosen, "id": field})
        mark = sheet.mark(chosen, None if right is None else option["id"] in right)
        label = tag("label", {"for": field}, sheet.text(option["html"]), mark)
        options.append(tag("div", {"class": "mk-option", "data-chosen": "true" if chosen else None}, entry, label))
    return tag("div", {"class": "mk-options"}, *options)
