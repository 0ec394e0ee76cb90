"""One question while it is being edited or was just imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language, to_western_digits
from maslak_xblocks.checkpoint.editing.kinds import KINDS, WHOLE, Parts, has_whole_feedback
from maslak_xblocks.checkpoint.items.item import ITEM_TYPES, ItemType
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.olx import Element, inner_html, plain_text
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_groups, take_id, take_line, take_texts, take_tick
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

Texts = Mapping[Language, str]
_LONGEST_WORDS: Final = 20_000


@dataclass(frozen=True)
class PartDraft:
    """One option, step, entry, choice, row, accepted or wrong answer. ``text`` of a row is one cell on each line."""

    id: str
    values: Mapping[str, str] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()
    text: Texts = field(default_factory=dict)
    feedback: Texts = field(default_factory=dict)
    shared: str = ""  # the cells of a row that are the same in every language


@dataclass(frozen=True)
class ItemDraft:
    """One question. Texts are HTML but for ``unit``, ``caption`` and ``columns`` (one head on each line)."""

    id: str
    type: ItemType
    stem: Texts
    parts: Mapping[str, tuple[PartDraft, ...]] = field(default_factory=dict)
    whole: Mapping[str, Texts] = field(default_factory=dict)  # feedback when right, and for any other answer
    value: str = ""
    tolerance: str = "0"
    match: str = "folded"
    unit: Texts = field(default_factory=dict)
    caption: Texts = field(default_factory=dict)
    columns: Texts = field(default_factory=dict)
    state: Texts = field(default_factory=dict)
    origin: str = ""
    objective: str = ""
    points: str = "1"
    partial: bool = False

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which the question is asked."""
        return tuple(each for each in LANGUAGES if self.stem.get(each))

    def list(self, name: str) -> tuple[PartDraft, ...]:
        """Give the parts of one list."""
        return self.parts.get(name, ())

    def feedback_keys(self) -> frozenset[str]:
        """Give the keys of all feedback that this draft holds or could hold."""
        return frozenset({*(WHOLE if has_whole_feedback(self.type) else ()), *(part.id for parts in self.parts.values() for part in parts)})


def read_item_draft(node: Element) -> ItemDraft:
    """Give the draft of an item's element."""
    kind = cast(ItemType, node.get("type", "single"))
    variants = read_variants(node)
    source = next(iter(variants.values()))
    answer = node.find("answer")
    unit = answer.get("unit", "") if answer is not None else ""
    return ItemDraft(
        id=node.get("id", ""),
        type=kind,
        stem={language: sanitise(inner_html(each.find("stem"))) for language, each in variants.items() if each.find("stem") is not None},  # type: ignore[arg-type]
        parts={parts.name: tuple(_read_part(child, parts, variants) for child in node.findall(parts.tag)) for parts in KINDS[kind]},
        whole={key: _named(variants, "feedback", key) for key in WHOLE},
        value=answer.get("value", "") if answer is not None else "",
        tolerance=answer.get("tolerance", "0") if answer is not None else "0",
        match=node.get("match", "folded"),
        unit={language: (each.findtext("unit") or unit).strip() for language, each in variants.items()},
        caption={language: "".join(found.itertext()) for language, each in variants.items() if (found := each.find("caption")) is not None},
        columns={language: _lines(each, "column") for language, each in variants.items() if each.find("column") is not None},
        state={
            language: "stale" if is_stale(each, source) else each.get("status", "")
            for language, each in variants.items()
            if each is not source
        },
        origin=node.get("origin", ""),
        objective=node.get("objective", ""),
        points=node.get("points", "1"),
        partial=node.get("scoring") == "partial",
    )


def _read_part(node: Element, parts: Parts, variants: Mapping[Language, Element]) -> PartDraft:
    key = node.get("id", "")
    if parts.words == "cells":
        text = {
            language: _lines(row, "cell")
            for language, each in variants.items()
            for row in each.findall("cells")
            if row.get("option") == key
        }
    else:
        text = _named(variants, "text", key) if parts.words else {}
    if parts.words == "line":
        text = {language: plain_text(words) for language, words in text.items()}
    return PartDraft(
        id=key,
        values={name: node.get(name, "") for name in parts.values},
        ticks=frozenset(name for name in parts.ticks if node.get(name) == "true"),
        text=text,
        feedback=_named(variants, "feedback", key) if parts.feedback else {},
        shared=_lines(node, "cell") if parts.words == "cells" else "",
    )


def _named(variants: Mapping[Language, Element], tag: str, key: str) -> dict[Language, str]:
    found = {language: child for language, each in variants.items() for child in each.findall(tag) if child.get("option") == key}
    return {language: sanitise(inner_html(child)) for language, child in found.items()}


def _lines(node: Element, tag: str) -> str:
    return "\n".join(" ".join("".join(child.itertext()).split()) for child in node.findall(tag))


def take_item(group: Mapping[str, Any]) -> ItemDraft:
    """Give the draft that one group of a form holds. Raises InvalidPayloadError."""
    kind = take_line(group, "type", longest=20)
    if kind not in ITEM_TYPES:
        raise InvalidPayloadError("the item's type is unknown", field="type")
    return ItemDraft(
        id=take_id(group, "q"),
        type=cast(ItemType, kind),
        stem=take_rich(group, "stem"),
        parts={
            parts.name: tuple(_take_part(each, parts) for each in take_groups(group, parts.name)) for parts in KINDS[cast(ItemType, kind)]
        },
        whole={key: take_rich(group, key) for key in WHOLE},
        value=tidy_number(take_line(group, "value", longest=40)),
        tolerance=tidy_number(take_line(group, "tolerance", longest=40)) or "0",
        match="exact" if take_line(group, "match", longest=10) == "exact" else "folded",
        unit=take_texts(group, "unit", longest=30),
        caption=take_texts(group, "caption", longest=300),
        columns=take_texts(group, "columns", longest=2_000),
        state=take_texts(group, "state", longest=20),
        origin=take_line(group, "origin", longest=64),
        objective=take_line(group, "objective", longest=64),
        points=tidy_number(take_line(group, "points", longest=10)) or "1",
        partial=take_tick(group, "partial"),
    )


def _take_part(group: Mapping[str, Any], parts: Parts) -> PartDraft:
    is_plain = parts.words in ("line", "cells")
    return PartDraft(
        id=take_id(group, parts.prefix if parts.prefix != "a-z" else "o"),
        values={
            name: tidy_number(value) if name in ("value", "tolerance") and "tolerance" in parts.values else value
            for name in parts.values
            for value in (take_line(group, name),)
        },
        ticks=frozenset(name for name in parts.ticks if take_tick(group, name)),
        text=take_texts(group, "text", longest=_LONGEST_WORDS) if is_plain else take_rich(group, "text"),
        feedback=take_rich(group, "feedback"),
        shared=_take_lines(group, "shared"),
    )


def _take_lines(group: Mapping[str, Any], name: str) -> str:
    value = group.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST_WORDS or "\x00" in value:
        raise InvalidPayloadError(f"{name} must be a text", field=name)
    return value.strip()


def take_rich(form: Mapping[str, Any], name: str) -> dict[Language, str]:
    """Give written text by language, sanitised, without the languages in which there is nothing to see. Raises InvalidPayloadError."""
    texts = take_texts(form, name, longest=_LONGEST_WORDS)
    return {language: sanitise(text) for language, text in texts.items() if not is_blank(text)}


def tidy_number(text: str) -> str:
    """Give a number as it stands in a file: western digits and a decimal point, whichever way it was typed."""
    return to_western_digits(text).strip().replace("\u2212", "-").replace("٫", ".").replace(",", ".")


def split_cells(text: str) -> list[str]:
    """Give the cells of a row, one on each line, as HTML."""
    return [escape(line.strip(), quote=False) for line in text.splitlines() if line.strip()]
