"""What the questions of a course say, read from the course itself: stems, options, names of misconceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

_CHECKPOINT = "maslak_checkpoint"


@dataclass(frozen=True, slots=True)
class OptionText:
    """One answer that can be chosen."""

    id: str
    correct: bool
    misconception: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemText:
    """One question in every language that it has."""

    id: str
    type: str
    stems: Mapping[str, str]
    options: tuple[OptionText, ...] = ()
    right_value: str = ""
    misconceptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_items(xml: bytes) -> dict[str, ItemText]:
    """Return the questions of one checkpoint by their id; any other block has none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    if root.tag != _CHECKPOINT:
        return {}
    names = {each.get("id", ""): {name.get("lang", ""): _text(name) for name in each.iter("name")} for each in root.iter("misconception")}
    return {item.get("id", ""): _read_item(item, names) for item in root.iterchildren("item")}


def _read_item(item: etree._Element, names: Mapping[str, Mapping[str, str]]) -> ItemText:
    variants = {variant.get("lang", ""): variant for variant in item.iterchildren("variant")}
    answer = item.find("answer")
    return ItemText(
        id=item.get("id", ""),
        type=item.get("type", "single"),
        stems={lang: _text(variant.find("stem")) for lang, variant in variants.items()},
        options=tuple(_read_option(option, variants) for option in item.iterchildren("option")),
        right_value="" if answer is None else answer.get("value", ""),
        misconceptions=names,
    )


def _read_option(option: etree._Element, variants: Mapping[str, etree._Element]) -> OptionText:
    name = option.get("id", "")
    texts = {lang: _text(text) for lang, variant in variants.items() for text in variant.iterchildren("text") if text.get("option") == name}
    return OptionText(name, option.get("correct") == "true", option.get("misconception", ""), texts)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
