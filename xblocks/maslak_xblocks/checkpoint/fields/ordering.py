"""Steps to put in order: a place for each in a plain form, buttons that move them where there is a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from maslak_xblocks.checkpoint.fields.sheet import Sheet, as_choice
from maslak_xblocks.frame import ui
from maslak_xblocks.markup import Html, tag


def render_steps(sheet: Sheet) -> Html:
    """Give the steps in the order shown; once answered, in the order given, and the right one where it may be seen."""
    translate = sheet.block.translator
    texts = {step["id"]: step["html"] for step in sheet.seen["options"]}
    right, given = sheet.answer.get("right"), sheet.answer.get("response", ())
    if not sheet.is_answered:
        total = len(texts)
        steps = [_render_step(sheet, step, total) for step in sheet.seen["options"]]
        moved = translate("{step}: now {place} of {total}", step="{step}", place="{place}", total=total)
        return tag("ol", {"class": "mk-sort", "data-moved": moved}, *steps)
    steps = [tag("li", {"class": "mk-step"}, sheet.text(texts[token])) for token in given]
    ordered = tag("ol", {"class": "mk-sort"}, *steps)
    if not right or right == given or sheet.answer.get("score") == 1:
        return ordered
    wanted = tag("ol", {"class": "mk-ordered"}, *(tag("li", {}, sheet.text(texts[token])) for token in right))
    return tag("div", {}, ordered, sheet.key(translate("The right order"), wanted))


def _render_step(sheet: Sheet, step: Mapping[str, Any], total: int) -> Html:
    translate, token, name = sheet.block.translator, step["id"], as_choice(step["html"])
    places = [tag("option", {"value": f"{token}={place}"}, str(place)) for place in range(1, total + 1)]
    label = translate("Place of: {step}", step=name)
    select = tag("select", {"name": "response", "aria-label": label, **ui(sheet.block)}, tag("option", {"value": ""}, "–"), *places)
    moves = [
        tag("button", {"type": "button", "class": "mk-move", "data-move": move, "aria-label": said, **ui(sheet.block)}, arrow)
        for move, said, arrow in (
            (-1, translate("Move up: {step}", step=name), "↑"),
            (1, translate("Move down: {step}", step=name), "↓"),
        )
    ]
    text = sheet.text(step["html"])
    return tag("li", {"class": "mk-step", "data-token": token, "data-name": name}, select, text, tag("span", {"class": "mk-moves"}, *moves))
