"""What a diagnostic's OLX means: topics that build on one another, and the questions that place a learner among them.

    <maslak_diagnostic url_name framework level most cooldown>
      <variant lang status title>introduction</variant>           one for each language
      <node id competency after unit><name lang>…</name></node>   ``after``: ids of the nodes it builds on directly;
                                                                  ``unit``: url_names of the units to study, in their order
      <item id node type version author>                          type ``single`` or ``numeric``
        <option id correct="true"/> <option id/>                  single: exactly one is right
        <answer value tolerance/>                                 numeric
        <variant lang status basis><stem/> <text option/> <unit/></variant>

``most`` is how many questions one attempt asks at the most, ``cooldown`` the minutes before it may be taken again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, cast

from maslak_domain.language import LANGUAGES, Language, LocalizedText
from maslak_xblocks.attributes import read_count, read_one_of
from maslak_xblocks.diagnostic.item import Item, read_item
from maslak_xblocks.diagnostic.order import LARGEST_GROUP, Order, find_cycle
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, is_stale, read_variants

LEVELS: Final = ("N1", "N2", "N3", "N4")
DEFAULT_MOST: Final = 20
DEFAULT_COOLDOWN: Final = 7 * 24 * 60


@dataclass(frozen=True)
class IntroText:
    """One language of a diagnostic's title and introduction."""

    title: str
    html: Html


@dataclass(frozen=True)
class Node:
    """One topic: what people call it, the competency it belongs to, what it builds on and which units teach it."""

    id: str
    competency: str
    after: tuple[str, ...]
    units: tuple[str, ...]
    names: LocalizedText


@dataclass(frozen=True)
class DiagnosticDocument:
    """A diagnostic."""

    framework: str
    level: str
    most: int
    cooldown_minutes: int
    nodes: tuple[Node, ...]
    items: tuple[Item, ...]
    variants: Mapping[Language, Variant[IntroText]]
    source: Language

    @property
    def competency(self) -> str:
        """What gives the block its hue: the domain, where all topics are of one."""
        domains = {node.competency.rpartition(".")[0] for node in self.nodes}
        return self.nodes[0].competency if len(domains) == 1 else ""

    @cached_property
    def order(self) -> Order:
        """How the topics build on one another."""
        return Order(tuple(node.id for node in self.nodes), {node.id: node.after for node in self.nodes})

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether the introduction or any question lags behind its source in a language."""
        own = self.variants[language].stale
        return own or any(item.variants[language].stale for item in self.items if language in item.variants)

    def search_texts(self) -> Mapping[Language, str]:
        """Give the introductions and the names of the topics; questions would tell what is asked."""
        return {
            language: " ".join([plain_text(variant.body.html), *(node.names.get(language, "") for node in self.nodes)]).strip()
            for language, variant in self.variants.items()
        }

    def find_item(self, item_id: str) -> Item | None:
        """Give a question by its id."""
        return self.by_id.get(item_id)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The questions by their ids."""
        return {item.id: item for item in self.items}


@lru_cache(maxsize=64)
def load_diagnostic(source: str) -> DiagnosticDocument:
    """Read a diagnostic's source text. Raises OLXError."""
    return read_diagnostic(parse_source(source))


def read_diagnostic(node: Element) -> DiagnosticDocument:
    """Read a diagnostic's element. Raises OLXError."""
    elements = read_variants(node)
    source = next(iter(elements))
    nodes = _read_nodes(node)
    return DiagnosticDocument(
        framework=node.get("framework", "MA-NUM"),
        level=read_one_of(node, "level", LEVELS, "N1"),
        most=read_count(node, "most", str(DEFAULT_MOST), fewest=1, most=60),
        cooldown_minutes=read_count(node, "cooldown", str(DEFAULT_COOLDOWN)),
        nodes=nodes,
        items=_read_items(node, nodes),
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


def _read_nodes(root: Element) -> tuple[Node, ...]:
    elements: dict[str, Element] = {}
    for element in root.findall("node"):
        name = require(element, "id")
        if name in elements:
            raise OLXError(f'two nodes have the id "{name}"', line_of(element))
        elements[name] = element
    nodes = tuple(_read_node(element, name, elements) for name, element in elements.items())
    if cycle := find_cycle({node.id: node.after for node in nodes}):
        raise OLXError(f'the node "{cycle}" builds on itself by way of others', line_of(elements[cycle]))
    for group in Order(tuple(elements), {node.id: node.after for node in nodes}).groups():
        if len(group) > LARGEST_GROUP:
            text = f"more than {LARGEST_GROUP} nodes are linked with one another; make two diagnostics of them"
            raise OLXError(text, line_of(elements[group[LARGEST_GROUP]]))
    return nodes


def _read_node(element: Element, name: str, known: Mapping[str, Element]) -> Node:
    after = tuple(dict.fromkeys(element.get("after", "").split()))
    for other in after:
        if other not in known:
            raise OLXError(f'the node "{name}" builds on the unknown node "{other}"', line_of(element))
    names = {child.get("lang", ""): " ".join("".join(child.itertext()).split()) for child in element.findall("name")}
    told = cast(LocalizedText, {language: names[language] for language in LANGUAGES if names.get(language)})
    if not told:
        raise OLXError(f'the node "{name}" needs a <name lang="…">', line_of(element))
    return Node(name, require(element, "competency"), after, tuple(dict.fromkeys(element.get("unit", "").split())), told)


def _read_items(root: Element, nodes: tuple[Node, ...]) -> tuple[Item, ...]:
    items = tuple(read_item(element) for element in root.findall("item"))
    known, seen = {node.id for node in nodes}, set[str]()
    for item in items:
        if item.id in seen:
            raise OLXError(f'two items have the id "{item.id}"', item.line)
        if item.topic not in known:
            raise OLXError(f'the item "{item.id}" asks about the unknown node "{item.topic}"', item.line)
        seen.add(item.id)
    for element in root.findall("node"):
        if element.get("id") not in {item.topic for item in items}:
            raise OLXError(f'the node "{element.get("id")}" has no item', line_of(element))
    return items
