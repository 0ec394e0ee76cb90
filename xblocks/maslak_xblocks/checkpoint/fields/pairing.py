"""Entries to match or to classify: a list of choices for each where there are many, a row of buttons where they are categories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maslak_xblocks.checkpoint.fields.sheet import Sheet, as_choice
from maslak_xblocks.frame import ui
from maslak_xblocks.markup import Html, tag


def render_matching(sheet: Sheet) -> Html:
    """Give a list of choices beside every left side; once answered, what was chosen and, where it may be seen, what is right."""
    render = _render_matched if sheet.is_answered else _render_select
    return tag("ul", {"class": "mk-pairs"}, *(render(sheet, entry) for entry in sheet.seen["options"]))


def _render_select(sheet: Sheet, entry: Mapping[str, Any]) -> Html:
    field, left = f"{sheet.name}-{entry['id']}", entry["id"]
    choices = [tag("option", {"value": f"{left}={choice['id']}"}, as_choice(choice["html"])) for choice in sheet.seen["choices"]]
    none = tag("option", {"value": "", **ui(sheet.block)}, sheet.block.translator("Choose…"))
    label = tag("label", {"for": field}, sheet.text(entry["html"]))
    return tag("li", {"class": "mk-pair"}, label, tag("select", {"name": "response", "id": field, **sheet.own}, none, *choices))


def _render_matched(sheet: Sheet, entry: Mapping[str, Any]) -> Html:
    texts = {choice["id"]: choice["html"] for choice in sheet.seen["choices"]}
    chosen, right = sheet.answer["response"].get(entry["id"]), (sheet.answer.get("right") or {}).get(entry["id"])
    lines = [_render_line(sheet, texts[chosen], chosen=True, right=None if right is None else chosen == right)] if chosen else []
    if right is not None and right != chosen:
        lines.append(_render_line(sheet, texts[right], chosen=False, right=True))
    return tag("li", {"class": "mk-pair"}, tag("div", {}, sheet.text(entry["html"])), tag("div", {}, *lines))


def _render_line(sheet: Sheet, html: str, *, chosen: bool, right: bool | None) -> Html:
    return tag("p", {"class": "mk-matched"}, sheet.text(html), sheet.mark(chosen, right))


def render_categories(sheet: Sheet) -> Html:
    """Give every entry with a button for each category."""
    return tag("div", {"class": "mk-classes"}, *(_render_entry(sheet, entry) for entry in sheet.seen["options"]))


def _render_entry(sheet: Sheet, entry: Mapping[str, Any]) -> Html:
    name, token = f"{sheet.name}-{entry['id']}", entry["id"]
    chosen, right = sheet.answer.get("response", {}).get(token), sheet.answer.get("right")
    wanted = None if right is None else right.get(token)
    buttons = []
    for choice in sheet.seen["choices"]:
        field, is_chosen = f"{name}-{choice['id']}", choice["id"] == chosen
        value = {"type": "radio", "name": f"response.{token}", "value": f"{token}={choice['id']}", "id": field, "checked": is_chosen}
        mark = sheet.mark(is_chosen, None if wanted is None else choice["id"] == wanted)
        label = tag("label", {"for": field}, sheet.text(choice["html"]), mark)
        buttons.append(tag("span", {"class": "mk-class"}, tag("input", value), label))
    group = tag("div", {"class": "mk-segments", "role": "radiogroup", "aria-labelledby": name}, *buttons)
    return tag("div", {"class": "mk-entry"}, tag("p", {"class": "mk-text", "id": name, **sheet.own}, entry["html"]), group)
