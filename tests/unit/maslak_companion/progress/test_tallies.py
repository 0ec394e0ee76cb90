"""Counting answers: first answers carry the mean, the hardest item comes first."""

from __future__ import annotations

import uuid
from decimal import Decimal

from tests.factories.evidence import make_evidence

from maslak_companion.progress.tallies import tally_items


def test_first_answer_counts_and_a_later_right_one_hides_nothing() -> None:
    first = make_evidence(item="q1", score=Decimal(0), response='["b"]')
    second = make_evidence(item="q1", attempt=2, score=Decimal(1), response='["a"]')
    (tally,) = tally_items([second, first])
    assert (tally.learners, tally.answers, tally.mean_score, dict(tally.responses)) == (1, 2, Decimal(0), {'["b"]': 1})


def test_hardest_item_comes_first_and_whole_attempts_are_no_items() -> None:
    evidence = [
        make_evidence(item="easy", score=Decimal(1)),
        make_evidence(item="hard", score=Decimal(0)),
        make_evidence(item="hard", score=Decimal(1), learner=uuid.UUID(int=77)),
        make_evidence(item="*"),
    ]
    assert [(tally.item, tally.mean_score) for tally in tally_items(evidence)] == [("hard", Decimal("0.5")), ("easy", Decimal(1))]
