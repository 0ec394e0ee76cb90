"""The rubric: the six descriptors of the national framework as rows, four bands of what can be observed in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maslak_domain.language import LocalizedText
from maslak_xblocks.attributes import read_count, read_one_of
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of
from maslak_xblocks.project.reading import read_id, read_texts, refuse_repeats
from maslak_xblocks.project.scoring import BANDS

# In the framework's order.
DESCRIPTORS: Final = ("knowledge", "know_how", "complexity", "autonomy", "adaptability", "communication")
MOST_WEIGHT: Final = 10


@dataclass(frozen=True)
class Criterion:
    """One row. ``labels`` say what it means in this project; where they are empty, the descriptor's own name stands."""

    id: str
    descriptor: str
    weight: int
    labels: LocalizedText
    bands: tuple[LocalizedText, ...]


def read_rubric(node: Element | None) -> tuple[Criterion, ...]:
    """Read a ``<rubric>``; a project without one has none. Raises OLXError."""
    if node is None:
        return ()
    nodes = node.findall("criterion")
    refuse_repeats(nodes, "criteria")
    return tuple(_read_criterion(each) for each in nodes)


def _read_criterion(node: Element) -> Criterion:
    return Criterion(
        id=read_id(node),
        descriptor=read_one_of(node, "descriptor", DESCRIPTORS),
        weight=read_count(node, "weight", "1", fewest=1, most=MOST_WEIGHT),
        labels=read_texts(node, "label"),
        bands=_read_bands(node),
    )


def _read_bands(node: Element) -> tuple[LocalizedText, ...]:
    found: dict[int, LocalizedText] = {}
    for child in node.findall("band"):
        level = read_count(child, "level", "", fewest=1, most=len(BANDS))
        if level in found:
            raise OLXError(f"the band of level {level} is given twice", line_of(child))
        found[level] = read_texts(child, "text")
    if tuple(sorted(found)) != BANDS:
        raise OLXError("a criterion needs one <band> for each level from 1 to 4", line_of(node))
    return tuple(found[level] for level in BANDS)
