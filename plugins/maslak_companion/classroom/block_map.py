"""What the blocks of a release assess: the part of a release that decides what evidence means.

The competency always comes from here and never from whoever sends an answer.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

DEFAULT_SHARE = "0.7"


def describe_block(element: etree._Element, unit: str) -> dict[str, Any]:
    """Return the block map's entry for a block: plain JSON values, decimals as strings.

    Keys: block_type, unit (url_name), competency and level ("" when the block assesses none), purpose, pass_mark, decides.
    """
    objective = element.find("objective")
    source = element if element.get("competency") or objective is None else objective
    purpose = element.get("purpose", "")
    return {
        "block_type": str(element.tag),
        "unit": unit,
        "competency": source.get("competency", ""),
        "level": source.get("level", ""),
        "purpose": purpose,
        "pass_mark": _read_pass_mark(element.get("pass_mark")),
        "decides": purpose == "mastery",
        "items": {item.get("id", ""): item.get("type", "") for item in element.iterchildren("item")},
    }


def _read_pass_mark(text: str | None) -> str:
    try:
        mark = Decimal(text or DEFAULT_SHARE)
    except InvalidOperation:
        return DEFAULT_SHARE
    return str(mark) if mark.is_finite() and 0 <= mark <= 1 else DEFAULT_SHARE
