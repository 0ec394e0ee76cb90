"""A line to write in: a number, a word or a command."""

from __future__ import annotations

from decimal import Decimal

from maslak_domain.language import format_decimal
from maslak_xblocks.checkpoint.fields.sheet import Sheet
from maslak_xblocks.checkpoint.items.text import LONGEST_TEXT
from maslak_xblocks.frame import ui
from maslak_xblocks.markup import Html, tag

# A keyboard that corrects what it does not know would change commands and names behind the learner's back.
_UNHELPED = {"autocomplete": "off", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}


def render_number(sheet: Sheet) -> Html:
    """Give the field for a number, with an example of how this language writes one."""
    block, translate, right = sheet.block, sheet.block.translator, sheet.answer.get("right")
    field = tag(
        "input",
        {
            "type": "text",
            "inputmode": "decimal",
            "autocomplete": "off",
            "name": "response",
            "id": f"{sheet.name}-number",
            "dir": "ltr",
            "maxlength": 40,
            "size": 10,
            "value": sheet.answer.get("response"),
            "aria-describedby": f"{sheet.name}-example",
        },
    )
    unit = tag("span", {"class": "mk-unit"}, tag("bdi", {}, sheet.seen["unit"])) if sheet.seen["unit"] else None
    label = tag("label", {"for": f"{sheet.name}-number", **ui(block)}, translate("Your answer"))
    example = translate("A number, written like {example}", example=format_decimal(Decimal("12.5"), block.language))
    key = tag("p", {"class": "mk-mark mk-mark-right", **ui(block)}, translate("Right answer: {answer}", answer=right[0])) if right else None
    row = tag("div", {"class": "mk-number-row"}, field, unit)
    return tag("div", {"class": "mk-number"}, label, row, sheet.hint(example, id=f"{sheet.name}-example"), key)


def render_line(sheet: Sheet) -> Html:
    """Give the field for a short text; code is written from left to right in every language."""
    block, translate, right = sheet.block, sheet.block.translator, sheet.answer.get("right")
    exact = sheet.seen["match"] == "exact"
    rule = (
        translate("Write it exactly: every letter, capital and sign counts.")
        if exact
        else translate("Capitals, accents and vowel marks do not count.")
    )
    field = tag(
        "input",
        {
            "type": "text",
            "name": "response",
            "id": f"{sheet.name}-line",
            "class": "mk-code" if exact else None,
            "dir": "ltr" if exact else "auto",
            "maxlength": LONGEST_TEXT,
            "value": sheet.answer.get("response"),
            "aria-describedby": f"{sheet.name}-rule",
            **_UNHELPED,
        },
    )
    label = tag("label", {"for": f"{sheet.name}-line", **ui(block)}, translate("Your answer"))
    key = None
    if right:
        name = translate("Right answer") if len(right) == 1 else translate("Right answers")
        answers = [tag("li", {}, tag("code", {"dir": "ltr"}, text) if exact else tag("bdi", {}, text)) for text in right]
        key = sheet.key(name, tag("ul", {}, *answers))
    return tag("div", {"class": "mk-number mk-line"}, label, field, sheet.hint(rule, id=f"{sheet.name}-rule"), key)
