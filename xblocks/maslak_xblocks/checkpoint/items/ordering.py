"""Putting steps in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from maslak_domain.language import Language
from maslak_xblocks.attributes import refuse_repeats
from maslak_xblocks.checkpoint.items.reading import is_partial, require_known, split_pairs, take_names
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError, IncompleteAnswerError, Remark, Response, Verdict, share
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of, require


@dataclass(frozen=True)
class Step:
    """One step; steps of the same ``place`` may stand in any order among themselves."""

    id: str
    place: int


@dataclass(frozen=True)
class WrongOrder:
    """Two steps put the wrong way round, which shows a misconception."""

    id: str
    first: str
    then: str
    misconception: str


@dataclass(frozen=True)
class OrderingTask:
    """Steps in their right order."""

    steps: tuple[Step, ...]
    wrong: tuple[WrongOrder, ...]
    partial: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the steps, in the right order."""
        return tuple(step.id for step in self.steps)

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give the steps in an order of the learner's own which is not a right one."""
        shown = tuple(shuffle(self.names))
        for turn in range(len(shown)):
            turned = shown[turn:] + shown[:turn]
            if not self.mark(list(turned)).right:
                return turned
        return shown

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give all steps in the order given, or placed by ``step=number`` as a plain form sends them.

        Raises InvalidPayloadError, EmptyAnswerError and, when a step has no place of its own, IncompleteAnswerError.
        """
        if isinstance(given, Mapping) or (isinstance(given, list) and any(isinstance(part, str) and "=" in part for part in given)):
            given = _sort_places(split_pairs(given, len(self.steps)), len(self.steps))
        ids = take_names(given, known, len(self.steps))
        if len(set(ids)) != len(ids):
            raise InvalidPayloadError("response names a step twice", field="response")
        if len(ids) != len(self.steps):
            raise IncompleteAnswerError("each step needs a place of its own")
        return ids

    def mark(self, response: Response) -> Verdict:
        """Give all or nothing; with partial scoring, pairs in order less pairs the wrong way round, over all pairs."""
        at = {name: position for position, name in enumerate(response)} if isinstance(response, list) else {}
        if at.keys() != set(self.names):
            return Verdict(Decimal(0), (Remark("other"),))
        pairs = [(a.id, b.id) for a, b in combinations(self.steps, 2) if a.place != b.place]
        slips = sum(at[first] > at[then] for first, then in pairs)
        if not slips:
            return Verdict(Decimal(1), (Remark("right", right=True),))
        seen = tuple(Remark(wrong.id, wrong.first, wrong.misconception) for wrong in self.wrong if at[wrong.first] < at[wrong.then])
        return Verdict(share(len(pairs) - 2 * slips, len(pairs)) if self.partial else Decimal(0), seen or (Remark("other"),))

    def right_response(self) -> Response:
        """Give the steps in the order in which their author wrote them."""
        return list(self.names)


def _sort_places(pairs: Sequence[tuple[str, str]], most: int) -> list[str]:
    if not pairs:
        raise EmptyAnswerError("no step has a place")
    places = {step: int(place) for step, place in pairs if place.isascii() and place.isdigit() and len(place) < 4}
    if len(places) != len(pairs) or not all(1 <= place <= most for place in places.values()):
        raise InvalidPayloadError("a place must be a number", field="response")
    if sorted(places.values()) != list(range(1, most + 1)):
        raise IncompleteAnswerError("each step needs a place of its own")
    return sorted(places, key=lambda step: places[step])


def read_ordering(node: Element) -> OrderingTask:
    """Read the key of an ordering. Raises OLXError."""
    steps: list[Step] = []
    for child in node.findall("step"):
        tied = bool(steps) and child.get("tie") == "true"
        steps.append(Step(require(child, "id"), (steps[-1].place if tied else len(steps) + 1)))
    refuse_repeats([step.id for step in steps], "step", node)
    if len({step.place for step in steps}) < 2:
        raise OLXError(f'the item "{node.get("id")}" needs at least two steps that have an order', line_of(node))
    places = {step.id: step.place for step in steps}
    wrong = tuple(_read_wrong(child, places) for child in node.findall("wrong"))
    refuse_repeats([*places, *(pair.id for pair in wrong)], "part", node)
    return OrderingTask(tuple(steps), wrong, is_partial(node))


def _read_wrong(node: Element, places: Mapping[str, int]) -> WrongOrder:
    first, then = (require_known(node, name, places, "step") for name in ("first", "then"))
    if places[first] <= places[then]:
        raise OLXError(f'"{first}" before "{then}" is not a wrong order', line_of(node))
    return WrongOrder(require(node, "id"), first, then, node.get("misconception", ""))
