"""Learners whom the jury of another group has decided on: a person has one result for an offering and a session.

Whoever belongs to two groups is decided by the jury that closes first. Every other jury shows that result and leaves it alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_companion.offerings.facts import GroupFacts, describe_group
from maslak_companion.offerings.services import list_offering_groups
from maslak_companion.people.models import Learner
from maslak_companion.people.services import list_learners_by_id
from maslak_companion.results.drafts import JuryOf
from maslak_companion.results.models import CompletionRecordRow, Jury, JuryLine
from maslak_companion.results.recording import find_current


@dataclass(frozen=True, slots=True)
class DecidedElsewhere:
    """One learner of the group, the result that stands, and the group whose jury decided it (None once it left the offering)."""

    learner_id: UUID
    name_ar: str
    name_latin: str
    student_number: str
    group: GroupFacts | None
    mark: Decimal | None
    decision: str | None


def map_decided_elsewhere(session: Session, of: JuryOf) -> Mapping[UUID, UUID]:
    """Return the learners whom the juries of other groups decided on, each with the id of that group.

    A jury that was closed keeps whom it decided on; reopened for a reason, it is still the one to change the result.
    """
    columns = select(Jury.id, Jury.group_id, Jury.state, Jury.reason)
    juries = session.execute(columns.where(Jury.offering_id == of.offering.id, Jury.session == of.session)).all()
    groups = {jury.id: jury.group_id for jury in juries if jury.state == "closed" or jury.reason is not None}
    recorded = select(CompletionRecordRow.learner_id).where(
        CompletionRecordRow.about_kind == "offering",
        CompletionRecordRow.about_key == of.offering.key,
        CompletionRecordRow.period == of.offering.period.key,
        CompletionRecordRow.session == of.session,
    )
    lines = select(JuryLine.learner_id, JuryLine.jury_id).where(JuryLine.jury_id.in_(groups), JuryLine.learner_id.in_(recorded))
    decided = [(learner_id, groups[jury_id]) for learner_id, jury_id in session.execute(lines)]
    here = {learner_id for learner_id, group_id in decided if group_id == of.group.id}
    return {learner_id: group_id for learner_id, group_id in decided if learner_id not in here}


def list_decided_elsewhere(session: Session, of: JuryOf, learner_ids: Collection[UUID]) -> list[DecidedElsewhere]:
    """Return those of the learners whom another group's jury decided on, by Latin name, with the result as it stands."""
    deciding = map_decided_elsewhere(session, of)
    groups = {group.id: describe_group(group) for group in list_offering_groups(session, of.offering)}
    learners = list_learners_by_id(session, deciding.keys() & set(learner_ids))
    return [_describe(session, of, learner, groups.get(deciding[learner.id])) for learner in learners]


def take_over(session: Session, of: JuryOf, jury: Jury) -> None:
    """Drop what other juries noted about the learners whom this one just decided on: their lines never become results."""
    others = select(Jury.id).where(Jury.offering_id == of.offering.id, Jury.session == of.session, Jury.id != jury.id)
    ours = select(JuryLine.learner_id).where(JuryLine.jury_id == jury.id)
    noted = JuryLine.jury_id.in_(others), JuryLine.learner_id.in_(list(session.scalars(ours)))
    session.execute(delete(JuryLine).where(*noted))


def leave_alone(session: Session, of: JuryOf, jury: Jury) -> None:
    """Drop what this jury noted about learners whom another one has decided on meanwhile."""
    elsewhere = list(map_decided_elsewhere(session, of))
    session.execute(delete(JuryLine).where(JuryLine.jury_id == jury.id, JuryLine.learner_id.in_(elsewhere)))


def _describe(session: Session, of: JuryOf, learner: Learner, group: GroupFacts | None) -> DecidedElsewhere:
    result = find_current(session, of, learner.id)
    mark, decision = (result.mark, result.decision) if result is not None else (None, None)
    return DecidedElsewhere(learner.id, learner.name_ar, learner.name_latin, learner.student_number, group, mark, decision)
