"""What the questions of a lab say. Everybody's data differ, so an answer is told by what it shows, not by its value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lxml import etree

from maslak_companion.cohorts.item_parts import OptionText

KIND: Final = "lab"
RIGHT, OTHER = "right", "other"


def list_outcomes(task: etree._Element, misconceptions: Mapping[str, Mapping[str, str]]) -> Iterator[OptionText]:
    """Give what a first answer can be: right, one of the wrong values that the data know, or another one."""
    yield OptionText(RIGHT, True, "", {})
    for wrong in task.iterchildren("wrong"):
        name = wrong.get("misconception", "")
        yield OptionText(wrong.get("id", ""), False, name, misconceptions.get(name, {}))
    yield OptionText(OTHER, False, "", {})


def read_stems(task: etree._Element, read: Callable[[etree._Element | None], str]) -> dict[str, str]:
    """Give the question in every language."""
    return {variant.get("lang", ""): read(variant.find("stem")) for variant in task.iterchildren("variant")}
