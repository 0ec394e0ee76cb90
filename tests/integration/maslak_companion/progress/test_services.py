"""Evidence and ratings on a real database: what is recorded once, what it means, and what it awards."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.factories.classroom import AT, School
from tests.factories.course import CHECKPOINT, COMPETENCY
from tests.factories.observation import Seen

from maslak_companion.badges.services import list_learner_credentials
from maslak_companion.progress.assessment import ReleaseFacts
from maslak_companion.progress.errors import ContradictingEvidenceError, NothingAssessedError
from maslak_companion.progress.models import EvidenceRow, RatingEvent
from maslak_companion.progress.services import (
    CompetencyRating,
    EvidenceContext,
    list_evidence,
    list_item_tallies,
    list_ratings,
    record_evidence,
)
from maslak_domain.mastery import Rating
from maslak_web.database import Database

CONTEXT = EvidenceContext(issuer="ensam-rabat")
WHOLE = Seen("*")


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home")


def record(school: School, learner_id: object, *observations: Seen, usage_key: str = CHECKPOINT, **facts: object) -> CompetencyRating:
    values = {"release_id": school.release_id, "course_key": school.course_key, "block_map": school.block_map} | facts
    with school.database.session() as session:
        release = ReleaseFacts(**values)  # type: ignore[arg-type]
        return record_evidence(session, learner_id, release, usage_key, observations, context=CONTEXT, at=AT)  # type: ignore[arg-type]


def test_same_evidence_twice_is_recorded_once(school: School) -> None:
    learner = school.add_learner()
    for _ in range(2):
        record(school, learner, Seen("q1"), Seen("q2", score=Decimal(0)))
    with school.database.session(reading=True) as session:
        assert [(each.item, each.score) for each in list_evidence(session, learner)] == [("q1", Decimal(1)), ("q2", Decimal(0))]
        assert session.scalar(select(func.count()).select_from(RatingEvent)) == 1


def test_first_report_of_an_observation_stands(school: School) -> None:
    learner = school.add_learner()
    record(school, learner, Seen("q1", score=Decimal(0)))
    record(school, learner, Seen("q1", score=Decimal(1)))
    with school.database.session(reading=True) as session:
        assert [each.score for each in list_evidence(session, learner)] == [Decimal(0)]


def test_competency_comes_from_the_release(school: School) -> None:
    learner = school.add_learner()
    rating = record(school, learner, Seen("q1"))
    assert (rating.competency, rating.level, rating.rating, rating.changed) == (COMPETENCY, "N1", Rating.IN_PROGRESS, True)


def test_passing_the_deciding_checkpoint_acquires_the_competency_and_awards_one_badge(school: School) -> None:
    learner = school.add_learner()
    assert record(school, learner, WHOLE).rating is Rating.ACQUIRED
    record(school, learner, Seen("*", attempt=2))
    with school.database.session(reading=True) as session:
        (badge,) = list_learner_credentials(session, learner)
        assert (badge.competency, badge.level, badge.state) == (COMPETENCY, "N1", "awarded")


def test_later_worse_attempt_takes_nothing_away(school: School) -> None:
    learner = school.add_learner()
    record(school, learner, WHOLE)
    later = record(school, learner, Seen("*", attempt=2, score=Decimal(0)))
    assert (later.rating, later.changed) == (Rating.ACQUIRED, False)


def test_release_that_asks_for_more_leaves_what_was_acquired(school: School) -> None:
    learner = school.add_learner()
    record(school, learner, WHOLE)
    second = dict(school.block_map[CHECKPOINT])
    again = record(school, learner, Seen("q9", attempt=3), block_map={CHECKPOINT: second, "block-v1:other": second})
    assert again.rating is Rating.ACQUIRED


def test_failed_attempt_awards_nothing(school: School) -> None:
    learner = school.add_learner()
    assert record(school, learner, Seen("*", score=Decimal("0.69"))).rating is Rating.IN_PROGRESS
    with school.database.session(reading=True) as session:
        assert list_learner_credentials(session, learner) == []


def test_block_that_assesses_nothing_records_nothing(school: School) -> None:
    with pytest.raises(NothingAssessedError):
        record(school, school.add_learner(), Seen("q1"), usage_key="block-v1:unknown")
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(EvidenceRow)) == 0


def test_report_that_contradicts_itself_is_refused(school: School) -> None:
    with pytest.raises(ContradictingEvidenceError):
        record(school, school.add_learner(), Seen("q1"), Seen("q1", score=Decimal(0)))


def test_cohort_sees_its_own_answers_only(school: School) -> None:
    mine, other = school.add_learner(), school.add_learner()
    record(school, mine, Seen("q1", score=Decimal(0)))
    record(school, other, Seen("q1"))
    with school.database.session(reading=True) as session:
        (tally,) = list_item_tallies(session, [mine], school.course_key)
        assert (tally.learners, tally.mean_score) == (1, Decimal(0))
        assert [each.rating for each in list_ratings(session, mine)] == [Rating.IN_PROGRESS]
