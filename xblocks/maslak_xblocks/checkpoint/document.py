"""What a checkpoint's OLX means: a bank of items, their keys and feedback, and the rules of an attempt.

    <maslak_checkpoint purpose competency level draw attempts cooldown pass_mark>
      <variant lang status title>introduction</variant> …
      <item id type objective sibling points scoring version>
        the key, the same in every language (below)
        <variant lang status>
          <stem>…</stem>
          <text option="ID">…</text>          one for each option, step, left, choice, entry and category
          <feedback option="KEY">…</feedback>  see below; "other" stands in for what has none of its own
        </variant> …
      </item> …
      <misconception id><name lang>…</name> …</misconception> …
    </maslak_checkpoint>

The key of each type, and the keys of its feedback:

single, multiple
    ``<option id correct="true"/> <option id misconception/>``. Feedback by option.
numeric
    ``<answer value tolerance unit/> <wrong id value tolerance misconception/>``, in a variant ``<unit>``. Feedback right, other
    and by wrong number.
text, match="folded" (a word) or "exact" (code)
    ``<accept id value/> <wrong id value misconception/>``. A value holds in every language; for one language only, leave it out
    and write ``<text option="ID">`` in that variant. Any number of either. Feedback right, other and by wrong text.
ordering
    ``<step id/>`` in their right order; ``tie="true"`` says that a step may also stand before the one above it.
    ``<wrong id first then misconception/>``: the step ``first`` put before ``then``. Feedback right, other and by wrong pair.
matching
    ``<left id choice/> <choice id/>``; a choice that is right for none says ``distractor="true"`` and may name a misconception.
    ``<wrong id left choice misconception/>``. Feedback right, other, by left and by wrong pair.
classification
    ``<category id/>`` in the order of display, ``<entry id category/>``, ``<wrong id entry category misconception/>``; else as matching.
table
    ``<row id correct="true"/> <row id misconception/>`` in their order. Cells that are the same in every language, such as the lines
    of a log, stand in the row: ``<row id><cell>…</cell></row>``, and are read from left to right. Else each variant has
    ``<cells option="ID"><cell>…</cell></cells>``. A variant may have ``<column>…</column>`` heads and a ``<caption>``.
    Feedback by row.

``scoring="partial"`` gives a part of the points: right choices or rows less wrong ones, pairs of steps in order less pairs the wrong
way round, the share of right matches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, cast

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_count, read_decimal, read_one_of, refuse_repeats
from maslak_xblocks.checkpoint.draw import group_siblings
from maslak_xblocks.checkpoint.items.choice import Option
from maslak_xblocks.checkpoint.items.item import ITEM_TYPES, Item, ItemText, ItemType, read_item
from maslak_xblocks.checkpoint.items.number import NumericKey
from maslak_xblocks.checkpoint.items.reading import SCORINGS
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, is_stale, read_variants

__all__ = [
    "ITEM_TYPES",
    "LEVELS",
    "PURPOSES",
    "SCORINGS",
    "CheckpointDocument",
    "IntroText",
    "Item",
    "ItemText",
    "ItemType",
    "NumericKey",
    "Option",
    "load_checkpoint",
    "read_checkpoint",
]

PURPOSES: Final = ("practice", "mastery")
LEVELS: Final = ("N1", "N2", "N3", "N4")


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

    @cached_property
    def groups(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each sibling group together: what an attempt draws from."""
        return group_siblings(self.items)

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether the introduction or any item lags behind its source in a language."""
        own = self.variants[language].stale
        return own or any(item.variants[language].stale for item in self.items if language in item.variants)

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of introductions and questions; options and feedback stay out, they would tell the answers."""
        return {
            language: " ".join(
                [plain_text(variant.body.html), *(item.search_text(language) for item in self.items if language in item.variants)]
            )
            for language, variant in self.variants.items()
        }

    def find_item(self, item_id: str) -> Item | None:
        """Give an item by its id."""
        return self._by_id.get(item_id)

    @cached_property
    def draws_anew(self) -> bool:
        """Say whether another attempt can bring other questions: some have siblings, or not all are drawn."""
        return len(self.groups) < len(self.items) or 0 < self.draw < len(self.groups)

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids of all items."""
        return frozenset(self._by_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}


@lru_cache(maxsize=256)
def load_checkpoint(source: str) -> CheckpointDocument:
    """Read a checkpoint's source text. Raises OLXError."""
    return read_checkpoint(parse_source(source))


def read_checkpoint(node: Element) -> CheckpointDocument:
    """Read a checkpoint's element. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements))
    competency = node.get("competency", "")
    items = tuple(read_item(child, competency) for child in node.findall("item"))
    refuse_repeats([item.id for item in items], "item", node)
    misconceptions = {require(child, "id"): _read_names(child) for child in node.findall("misconception")}
    pass_mark = read_decimal(node, "pass_mark", "0.7")
    if not 0 <= pass_mark <= 1:
        raise OLXError("pass_mark must be between 0 and 1", line_of(node))
    return CheckpointDocument(
        purpose=read_one_of(node, "purpose", PURPOSES, "practice"),
        competency=competency,
        level=read_one_of(node, "level", LEVELS, "N1"),
        draw=read_count(node, "draw"),
        attempts=read_count(node, "attempts"),
        cooldown_minutes=read_count(node, "cooldown"),
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


def _read_names(node: Element) -> Mapping[Language, str]:
    return {cast(Language, child.get("lang", "")): "".join(child.itertext()).strip() for child in node.findall("name")}
