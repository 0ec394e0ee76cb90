"""A bank while it is being edited: its rules, its introduction, its questions and the misconceptions they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, Texts, read_item_draft, take_item, take_rich, tidy_number
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_texts
from maslak_xblocks.variants import is_stale, read_variants

_NUMBERS: Final = frozenset({"draw", "attempts", "cooldown", "pass_mark"})
RULES: Final = ("purpose", "competency", "level", "draw", "attempts", "cooldown", "pass_mark")


@dataclass(frozen=True)
class MisconceptionDraft:
    """A misconception and its name in each language."""

    id: str
    name: Texts


@dataclass(frozen=True)
class CheckpointDraft:
    """A bank as its form holds it."""

    source: Language
    title: Texts
    intro: Texts
    state: Texts
    rules: Mapping[str, str]
    items: tuple[ItemDraft, ...]
    misconceptions: tuple[MisconceptionDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which the bank has a title or introduction, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.intro.get(each))

    def mended(self) -> CheckpointDraft:
        """Give the draft with missing titles filled in, so that it can be looked at while it is written."""
        return replace(self, title={language: self.title.get(language) or "…" for language in self.languages})


def read_draft(root: Element) -> CheckpointDraft:
    """Give the draft of a checkpoint's element."""
    variants = read_variants(root)
    source, first = next(iter(variants.items()))
    defaults = {"purpose": "practice", "competency": "", "level": "N1", "draw": "0", "attempts": "0", "cooldown": "0", "pass_mark": "0.7"}
    names = {
        each.get("id", ""): {cast(Language, name.get("lang")): "".join(name.itertext()).strip() for name in each.findall("name")}
        for each in root.findall("misconception")
    }
    return CheckpointDraft(
        source=source,
        title={language: node.get("title", "") for language, node in variants.items()},
        intro={language: sanitise(inner_html(node)) for language, node in variants.items()},
        state={
            language: "stale" if is_stale(node, first) else node.get("status", "")
            for language, node in variants.items()
            if node is not first
        },
        rules={name: root.get(name, defaults[name]) for name in RULES},
        items=tuple(read_item_draft(node) for node in root.findall("item")),
        misconceptions=tuple(MisconceptionDraft(key, name) for key, name in names.items()),
    )


def take_draft(payload: Mapping[str, Any], source: Language) -> CheckpointDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    rules = {name: take_line(form, name, longest=60) for name in RULES if name in form}
    return CheckpointDraft(
        source=source,
        title={language: re.sub(r"[ \t\r\n]+", " ", text) for language, text in take_texts(form, "title", longest=300).items()},
        intro=take_rich(form, "intro"),
        state=take_texts(form, "state", longest=20),
        rules={name: tidy_number(text) if name in _NUMBERS else text for name, text in rules.items()},
        items=tuple(take_item(group) for group in take_groups(form, "items")),
        misconceptions=tuple(
            MisconceptionDraft(take_id(group, "m"), take_texts(group, "name", longest=300)) for group in take_groups(form, "misconceptions")
        ),
    )
