"""What a checkpoint's OLX means: a bank of items, their keys and feedback, and the rules of an attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, cast

from maslak_domain.language import Language
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, choose, is_stale, read_variants

ItemType = Literal["single", "multiple", "numeric"]
ITEM_TYPES: Final[tuple[ItemType, ...]] = ("single", "multiple", "numeric")
PURPOSES: Final = ("practice", "mastery")
LEVELS: Final = ("N1", "N2", "N3", "N4")
SCORINGS: Final = ("all", "partial")


@dataclass(frozen=True)
class Option:
    """One option of a choice item."""

    id: str
    correct: bool
    misconception: str


@dataclass(frozen=True)
class NumericKey:
    """A number that an answer is compared with: the right one, or a wrong one that shows a misconception."""

    id: str
    value: Decimal
    tolerance: Decimal
    misconception: str = ""


@dataclass(frozen=True)
class ItemText:
    """One language of an item, sanitised. Feedback is keyed by option, or by right / other / the id of a wrong number."""

    stem: Html
    options: Mapping[str, Html]
    feedback: Mapping[str, Html]
    unit: str


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    type: ItemType
    version: str
    objective: str
    competency: str
    sibling: str
    points: Decimal
    partial: bool
    options: tuple[Option, ...]
    answer: NumericKey | None
    wrong: tuple[NumericKey, ...]
    unit: str
    variants: Mapping[Language, Variant[ItemText]]
    source: Language

    @property
    def group(self) -> str:
        """The sibling group: of one group, a learner sees one item in a draw."""
        return self.sibling or f"#{self.id}"

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options."""
        return frozenset(option.id for option in self.options if option.correct)

    def text(self, language: Language) -> tuple[ItemText, Language]:
        """Give the item in a language, or in the nearest one it has, and say which."""
        shown = choose(self.variants, language, self.source)
        return self.variants[shown].body, shown


@dataclass(frozen=True)
class IntroText:
    """One language of a checkpoint's title and introduction."""

    title: str
    html: Html


@dataclass(frozen=True)
class CheckpointDocument:
    """A checkpoint."""

    purpose: str
    competency: str
    level: str
    draw: int
    attempts: int
    cooldown_minutes: int
    pass_mark: Decimal
    items: tuple[Item, ...]
    misconceptions: Mapping[str, Mapping[Language, str]]
    variants: Mapping[Language, Variant[IntroText]]
    source: Language

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether the introduction or any item lags behind its source in a language."""
        own = self.variants[language].stale
        return own or any(item.variants[language].stale for item in self.items if language in item.variants)

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of introductions and stems; options and feedback stay out, they would tell the answers."""
        return {
            language: " ".join(
                [
                    plain_text(variant.body.html),
                    *(plain_text(item.variants[language].body.stem) for item in self.items if language in item.variants),
                ]
            )
            for language, variant in self.variants.items()
        }

    def find_item(self, item_id: str) -> Item | None:
        """Give an item by its id."""
        return next((item for item in self.items if item.id == item_id), None)


@lru_cache(maxsize=256)
def load_checkpoint(source: str) -> CheckpointDocument:
    """Read a checkpoint's source text. Raises OLXError."""
    return read_checkpoint(parse_source(source))


def read_checkpoint(node: Element) -> CheckpointDocument:
    """Read a checkpoint's element. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements))
    competency = node.get("competency", "")
    items = tuple(_read_item(child, competency) for child in node.findall("item"))
    _refuse_repeats([item.id for item in items], "item", node)
    misconceptions = {require(child, "id"): _read_names(child) for child in node.findall("misconception")}
    pass_mark = _decimal(node, "pass_mark", "0.7")
    if not 0 <= pass_mark <= 1:
        raise OLXError("pass_mark must be between 0 and 1", line_of(node))
    return CheckpointDocument(
        purpose=_one_of(node, "purpose", PURPOSES, "practice"),
        competency=competency,
        level=_one_of(node, "level", LEVELS, "N1"),
        draw=_count(node, "draw"),
        attempts=_count(node, "attempts"),
        cooldown_minutes=_count(node, "cooldown"),
        pass_mark=pass_mark,
        items=items,
        misconceptions=MappingProxyType(misconceptions),
        variants={
            language: Variant(
                language,
                element.get("status"),  # type: ignore[arg-type]
                is_stale(element, elements[source]),
                IntroText(require(element, "title"), dress(sanitise(inner_html(element)), language)),
            )
            for language, element in elements.items()
        },
        source=source,
    )


def _read_item(node: Element, competency: str) -> Item:
    kind = cast(ItemType, _one_of(node, "type", ITEM_TYPES, ""))
    options = tuple(
        Option(require(child, "id"), child.get("correct") == "true", child.get("misconception", "")) for child in node.findall("option")
    )
    _refuse_repeats([option.id for option in options], "option", node)
    answer = node.find("answer")
    elements = read_variants(node)
    source = next(iter(elements))
    item = Item(
        id=require(node, "id"),
        type=kind,
        version=node.get("version", "1"),
        objective=node.get("objective", ""),
        competency=node.get("competency", competency),
        sibling=node.get("sibling", ""),
        points=_decimal(node, "points", "1"),
        partial=_one_of(node, "scoring", SCORINGS, "all") == "partial",
        options=options,
        answer=_read_number(answer, "right") if answer is not None else None,
        wrong=tuple(_read_number(child, require(child, "id")) for child in node.findall("wrong")),
        unit=answer.get("unit", "") if answer is not None else "",
        variants={
            language: Variant(language, element.get("status"), is_stale(element, elements[source]), _read_text(element, language, options))  # type: ignore[arg-type]
            for language, element in elements.items()
        },
        source=source,
    )
    _check_key(item, node)
    return item


def _check_key(item: Item, node: Element) -> None:
    if item.points <= 0:
        raise OLXError(f'the item "{item.id}" needs more than 0 points', line_of(node))
    if item.type == "numeric":
        if item.answer is None:
            raise OLXError(f'the numeric item "{item.id}" needs an <answer value="…"/>', line_of(node))
        return
    if len(item.options) < 2:
        raise OLXError(f'the item "{item.id}" needs at least two options', line_of(node))
    if not item.key or (item.type == "single" and len(item.key) > 1):
        wanted = "exactly one" if item.type == "single" else "at least one"
        raise OLXError(f'the item "{item.id}" needs {wanted} option with correct="true"', line_of(node))


def _read_text(node: Element, language: Language, options: tuple[Option, ...]) -> ItemText:
    stem = node.find("stem")
    if stem is None:
        raise OLXError("the item's variant needs a <stem>", line_of(node))
    texts = {require(child, "option"): Html(sanitise(inner_html(child))) for child in node.findall("text")}
    for option in options:
        if not texts.get(option.id):
            raise OLXError(f'the option "{option.id}" has no <text> in this variant', line_of(node))
    feedback = {require(child, "option"): dress(sanitise(inner_html(child)), language) for child in node.findall("feedback")}
    return ItemText(
        stem=dress(sanitise(inner_html(stem)), language),
        options=MappingProxyType(texts),
        feedback=MappingProxyType(feedback),
        unit=(node.findtext("unit") or "").strip(),
    )


def _read_number(node: Element, name: str) -> NumericKey:
    value, tolerance = _decimal(node, "value", None), _decimal(node, "tolerance", "0")
    if tolerance < 0:
        raise OLXError("tolerance must not be negative", line_of(node))
    return NumericKey(name, value, tolerance, node.get("misconception", ""))


def _read_names(node: Element) -> Mapping[Language, str]:
    return {cast(Language, child.get("lang", "")): "".join(child.itertext()).strip() for child in node.findall("name")}


def _decimal(node: Element, name: str, default: str | None) -> Decimal:
    text = node.get(name, default) or require(node, name)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise OLXError(f'{name}="{text}" is not a number', line_of(node))
    return value


def _count(node: Element, name: str) -> int:
    text = node.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise OLXError(f'{name}="{text}" is not a whole number', line_of(node))
    return int(text)


def _one_of(node: Element, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = node.get(name, default)
    if value not in allowed:
        raise OLXError(f'{name}="{value}" is not one of {", ".join(allowed)}', line_of(node))
    return value


def _refuse_repeats(ids: list[str], what: str, node: Element) -> None:
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        raise OLXError(f'two {what}s have the id "{repeated}"', line_of(node))
