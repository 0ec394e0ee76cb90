"""A diagnostic while it is being edited: its rules, its introduction, its topics and its questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language, to_western_digits
from maslak_xblocks.diagnostic.document import DEFAULT_COOLDOWN, DEFAULT_MOST
from maslak_xblocks.diagnostic.item import ITEM_TYPES, ItemType
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_texts, take_tick
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

Texts = Mapping[Language, str]
RULES: Final = {"framework": "MA-NUM", "level": "N1", "most": str(DEFAULT_MOST), "cooldown": str(DEFAULT_COOLDOWN)}


@dataclass(frozen=True)
class NodeDraft:
    """One topic. ``after`` are ids of topics, ``unit`` the url_names of its units with spaces between."""

    id: str
    competency: str = ""
    after: tuple[str, ...] = ()
    unit: str = ""
    name: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class OptionDraft:
    """One option of a choice."""

    id: str
    is_right: bool = False
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class ItemDraft:
    """One question. Texts are HTML but for ``unit``."""

    id: str
    type: ItemType
    node: str = ""
    stem: Texts = field(default_factory=dict)
    options: tuple[OptionDraft, ...] = ()
    value: str = ""
    tolerance: str = "0"
    unit: Texts = field(default_factory=dict)
    state: Texts = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which the question is asked."""
        return tuple(each for each in LANGUAGES if self.stem.get(each))


@dataclass(frozen=True)
class DiagnosticDraft:
    """A diagnostic as its form holds it."""

    source: Language
    title: Texts
    intro: Texts
    state: Texts
    rules: Mapping[str, str]
    nodes: tuple[NodeDraft, ...]
    items: tuple[ItemDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages that have a title or introduction, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.intro.get(each))

    def mended(self) -> DiagnosticDraft:
        """Give the draft with missing titles filled in, so that it can be looked at while it is written."""
        return replace(self, title={language: self.title.get(language) or "…" for language in self.languages})


def read_draft(root: Element) -> DiagnosticDraft:
    """Give the draft of a diagnostic's element."""
    variants = read_variants(root)
    source, first = next(iter(variants.items()))
    return DiagnosticDraft(
        source=source,
        title={language: node.get("title", "") for language, node in variants.items()},
        intro={language: sanitise(inner_html(node)) for language, node in variants.items()},
        state=_states(variants, first),
        rules={name: root.get(name, default) for name, default in RULES.items()},
        nodes=tuple(_read_node(node) for node in root.findall("node")),
        items=tuple(read_item_draft(node) for node in root.findall("item")),
    )


def read_item_draft(node: Element) -> ItemDraft:
    """Give the draft of a question's element."""
    variants = read_variants(node)
    answer = node.find("answer")
    return ItemDraft(
        id=node.get("id", ""),
        type=cast(ItemType, node.get("type", "single")),
        node=node.get("node", ""),
        stem={language: sanitise(inner_html(stem)) for language, each in variants.items() if (stem := each.find("stem")) is not None},
        options=tuple(
            OptionDraft(
                child.get("id", ""),
                child.get("correct") == "true",
                {
                    language: sanitise(inner_html(text))
                    for language, each in variants.items()
                    for text in each.findall("text")
                    if text.get("option") == child.get("id")
                },
            )
            for child in node.findall("option")
        ),
        value=answer.get("value", "") if answer is not None else "",
        tolerance=answer.get("tolerance", "0") if answer is not None else "0",
        unit={language: unit for language, each in variants.items() if (unit := (each.findtext("unit") or "").strip())},
        state=_states(variants, next(iter(variants.values()))),
    )


def take_draft(payload: Mapping[str, Any], source: Language) -> DiagnosticDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    return DiagnosticDraft(
        source=source,
        title={language: re.sub(r"[ \t\r\n]+", " ", text) for language, text in take_texts(form, "title", longest=300).items()},
        intro=take_rich(form, "intro"),
        state=take_texts(form, "state", longest=20),
        rules={name: to_western_digits(take_line(form, name, longest=20)) for name in RULES if name in form},
        nodes=tuple(_take_node(group) for group in take_groups(form, "nodes")),
        items=tuple(_take_item(group) for group in take_groups(form, "items")),
    )


def take_rich(form: Mapping[str, Any], name: str) -> dict[Language, str]:
    """Give written text by language, sanitised, without the languages in which there is nothing to see. Raises InvalidPayloadError."""
    return {language: sanitise(text) for language, text in take_texts(form, name).items() if not is_blank(text)}


def tidy_number(text: str) -> str:
    """Give a number as it stands in a file: western digits and a decimal point, whichever way it was typed."""
    return to_western_digits(text).strip().replace("\u2212", "-").replace("٫", ".").replace(",", ".")


def _states(variants: Mapping[Language, Element], source: Element) -> dict[Language, str]:
    return {
        language: "stale" if is_stale(node, source) else node.get("status", "") for language, node in variants.items() if node is not source
    }


def _read_node(node: Element) -> NodeDraft:
    names = {cast(Language, child.get("lang")): " ".join("".join(child.itertext()).split()) for child in node.findall("name")}
    after = tuple(dict.fromkeys(node.get("after", "").split()))
    return NodeDraft(node.get("id", ""), node.get("competency", ""), after, " ".join(node.get("unit", "").split()), names)


def _take_node(group: Mapping[str, Any]) -> NodeDraft:
    after = tuple(dict.fromkeys(name for each in take_groups(group, "after") if (name := take_line(each, "node", longest=64))))
    names = {language: " ".join(text.split()) for language, text in take_texts(group, "name", longest=300).items()}
    return NodeDraft(take_id(group, "n"), take_line(group, "competency", longest=64), after, take_line(group, "unit"), names)


def _take_item(group: Mapping[str, Any]) -> ItemDraft:
    kind = take_line(group, "type", longest=20)
    if kind not in ITEM_TYPES:
        raise InvalidPayloadError("the item's type is unknown", field="type")
    return ItemDraft(
        id=take_id(group, "q"),
        type=kind,
        node=take_line(group, "node", longest=64),
        stem=take_rich(group, "stem"),
        options=tuple(
            OptionDraft(take_id(each, "o"), take_tick(each, "correct"), take_rich(each, "text")) for each in take_groups(group, "options")
        ),
        value=tidy_number(take_line(group, "value", longest=40)),
        tolerance=tidy_number(take_line(group, "tolerance", longest=40)) or "0",
        unit=take_texts(group, "unit", longest=30),
        state=take_texts(group, "state", longest=20),
    )
