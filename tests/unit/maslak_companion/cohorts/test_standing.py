"""Whoever needs a person first stands first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from maslak_companion.cohorts.standing import CompetencyColumn, CoursePlan, Standing, UnitColumn, read_standing
from maslak_companion.offerings.granted import Grant, Grants, Terms
from maslak_domain.evidence import Evidence
from maslak_domain.mastery import Rating

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
LEARNER = uuid4()
PLAN = CoursePlan(
    (UnitColumn("u1", {"fr": "Unité"}, frozenset({"b1", "b2"})),),
    (CompetencyColumn("MA-NUM.TC.06", "N1", {"fr": "Hygiène"}, {"exam": Decimal("0.7")}),),
)


def attempt(number: int, score: str, *, days_ago: int = 1, usage_key: str = "exam") -> Evidence:
    return Evidence(
        uuid=uuid4(), issuer="ensam-rabat", learner=UUID(int=1), competency="MA-NUM.TC.06", level="N1", source="classroom",
        usage_key=usage_key, attempt=number, item="*", score=Decimal(score), response="", observed_at=NOW - timedelta(days=days_ago),
        observer="system", conditions="alone", identity_check="password",
    )  # fmt: skip


def stand(
    *evidence: Evidence, completed: frozenset[str] = frozenset(), rating: Rating = Rating.IN_PROGRESS, excused: tuple[str | None, ...] = ()
) -> Standing:
    ratings = {("MA-NUM.TC.06", "N1"): rating}
    grants = Grants(tuple(Grant(uuid4(), Terms(excused=True), True, each, NOW) for each in excused))
    return read_standing(PLAN, LEARNER, completed=completed, ratings=ratings, evidence=evidence, now=NOW, grants=grants)


@pytest.mark.parametrize(
    ("evidence", "completed", "rating", "expected"),
    [
        ((), (), Rating.NOT_ASSESSED, "not_started"),
        ((), ("b1",), Rating.NOT_ASSESSED, "on_the_way"),
        ((attempt(1, "0.5"),), (), Rating.IN_PROGRESS, "on_the_way"),
        ((attempt(1, "0.5"), attempt(2, "0.6")), (), Rating.IN_PROGRESS, "stuck"),
        ((attempt(1, "0.5", days_ago=11),), (), Rating.IN_PROGRESS, "silent"),
        ((attempt(1, "0.5"), attempt(2, "0.8")), (), Rating.ACQUIRED, "acquired"),
    ],
)
def test_attention_follows_what_happened(evidence: tuple[Evidence, ...], completed: tuple[str, ...], rating: Rating, expected: str) -> None:
    assert stand(*evidence, completed=frozenset(completed), rating=rating).attention == expected


def test_tries_at_a_practice_never_count_as_failed() -> None:
    practice = [attempt(number, "0.1", usage_key="practice") for number in (1, 2, 3)]
    assert stand(*practice).failed_tries == 0


def test_passed_checkpoint_leaves_no_failed_tries() -> None:
    assert stand(attempt(1, "0.2"), attempt(2, "0.7")).failed_tries == 0


def test_the_stuck_stand_before_the_silent_and_the_finished() -> None:
    stuck, silent = stand(attempt(1, "0.1"), attempt(2, "0.1")), stand(attempt(1, "0.1", days_ago=20))
    done = stand(attempt(1, "0.9"), rating=Rating.ACQUIRED)
    assert sorted([done, silent, stuck], key=lambda each: each.rank) == [stuck, silent, done]


def test_blocks_done_are_counted_in_their_unit() -> None:
    assert stand(completed=frozenset({"b1", "elsewhere"})).done == (1,)


def test_nobody_waits_for_somebody_excused_from_the_course() -> None:
    learner = stand(attempt(1, "0.1", days_ago=40), attempt(2, "0.1", days_ago=40), excused=(None,))
    assert (learner.attention, learner.failed_tries, learner.expected, learner.excused) == ("excused", 0, (0,), (None,))
    assert learner.is_excused_from(PLAN, 0)
    assert (learner.units_done, learner.count_units(PLAN)) == (0, 0)


def test_who_is_excused_from_the_exam_is_not_stuck_at_it_and_still_expected_to_read() -> None:
    learner = stand(attempt(1, "0.1"), attempt(2, "0.1"), excused=("exam",))
    assert (learner.attention, learner.failed_tries) == ("on_the_way", 0)
    assert stand(excused=("exam",)).attention == "not_started"
    assert stand(completed=frozenset({"b1", "b2"}), excused=("exam",)).attention == "excused"


def test_unit_is_done_without_the_block_that_is_excused() -> None:
    learner = stand(completed=frozenset({"b1"}), excused=("b2",))
    assert (learner.done, learner.expected, learner.units_done) == ((1,), (1,), 1)


def test_what_was_done_all_the_same_counts() -> None:
    learner = stand(attempt(1, "0.9"), completed=frozenset({"b1", "b2"}), rating=Rating.ACQUIRED, excused=(None,))
    assert (learner.attention, learner.done, learner.expected) == ("acquired", (2,), (2,))
