"""What every edited question or task needs on its way back into OLX: a variant for each language, and names for misconceptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element
from maslak_xblocks.variants import read_variants
from maslak_xblocks.written import digest_variants, settle_variants, write_names


class Spoken(Protocol):
    """What an editor says of the languages of a question: which it has, and how far each translation is."""

    @property
    def languages(self) -> Sequence[Language]: ...

    @property
    def state(self) -> Mapping[Language, str]: ...


class Named(Protocol):
    """A misconception as an editor shows it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> Mapping[Language, str]: ...


def add_variant(parent: Element, language: Language, status: str) -> Element:
    """Put a variant for one more language behind the others."""
    node = etree.Element("variant", lang=language, status=status)
    node.tail = "\n    "
    last = max((index for index, child in enumerate(parent) if child.tag == "variant"), default=len(parent) - 1)
    parent.insert(last + 1, node)
    return node


def clear(node: Element) -> None:
    """Take out what an element holds, attributes and tail kept."""
    for child in list(node):
        node.remove(child)
    node.text = None


def write_variants(node: Element, draft: Spoken, source: Language, write: Callable[[Element, Language], None]) -> None:
    """Keep one variant for each language of a question; ``write`` puts its words there. ``source`` is the language of the block.

    The source stays the one that it was while that is spoken still.
    """
    before = digest_variants(node)
    languages = draft.languages or (source,)
    first = next((each for each in before if each in languages), source if source in languages else languages[0])
    nodes = read_variants(node) if before else {}
    for language in (first, *(each for each in languages if each != first)):
        variant = nodes.get(language)
        if variant is None:
            variant = add_variant(node, language, "source" if language == first else "translated")
        if language == first:
            variant.set("status", "source")
        write(variant, language)
    for language, variant in nodes.items():
        if language not in languages:
            node.remove(variant)
    settle_variants(node, before, draft.state)


def write_page(root: Element, draft: Spoken, write: Callable[[Element, Language], None]) -> None:
    """Keep one variant for each language of a page; ``write`` puts its words there, and what was written before tells what went stale."""
    before, nodes = digest_variants(root), read_variants(root)
    for language in LANGUAGES:
        node = nodes.get(language)
        if language in draft.languages:
            if node is None:
                node = etree.SubElement(root, "variant", lang=language, status="translated")
                node.tail = "\n"
            write(node, language)
        elif node is not None:
            root.remove(node)
    settle_variants(root, before, draft.state)


def write_misconceptions(root: Element, drafts: Sequence[Named], known: Sequence[Named]) -> None:
    """Keep one ``<misconception>`` for each of the drafts; one whose names are those in ``known`` keeps its bytes."""
    nodes = {node.get("id", ""): node for node in root.findall("misconception")}
    names = {each.id: each.name for each in known}
    for draft in drafts:
        if draft.id in nodes and dict(names[draft.id]) == dict(draft.name):
            continue
        node = nodes.get(draft.id)
        if node is None:
            node = etree.SubElement(root, "misconception", id=draft.id)
            node.tail = "\n"
        write_names(node, draft.name)
    for key, node in nodes.items():
        if key not in {draft.id for draft in drafts}:
            root.remove(node)
