"""What the questions of a course say, read from the course itself: stems, options, names of misconceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from maslak_companion.cohorts.item_parts import OptionText, list_parts, read_places
from maslak_companion.cohorts.lab_texts import KIND, list_outcomes, read_stems

__all__ = ["ItemText", "OptionText", "read_items"]

_CHECKPOINT, _LAB = "maslak_checkpoint", "maslak_lab"
_APART = {"p", "pre", "li", "ul", "ol", "table", "tr", "td", "th", "figure", "figcaption", "blockquote", "br"}
# What keeps a direction of its own on a line: code runs from the left, a quantity or a foreign word as its first letter does.
_FROM_LEFT, _FROM_FIRST, _END = "\u2066", "\u2068", "\u2069"
_LEFT_OUT = "…"
_DIRECTIONS = dict.fromkeys(("code", "pre", "kbd", "samp", "var"), _FROM_LEFT) | {"bdi": _FROM_FIRST}


@dataclass(frozen=True, slots=True)
class ItemText:
    """One question in every language that it has."""

    id: str
    type: str
    stems: Mapping[str, str]
    # The code that a stem shows apart, where there is any.
    listings: Mapping[str, str] = field(default_factory=dict)
    options: tuple[OptionText, ...] = ()
    right_value: str = ""
    misconceptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Only of an ordering: the place of each step, and which two steps each known wrong order puts the wrong way round.
    places: Mapping[str, int] = field(default_factory=dict)
    swaps: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    is_code: bool = False


@lru_cache(maxsize=256)
def read_items(xml: bytes) -> Mapping[str, ItemText]:
    """Return the questions of one checkpoint or lab by their id; any other block has none. Content never changes, so it is read once."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    if root.tag not in (_CHECKPOINT, _LAB):
        return {}
    names = {each.get("id", ""): {name.get("lang", ""): _text(name) for name in each.iter("name")} for each in root.iter("misconception")}
    if root.tag == _LAB:
        return {task.get("id", ""): _read_task(task, names) for task in root.iterchildren("task")}
    return {item.get("id", ""): _read_item(item, names) for item in root.iterchildren("item")}


def _read_task(task: etree._Element, names: Mapping[str, Mapping[str, str]]) -> ItemText:
    outcomes = tuple(list_outcomes(task, names))
    return ItemText(task.get("id", ""), KIND, read_stems(task, _stem), options=outcomes, misconceptions=names)


def _read_item(item: etree._Element, names: Mapping[str, Mapping[str, str]]) -> ItemText:
    variants = {variant.get("lang", ""): variant for variant in item.iterchildren("variant")}
    answer = item.find("answer")
    return ItemText(
        id=item.get("id", ""),
        type=item.get("type", "single"),
        stems={lang: _stem(variant.find("stem")) for lang, variant in variants.items()},
        listings={lang: code for lang, variant in variants.items() if (code := _list_code(variant.find("stem")))},
        options=tuple(list_parts(item, _text)),
        right_value="" if answer is None else answer.get("value", ""),
        misconceptions=names,
        places=read_places(item),
        swaps={each.get("id", ""): (each.get("first", ""), each.get("then", "")) for each in item.iterchildren("wrong")},
        is_code=item.get("match") == "exact",
    )


def _stem(element: etree._Element | None) -> str:
    """Return a question on one line: code that stands apart leaves a sign, unless it is all that the question says."""
    return _text(element, leaves_code=True) or _text(element)


def _list_code(element: etree._Element | None) -> str:
    """Return the code that a stem shows apart, line for line."""
    if element is None or not _text(element, leaves_code=True):
        return ""
    return "\n\n".join("".join(each.itertext()).strip("\n") for each in element.iter("pre"))


def _text(element: etree._Element | None, *, leaves_code: bool = False) -> str:
    """Return the words of an element on one line; paragraphs and lines of code stay apart."""
    if element is None:
        return ""
    words: list[str] = []
    _gather(element, words, leaves_code)
    line = " ".join("".join(words).split())
    return "" if line == _LEFT_OUT else line


def _gather(element: etree._Element, words: list[str], leaves_code: bool) -> None:
    if leaves_code and element.tag == "pre":
        words.append(f" {_LEFT_OUT} ")
        return
    space, mark = " " if element.tag in _APART else "", _DIRECTIONS.get(str(element.tag), "")
    words += (space, mark, element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _gather(child, words, leaves_code)
        words.append(child.tail or "")
    words += (_END if mark else "", space)
