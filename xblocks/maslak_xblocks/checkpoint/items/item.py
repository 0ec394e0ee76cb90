"""One question: its key, which every way of asking has, and its texts in each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, cast

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_decimal, read_one_of
from maslak_xblocks.checkpoint.items.choice import ChoiceTask, Option, read_choice
from maslak_xblocks.checkpoint.items.number import NumberTask, NumericKey, read_number
from maslak_xblocks.checkpoint.items.ordering import read_ordering
from maslak_xblocks.checkpoint.items.pairing import PairingTask, read_pairing
from maslak_xblocks.checkpoint.items.table import TableTask, read_table, read_table_text
from maslak_xblocks.checkpoint.items.task import Task
from maslak_xblocks.checkpoint.items.text import read_text_task
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, choose, is_stale, read_variants

ItemType = Literal["single", "multiple", "numeric", "text", "ordering", "matching", "classification", "table"]

READERS: Final[Mapping[ItemType, Callable[[Element], Task]]] = MappingProxyType(
    {
        "single": read_choice,
        "multiple": read_choice,
        "numeric": read_number,
        "text": read_text_task,
        "ordering": read_ordering,
        "matching": read_pairing,
        "classification": read_pairing,
        "table": read_table,
    }
)
ITEM_TYPES: Final[tuple[ItemType, ...]] = tuple(READERS)


@dataclass(frozen=True)
class ItemText:
    """One language of an item, sanitised.

    ``options`` are the texts of everything that is shown by name; feedback is keyed by option, entry or row, by the id of a known
    wrong answer, or by right / other. A table has ``columns`` and ``cells`` instead, and a ``caption``.
    """

    stem: Html
    options: Mapping[str, Html]
    feedback: Mapping[str, Html]
    unit: str
    caption: str = ""
    columns: tuple[Html, ...] = ()
    cells: Mapping[str, tuple[Html, ...]] = field(default_factory=dict)


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
    task: Task
    variants: Mapping[Language, Variant[ItemText]]
    source: Language

    @property
    def group(self) -> str:
        """The sibling group: of one group, a learner sees one item in a draw."""
        return self.sibling or f"#{self.id}"

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a choice."""
        return self.task.options if isinstance(self.task, ChoiceTask) else ()

    @property
    def key(self) -> frozenset[str]:
        """The ids of the right options of a choice."""
        return frozenset(option.id for option in self.options if option.correct)

    @property
    def answer(self) -> NumericKey | None:
        """The right number of a numeric item."""
        return self.task.answer if isinstance(self.task, NumberTask) else None

    @property
    def wrong(self) -> tuple[NumericKey, ...]:
        """The known wrong numbers of a numeric item."""
        return self.task.wrong if isinstance(self.task, NumberTask) else ()

    @property
    def unit(self) -> str:
        """The unit of a numeric item, where a language does not write its own."""
        return self.task.unit if isinstance(self.task, NumberTask) else ""

    def search_text(self, language: Language) -> str:
        """Give the plain text of the question in one of its languages, without anything that would tell its answer."""
        text = self.variants[language].body
        entries = [text.options[entry.id] for entry in self.task.entries] if isinstance(self.task, PairingTask) else []
        return " ".join(filter(None, [plain_text(text.stem), text.caption, *map(plain_text, (*text.columns, *entries))]))

    def text(self, language: Language) -> tuple[ItemText, Language]:
        """Give the item in a language, or in the nearest one it has, and say which."""
        shown = choose(self.variants, language, self.source)
        return self.variants[shown].body, shown


def read_item(node: Element, competency: str) -> Item:
    """Read one item; ``competency`` is the checkpoint's, where the item has none of its own. Raises OLXError."""
    kind = cast(ItemType, read_one_of(node, "type", ITEM_TYPES, ""))
    name, points = require(node, "id"), read_decimal(node, "points", "1")
    if points <= 0:
        raise OLXError(f'the item "{name}" needs more than 0 points', line_of(node))
    elements = read_variants(node)
    source = next(iter(elements))
    task = READERS[kind](node)
    return Item(
        id=name,
        type=kind,
        version=node.get("version", "1"),
        objective=node.get("objective", ""),
        competency=node.get("competency", competency),
        sibling=node.get("sibling", ""),
        points=points,
        partial=bool(getattr(task, "partial", False)),
        task=task,
        variants={
            language: Variant(language, element.get("status"), is_stale(element, elements[source]), _read_text(element, language, task))  # type: ignore[arg-type]
            for language, element in elements.items()
        },
        source=source,
    )


def _read_text(node: Element, language: Language, task: Task) -> ItemText:
    stem = node.find("stem")
    if stem is None:
        raise OLXError("the item's variant needs a <stem>", line_of(node))
    is_table = isinstance(task, TableTask)
    columns, cells = read_table_text(node, task) if isinstance(task, TableTask) else ((), {})
    return ItemText(
        stem=dress(sanitise(inner_html(stem)), language),
        options=MappingProxyType({} if is_table else _read_options(node, task.names)),
        feedback=MappingProxyType(
            {require(child, "option"): dress(sanitise(inner_html(child)), language) for child in node.findall("feedback")}
        ),
        unit=(node.findtext("unit") or "").strip(),
        caption=_read_line(node.find("caption")),
        columns=tuple(map(Html, columns)),
        cells=MappingProxyType({name: tuple(map(Html, row)) for name, row in cells.items()}),
    )


def _read_options(node: Element, names: Sequence[str]) -> dict[str, Html]:
    """Give the texts of what is shown by name. What else has a <text>, as an accepted answer has, is never shown by it."""
    texts = {require(child, "option"): Html(sanitise(inner_html(child))) for child in node.findall("text")}
    for name in names:
        if not texts.get(name):
            raise OLXError(f'the option "{name}" has no <text> in this variant', line_of(node))
    return {name: texts[name] for name in names}


def _read_line(node: Element | None) -> str:
    return "" if node is None else " ".join("".join(node.itertext()).split())
