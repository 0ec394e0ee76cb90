"""What an attempt advises: where each topic stands, what changed since the last time, and which units to study in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from maslak_xblocks.diagnostic.attempt import Attempt
from maslak_xblocks.diagnostic.document import DiagnosticDocument, Node
from maslak_xblocks.diagnostic.engine import Place
from maslak_xblocks.diagnostic.order import sort_topics
from maslak_xblocks.diagnostic.port import Unit

Change: TypeAlias = Literal["better", "worse", "same", "new"]
PLACES: Final[tuple[Place, ...]] = ("missing", "nearly", "known")


@dataclass(frozen=True)
class TopicLine:
    """One topic on the map. ``before`` is where it stood the last time, None when it was not asked about then."""

    node: Node
    place: Place
    before: Place | None

    @property
    def change(self) -> Change:
        """How it moved since the last time."""
        if self.before is None:
            return "new"
        step = PLACES.index(self.place) - PLACES.index(self.before)
        return "same" if not step else "better" if step > 0 else "worse"


@dataclass(frozen=True)
class Step:
    """One unit to study, and the first topic for which it is advised."""

    unit: Unit
    topic: TopicLine


@dataclass(frozen=True)
class Advice:
    """Everything that the end of an attempt says."""

    topics: tuple[TopicLine, ...]
    steps: tuple[Step, ...]
    at: datetime
    before_at: datetime | None

    def count(self, place: Place) -> int:
        """Give how many topics stand at a place."""
        return sum(line.place == place for line in self.topics)

    @property
    def moved(self) -> tuple[TopicLine, ...]:
        """The topics that stand elsewhere than the last time."""
        return tuple(line for line in self.topics if line.change in ("better", "worse"))

    @property
    def next_step(self) -> Step | None:
        """The first unit that is not done yet and can be opened."""
        return next((step for step in self.steps if not step.unit.is_done and step.unit.url), None)


def give_advice(document: DiagnosticDocument, finished: Sequence[Attempt], units: Mapping[str, Unit]) -> Advice | None:
    """Give the advice of the last finished attempt, compared with the one before; None before any is finished.

    Topics stand in the document's order. Units stand so that what a topic builds on comes first, each once.
    """
    if not finished:
        return None
    last, before = finished[-1], finished[-2] if len(finished) > 1 else None
    lines = {
        node.id: TopicLine(node, last.places[node.id], before.places.get(node.id) if before else None)
        for node in document.nodes
        if node.id in last.places
    }
    ordered = [lines[topic] for topic in sort_topics(document.order) if topic in lines]
    steps: dict[str, Step] = {}
    for line in ordered:
        for name in line.node.units if line.place != "known" else ():
            if name in units:
                steps.setdefault(name, Step(units[name], line))
    assert last.finished_at is not None
    return Advice(tuple(lines.values()), tuple(steps.values()), last.finished_at, before.finished_at if before else None)
