"""What the answers to a question can be, each with its words in every language, whatever way of asking it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

PAIRS: Final = {"matching": ("left", "choice"), "classification": ("entry", "category")}
_Texts = Mapping[str, str]
_Read = Callable[[etree._Element], str]


@dataclass(frozen=True, slots=True)
class OptionText:
    """One answer that can be chosen. For other questions, one part of an answer:

    an accepted or a known wrong text; an entry with a choice, named `entry=choice`; the right order, named `right`, or two steps
    put the wrong way round; a row.
    """

    id: str
    correct: bool
    misconception: str
    texts: Mapping[str, str]


def list_parts(item: etree._Element, read: _Read) -> Iterator[OptionText]:
    """Give the parts of every answer that a question can get; `read` gives the words of an element on one line."""
    kind, texts = item.get("type", "single"), _read_texts(item, read)
    if kind == "text":
        yield from _list_written(item, texts)
    elif kind == "ordering":
        yield from _list_orders(item, texts)
    elif kind in PAIRS:
        yield from _list_pairs(item, PAIRS[kind], texts)
    elif kind == "table":
        for row in item.iterchildren("row"):
            yield _take(row, row.get("correct") == "true", _read_cells(item, row, read))
    else:
        for option in item.iterchildren("option"):
            yield _take(option, option.get("correct") == "true", texts.get(option.get("id", ""), {}))


def _take(node: etree._Element, correct: bool, texts: _Texts) -> OptionText:
    return OptionText(node.get("id", ""), correct, node.get("misconception", ""), texts)


def _read_texts(item: etree._Element, read: _Read) -> dict[str, dict[str, str]]:
    """Give the texts of a question by the id they belong to, then by language."""
    found: dict[str, dict[str, str]] = {}
    for variant in item.iterchildren("variant"):
        for text in variant.iterchildren("text"):
            found.setdefault(text.get("option", ""), {})[variant.get("lang", "")] = read(text)
    return found


def _languages(item: etree._Element) -> list[str]:
    return [variant.get("lang", "") for variant in item.iterchildren("variant")]


def _list_written(item: etree._Element, texts: Mapping[str, _Texts]) -> Iterator[OptionText]:
    for node in item.iterchildren("accept", "wrong"):
        own, value = texts.get(node.get("id", ""), {}), node.get("value", "")
        words = {language: text for language in _languages(item) if (text := own.get(language) or value)}
        yield _take(node, node.tag == "accept", words)


def _list_orders(item: etree._Element, texts: Mapping[str, _Texts]) -> Iterator[OptionText]:
    # The sign turns with the direction of the line, so that it points at what comes next in Arabic too.
    def say(*steps: str) -> dict[str, str]:
        return {language: " > ".join(texts.get(step, {}).get(language, step) for step in steps) for language in _languages(item)}

    yield OptionText("right", True, "", say(*(step.get("id", "") for step in item.iterchildren("step"))))
    for node in item.iterchildren("wrong"):
        yield _take(node, False, say(node.get("first", ""), node.get("then", "")))


def _list_pairs(item: etree._Element, tags: tuple[str, str], texts: Mapping[str, _Texts]) -> Iterator[OptionText]:
    left, right = tags
    known = {(node.get(left, ""), node.get(right, "")): node.get("misconception", "") for node in item.iterchildren("wrong")}
    for entry in item.iterchildren(left):
        for choice in item.iterchildren(right):
            ids = entry.get("id", ""), choice.get("id", "")
            words = {own: " · ".join(texts.get(each, {}).get(own, each) for each in ids) for own in _languages(item)}
            correct = entry.get(right) == ids[1]
            misconception = "" if correct else known.get(ids) or choice.get("misconception") or ""
            yield OptionText("=".join(ids), correct, misconception, words)


def _read_cells(item: etree._Element, row: etree._Element, read: _Read) -> dict[str, str]:
    shared = " · ".join(read(cell) for cell in row.iterchildren("cell"))
    own = {
        variant.get("lang", ""): " · ".join(read(cell) for cell in cells.iterchildren("cell"))
        for variant in item.iterchildren("variant")
        for cells in variant.iterchildren("cells")
        if cells.get("option") == row.get("id")
    }
    return {language: own.get(language) or shared for language in _languages(item)}


def read_places(item: etree._Element) -> dict[str, int]:
    """Give the place of every step; steps of one place may stand in any order among themselves."""
    places: dict[str, int] = {}
    last = 0
    for number, step in enumerate(item.iterchildren("step"), 1):
        last = last if places and step.get("tie") == "true" else number
        places[step.get("id", "")] = last
    return places
