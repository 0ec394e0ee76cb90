"""How the items of a course were answered: counting, from evidence alone. No database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from maslak_domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class ItemTally:
    """How one item was answered. `mean_score` (0..1) is over every learner's first answer; `responses` counts those answers."""

    usage_key: str
    item: str
    competency: str
    learners: int
    answers: int
    mean_score: Decimal
    responses: Mapping[str, int]


def tally_items(evidence: Iterable[Evidence]) -> list[ItemTally]:
    """Count the answers to each item, hardest first.

    First answers only carry the mean and the responses: a second attempt is made with the feedback in mind, and would hide an
    item that misleads everybody once.
    """
    by_item: dict[tuple[str, str], list[Evidence]] = {}
    for each in evidence:
        if not each.is_whole_attempt:
            by_item.setdefault((each.usage_key, each.item), []).append(each)
    return sorted((_tally(key, seen) for key, seen in by_item.items()), key=lambda tally: (tally.mean_score, tally.usage_key, tally.item))


def _tally(key: tuple[str, str], seen: list[Evidence]) -> ItemTally:
    first: dict[object, Evidence] = {}
    for each in sorted(seen, key=lambda each: (each.attempt, each.observed_at)):
        first.setdefault(each.learner, each)
    return ItemTally(
        usage_key=key[0],
        item=key[1],
        competency=seen[0].competency,
        learners=len(first),
        answers=len(seen),
        mean_score=sum((each.score for each in first.values()), Decimal(0)) / len(first),
        responses=Counter(each.response for each in first.values()),
    )
