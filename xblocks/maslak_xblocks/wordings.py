"""Short words that stand in no variant: labels and bands of a project, misconceptions of a lab.

Each language is an element of its own beside the others, the one of the block's source among them. ``basis`` tells, as in a
variant, from which text a translation was made; without it nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from maslak_xblocks.digest import digest_of
from maslak_xblocks.olx import Element

# For each kind of block: the parts that have such words, and the element that holds them.
PLACES: Final[Mapping[str, Mapping[str, str]]] = {
    "maslak_project": {"deliverable": "label", "criterion": "label", "band": "text"},
    "maslak_lab": {"misconception": "name"},
}
# What a translation said and what its source said, by the part that holds it and its language.
Known: TypeAlias = Mapping[tuple[Element, str], tuple[str, str]]


@dataclass(frozen=True)
class Wording:
    """One translation: its element and the one that it was made from."""

    node: Element
    source: Element

    @property
    def language(self) -> str:
        """The language of the translation."""
        return self.node.get("lang", "")

    @property
    def is_stale(self) -> bool:
        """Whether the source has another text now than when this was translated."""
        basis = self.node.get("basis")
        return bool(basis) and basis != digest_of(self.source)


def list_groups(block: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Give the words of a block in every language together: the element that holds them, and one element for each language."""
    places = PLACES.get(str(block.tag), {})
    for part in block.iter(*places) if places else ():
        nodes = part.findall(places[str(part.tag)])
        if nodes:
            yield part, nodes


def list_wordings(block: Element) -> Iterator[Wording]:
    """Give every translation of a block's short words; words without their source have none."""
    wanted = _source_language(block)
    for _, nodes in list_groups(block):
        source = next((node for node in nodes if node.get("lang") == wanted), None)
        if source is not None:
            yield from (Wording(node, source) for node in nodes if node is not source)


def list_stale_languages(block: Element) -> frozenset[str]:
    """Give the languages in which some short words lag behind their source."""
    return frozenset(wording.language for wording in list_wordings(block) if wording.is_stale)


def digest_wordings(block: Element) -> Known:
    """Give what every translation and its source say now, for `settle_wordings` after an edit."""
    return {(_part(each), each.language): (digest_of(each.node), digest_of(each.source)) for each in list_wordings(block)}


def settle_wordings(block: Element, before: Known) -> None:
    """After an edit: what was written anew follows the source of today; what was left alone follows the source as it was."""
    for each in list_wordings(block):
        own, earlier = before.get((_part(each), each.language), ("", ""))
        now = digest_of(each.source)
        if own != digest_of(each.node):
            each.node.set("basis", now)
        elif earlier != now and not each.node.get("basis"):
            each.node.set("basis", earlier)


def _part(wording: Wording) -> Element:
    part = wording.node.getparent()
    assert part is not None
    return part


def _source_language(block: Element) -> str:
    return next((node.get("lang", "") for node in block.iterchildren("variant") if node.get("status") == "source"), "")
