"""What the other rooms may ask of progress: record evidence, and read ratings, evidence and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.badges.services import award_competency_badge
from maslak_companion.progress.assessment import BlockMap, ReleaseFacts, WorkObserved, find_target, list_requirements
from maslak_companion.progress.errors import ContradictingEvidenceError
from maslak_companion.progress.models import EvidenceRow, RatingEvent, RatingRow
from maslak_companion.progress.tallies import ItemTally, tally_items
from maslak_domain.evidence import Evidence
from maslak_domain.mastery import Rating, is_lowering, rate
from maslak_web.database import new_id

__all__ = [
    "CompetencyRating", "EvidenceContext", "ItemTally", "RatingChange", "ReleaseFacts", "WorkObserved", "list_cohort_evidence",
    "list_evidence", "list_item_tallies", "list_rating_changes", "list_ratings", "list_ratings_for", "record_evidence",
    "record_workplace_evidence",
]  # fmt: skip

POLICY = "threshold/2"
# Work belongs to no course; its evidence is kept under this name.
ALTERNANCE = "alternance"
_BELOW_EXPERT, _EXPERT = "N3", "N4"


class Observed(Protocol):
    """One thing that a block saw: an answered item, or the whole attempt as item `*`."""

    @property
    def item(self) -> str: ...
    @property
    def attempt(self) -> int: ...
    @property
    def score(self) -> Decimal: ...
    @property
    def response(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceContext:
    """Who saw the learner do it, and how sure it is that it was the learner."""

    issuer: str
    source: str = "classroom"
    observer: str = "system"
    conditions: str = "alone"
    identity_check: str = "password"


@dataclass(frozen=True, slots=True)
class CompetencyRating:
    """Where a learner stands on a competency at a level."""

    learner_id: UUID
    competency: str
    level: str
    rating: Rating
    changed_at: datetime | None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class RatingChange:
    """One change of a rating."""

    competency: str
    level: str
    before: Rating
    after: Rating
    at: datetime


def record_evidence(
    session: Session,
    learner_id: UUID,
    release: ReleaseFacts,
    usage_key: str,
    observations: Sequence[Observed],
    *,
    context: EvidenceContext,
    at: datetime,
) -> CompetencyRating:
    """Record what a block observed and rate the competency again, in the caller's transaction.

    The competency and level come from the release. What is already known by its natural key is left as it is. A competency
    that turns *acquired* is awarded its badge here. Raises `NothingAssessedError`, `ContradictingEvidenceError`.
    """
    if len({(each.attempt, each.item) for each in observations}) != len(observations):
        raise ContradictingEvidenceError("the same item of the same attempt is reported twice", usage_key=usage_key)
    competency, level = find_target(release.block_map, usage_key)
    seen = _known_observations(session, context.issuer, learner_id, usage_key)
    for observation in observations:
        if (observation.attempt, observation.item) not in seen:
            row = _evidence_row(learner_id, release, usage_key, observation, context, at)
            row.competency, row.level = competency, level
            session.add(row)
    session.flush()
    return _rate_again(session, learner_id, release, (competency, level), at)


def record_workplace_evidence(
    session: Session, learner_id: UUID, observed: WorkObserved, block_map: BlockMap, *, context: EvidenceContext, at: datetime
) -> CompetencyRating:
    """Record what both tutors signed about a competency at work, and rate it again, in the caller's transaction.

    `block_map` is the release that assesses the competency, empty where none does. What is already known stays as it is.
    """
    release = ReleaseFacts(observed.agreement_id, ALTERNANCE, block_map)
    if (observed.attempt, observed.item) not in _known_observations(session, context.issuer, learner_id, observed.key):
        row = _evidence_row(learner_id, release, observed.key, observed, context, at)
        row.competency, row.level = observed.competency, observed.level
        session.add(row)
    session.flush()
    return _rate_again(session, learner_id, release, (observed.competency, observed.level), at)


def list_ratings(session: Session, learner_id: UUID) -> list[CompetencyRating]:
    """Return every rating of one learner."""
    return list_ratings_for(session, [learner_id])


def list_ratings_for(session: Session, learner_ids: Sequence[UUID]) -> list[CompetencyRating]:
    """Return every rating of several learners."""
    rows = session.scalars(select(RatingRow).where(RatingRow.learner_id.in_(learner_ids)).order_by(RatingRow.competency, RatingRow.level))
    return [CompetencyRating(row.learner_id, row.competency, row.level, Rating(row.rating), row.changed_at) for row in rows]


def list_evidence(session: Session, learner_id: UUID, competency: str | None = None) -> list[Evidence]:
    """Return one learner's evidence, oldest first, on one competency or on all."""
    query = select(EvidenceRow).where(EvidenceRow.learner_id == learner_id).order_by(EvidenceRow.observed_at, EvidenceRow.id)
    if competency is not None:
        query = query.where(EvidenceRow.competency == competency)
    return [_to_evidence(row) for row in session.scalars(query)]


def list_cohort_evidence(session: Session, learner_ids: Sequence[UUID], course_key: str) -> list[Evidence]:
    """Return the evidence of several learners in one course, oldest first."""
    query = (
        select(EvidenceRow)
        .where(EvidenceRow.learner_id.in_(learner_ids), EvidenceRow.course_key == course_key)
        .order_by(EvidenceRow.observed_at, EvidenceRow.id)
    )
    return [_to_evidence(row) for row in session.scalars(query)]


def list_item_tallies(session: Session, learner_ids: Sequence[UUID], course_key: str) -> list[ItemTally]:
    """Return how each item of a course was answered by these learners, hardest first."""
    return tally_items(list_cohort_evidence(session, learner_ids, course_key))


def list_rating_changes(session: Session, learner_id: UUID, since: datetime | None = None) -> list[RatingChange]:
    """Return the changes of one learner's ratings, newest first."""
    query = select(RatingEvent).where(RatingEvent.learner_id == learner_id).order_by(RatingEvent.at.desc(), RatingEvent.id.desc())
    if since is not None:
        query = query.where(RatingEvent.at >= since)
    return [RatingChange(row.competency, row.level, Rating(row.before), Rating(row.after), row.at) for row in session.scalars(query)]


def _known_observations(session: Session, issuer: str, learner_id: UUID, usage_key: str) -> set[tuple[int, str]]:
    query = select(EvidenceRow.attempt, EvidenceRow.item).where(
        EvidenceRow.issuer == issuer, EvidenceRow.learner_id == learner_id, EvidenceRow.usage_key == usage_key
    )
    return {(attempt, item) for attempt, item in session.execute(query)}


def _evidence_row(
    learner_id: UUID, release: ReleaseFacts, usage_key: str, observation: Observed, context: EvidenceContext, at: datetime
) -> EvidenceRow:
    return EvidenceRow(
        id=new_id(),
        issuer=context.issuer,
        learner_id=learner_id,
        course_key=release.course_key,
        release_id=release.release_id,
        usage_key=usage_key,
        attempt=observation.attempt,
        item=observation.item,
        source=context.source,
        score=observation.score,
        response=observation.response,
        observed_at=at,
        observer=context.observer,
        conditions=context.conditions,
        identity_check=context.identity_check,
    )


def _rate_again(session: Session, learner_id: UUID, release: ReleaseFacts, target: tuple[str, str], at: datetime) -> CompetencyRating:
    competency, level = target
    row = _lock_rating(session, learner_id, competency, level, at)
    before = Rating(row.rating)
    evidence = [each for each in list_evidence(session, learner_id, competency) if each.level == level]
    outcome = rate(evidence, list_requirements(release.block_map, competency, level), POLICY)
    rated = _hold_back(session, learner_id, target, outcome.rating)
    # Only a person takes something away, with a reason: a release that asks for more leaves what was acquired.
    changed = rated != before and not is_lowering(before, rated)
    if changed:
        row.rating, row.policy, row.changed_at = rated.value, outcome.policy, at
        row.explanation = [{"code": reason.code, "params": dict(reason.params)} for reason in outcome.explanation]
        session.add(_rating_event(learner_id, target, before, rated, at))
        session.flush()
        if rated is Rating.ACQUIRED:
            award_competency_badge(session, learner_id, competency, level, at)
            _rate_level_above(session, learner_id, release, target, at)
    return CompetencyRating(learner_id, competency, level, Rating(row.rating), row.changed_at, changed)


def _hold_back(session: Session, learner_id: UUID, target: tuple[str, str], rating: Rating) -> Rating:
    """Keep the expert level partly acquired until the level below is acquired: work alone does not show it."""
    if rating is not Rating.ACQUIRED or target[1] != _EXPERT:
        return rating
    below = session.get(RatingRow, (learner_id, target[0], _BELOW_EXPERT))
    return rating if below is not None and below.rating == Rating.ACQUIRED.value else Rating.PARTLY


def _rate_level_above(session: Session, learner_id: UUID, release: ReleaseFacts, target: tuple[str, str], at: datetime) -> None:
    """Look again at an expert level that waited for this one."""
    if target[1] == _BELOW_EXPERT and session.get(RatingRow, (learner_id, target[0], _EXPERT)) is not None:
        _rate_again(session, learner_id, release, (target[0], _EXPERT), at)


def _lock_rating(session: Session, learner_id: UUID, competency: str, level: str, at: datetime) -> RatingRow:
    """Return the rating's row, locked, so that two answers rate one after the other and each sees the other's evidence."""
    key = (learner_id, competency, level)
    row = session.get(RatingRow, key, with_for_update=True, populate_existing=True)
    if row is None:
        row = RatingRow(
            learner_id=learner_id, competency=competency, level=level, rating=Rating.NOT_ASSESSED.value,
            policy=POLICY, explanation=[], changed_at=at,
        )  # fmt: skip
        session.add(row)
        session.flush()
    return row


def _rating_event(learner_id: UUID, target: tuple[str, str], before: Rating, after: Rating, at: datetime) -> RatingEvent:
    return RatingEvent(
        learner_id=learner_id, competency=target[0], level=target[1],
        before=before.value, after=after.value, reason="evidence", author="system", at=at,
    )  # fmt: skip


def _to_evidence(row: EvidenceRow) -> Evidence:
    return Evidence(
        uuid=row.id,
        issuer=row.issuer,
        learner=row.learner_id,
        competency=row.competency,
        level=row.level,
        source=row.source,
        usage_key=row.usage_key,
        attempt=row.attempt,
        item=row.item,
        score=row.score,
        response=row.response,
        observed_at=row.observed_at,
        observer=row.observer,
        conditions=row.conditions,  # type: ignore[arg-type]
        identity_check=row.identity_check,  # type: ignore[arg-type]
    )
