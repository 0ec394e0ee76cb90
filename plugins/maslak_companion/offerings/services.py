"""What other rooms may ask of the offerings room."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from maslak_companion.offerings.arrangements import to_grant
from maslak_companion.offerings.errors import (
    AlreadyEnrolledError,
    GroupNotFoundError,
    NotEnrolledError,
    OfferingNotFoundError,
)
from maslak_companion.offerings.granted import Grant, Granted, Grants
from maslak_companion.offerings.models import Arrangement, Enrolment, ExamMode, Group, Offering, OfferingGroup, Programme
from maslak_companion.outbox.services import record_entry
from maslak_companion.people.models import Learner

# Only these statuses open the classroom; the others keep their history.
_OPEN_STATUSES = ("active", "repeating")


def get_offering(session: Session, key: str) -> Offering:
    """Return the offering with the key; raise OfferingNotFoundError when there is none."""
    offering = session.scalar(select(Offering).where(Offering.key == key))
    if offering is None:
        raise OfferingNotFoundError("no offering has this key", offering=key)
    return offering


def list_offerings(session: Session) -> Sequence[Offering]:
    """Return every offering, the latest period first."""
    return session.scalars(select(Offering).join(Offering.period).order_by(Offering.opens_at.desc(), Offering.key)).all()


def list_led_offerings(session: Session, account_id: uuid.UUID) -> Sequence[Offering]:
    """Return the offerings that the account leads."""
    return session.scalars(select(Offering).where(Offering.lead_account_id == account_id).order_by(Offering.key)).all()


def get_group(session: Session, key: str) -> Group:
    """Return the group with the key; raise GroupNotFoundError when there is none."""
    group = session.scalar(select(Group).where(Group.key == key))
    if group is None:
        raise GroupNotFoundError("no group has this key", group=key)
    return group


def list_offering_groups(session: Session, offering: Offering) -> Sequence[Group]:
    """Return the groups that take the offering."""
    joined = select(Group).join(OfferingGroup, OfferingGroup.group_id == Group.id)
    return session.scalars(joined.where(OfferingGroup.offering_id == offering.id).order_by(Group.key)).all()


def list_learner_offerings(session: Session, learner_id: uuid.UUID) -> Sequence[Offering]:
    """Return the offerings that the learner's open enrolments give access to, by key."""
    opened = (
        select(OfferingGroup.offering_id)
        .join(Enrolment, Enrolment.group_id == OfferingGroup.group_id)
        .where(Enrolment.learner_id == learner_id, Enrolment.status.in_(_OPEN_STATUSES))
    )
    return session.scalars(select(Offering).where(Offering.id.in_(opened)).order_by(Offering.key)).all()


def get_learner_offering(session: Session, learner_id: uuid.UUID, course_key: str) -> Offering:
    """Return the learner's offering of the course, the latest when there are several; raise NotEnrolledError otherwise."""
    offerings = [offering for offering in list_learner_offerings(session, learner_id) if offering.course_key == course_key]
    if not offerings:
        raise NotEnrolledError("no open enrolment gives access to this course", course=course_key)
    return max(offerings, key=lambda offering: offering.period.starts_on)


def list_offering_learners(session: Session, offering: Offering, group: Group | None = None) -> Sequence[Learner]:
    """Return the learners with an open enrolment in the offering's groups, or in one of them, by Latin name."""
    groups = [group.id] if group is not None else [each.id for each in list_offering_groups(session, offering)]
    enrolled = select(Enrolment.learner_id).where(Enrolment.group_id.in_(groups), Enrolment.status.in_(_OPEN_STATUSES))
    return session.scalars(select(Learner).where(Learner.id.in_(enrolled)).order_by(Learner.name_latin, Learner.id)).all()


def list_classmate_ids(session: Session, offering: Offering, learner_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the other learners with an open enrolment in a group that takes the offering and in which this learner is, too."""
    own = (
        select(Enrolment.group_id)
        .join(OfferingGroup, OfferingGroup.group_id == Enrolment.group_id)
        .where(OfferingGroup.offering_id == offering.id, Enrolment.learner_id == learner_id, Enrolment.status.in_(_OPEN_STATUSES))
    )
    enrolled = select(Enrolment.learner_id).where(Enrolment.group_id.in_(own), Enrolment.status.in_(_OPEN_STATUSES))
    return frozenset(session.scalars(enrolled.where(Enrolment.learner_id != learner_id)))


def enrol(
    session: Session, *, learner_id: uuid.UUID, programme: Programme, year: str, group: Group, at: datetime, author: uuid.UUID | None = None
) -> Enrolment:
    """Enrol the learner and tell the registry in the same transaction; raise AlreadyEnrolledError on a second time."""
    same = select(Enrolment.id).where(
        Enrolment.learner_id == learner_id,
        Enrolment.programme_id == programme.id,
        Enrolment.year == year,
        Enrolment.group_id == group.id,
    )
    if session.scalar(same) is not None:
        raise AlreadyEnrolledError("the learner is already enrolled here for this year")
    enrolment = Enrolment(learner_id=learner_id, programme=programme, year=year, group=group, enrolled_at=at)
    session.add(enrolment)
    session.flush()
    _tell_registry(session, enrolment, at, author, None)
    return enrolment


def record_enrolment_status(
    session: Session, enrolment: Enrolment, *, status: str, reason: str, at: datetime, author: uuid.UUID
) -> Enrolment:
    """Change the status of an enrolment as a new revision, with its reason code; the same status again changes nothing."""
    if enrolment.status == status:
        return enrolment
    enrolment.status = status
    enrolment.revision += 1
    session.flush()
    _tell_registry(session, enrolment, at, author, reason)
    return enrolment


def find_arrangement(session: Session, learner_id: uuid.UUID, offering: Offering, usage_key: str) -> Granted | None:
    """Return what holds for the learner at this place: a personal arrangement before a group's, value by value."""
    return find_arrangements(session, [learner_id], offering, usage_key).get(learner_id)


def find_arrangements(
    session: Session, learner_ids: Collection[uuid.UUID], offering: Offering, usage_key: str
) -> Mapping[uuid.UUID, Granted]:
    """Return what holds for each of these learners at this place, as `find_arrangement`, in one query."""
    grants = list_grants(session, learner_ids, offering, usage_key)
    return {learner_id: granted for learner_id, each in grants.items() if (granted := each.find_at(usage_key)) is not None}


def list_grants(
    session: Session, learner_ids: Collection[uuid.UUID], offering: Offering, usage_key: str | None = None
) -> Mapping[uuid.UUID, Grants]:
    """Return everything that bears on each of these learners, or with a usage key at that place alone, in one query.

    Somebody to whom nothing was granted is not named.
    """
    learner = func.coalesce(Arrangement.learner_id, Enrolment.learner_id)
    open_enrolments = Enrolment.status.in_(_OPEN_STATUSES)
    mine = and_(Enrolment.group_id == Arrangement.group_id, Enrolment.learner_id.in_(learner_ids), open_enrolments)
    statement = (
        select(Arrangement, learner)
        .outerjoin(Enrolment, mine)
        .where(Arrangement.offering_id == offering.id, Arrangement.withdrawn_at.is_(None), learner.in_(learner_ids))
    )
    if usage_key is not None:
        statement = statement.where(or_(Arrangement.usage_key.is_(None), Arrangement.usage_key == usage_key))
    found: dict[uuid.UUID, list[Grant]] = defaultdict(list)
    for arrangement, learner_id in session.execute(statement):
        found[learner_id].append(to_grant(arrangement))
    return {learner_id: Grants.sort(rows) for learner_id, rows in found.items()}


def read_grants(session: Session, learner_id: uuid.UUID, offering: Offering) -> Grants:
    """Return everything that bears on one learner in an offering."""
    return list_grants(session, [learner_id], offering).get(learner_id, Grants())


def list_arrangements(session: Session, offering: Offering, usage_key: str) -> Sequence[tuple[Arrangement, Mapping[str, str]]]:
    """Return what was granted at this place or for the whole offering with the titles of its group, groups first, the newest first."""
    statement = (
        select(Arrangement, Group.titles)
        .outerjoin(Group, Group.id == Arrangement.group_id)
        .where(
            Arrangement.offering_id == offering.id,
            Arrangement.withdrawn_at.is_(None),
            or_(Arrangement.usage_key.is_(None), Arrangement.usage_key == usage_key),
        )
        .order_by(Arrangement.learner_id.is_not(None), Arrangement.granted_at.desc(), Arrangement.id)
    )
    return [(arrangement, titles or {}) for arrangement, titles in session.execute(statement)]


def find_exam(session: Session, offering: Offering, usage_key: str) -> ExamMode | None:
    """Return how the offering takes the block as an exam, with no feedback before the attempt is finished; None where it does not."""
    found = session.get(ExamMode, (offering.id, usage_key))
    return found if found is not None and found.is_on else None


def list_exams(session: Session, offering: Offering) -> Mapping[str, int | None]:
    """Return the usage keys of the blocks that the offering takes as an exam, each with its minutes, or None without a limit."""
    listed = select(ExamMode.usage_key, ExamMode.minutes).where(ExamMode.offering_id == offering.id, ExamMode.is_on)
    return dict(session.execute(listed).all())


def record_exam_mode(
    session: Session, offering: Offering, usage_key: str, *, is_on: bool, author: uuid.UUID, at: datetime, minutes: int | None = None
) -> None:
    """Take a block as an exam from now on, for so many minutes, or no longer; the same again changes nothing."""
    found, minutes = session.get(ExamMode, (offering.id, usage_key)), minutes if is_on else None
    if found is None:
        row = ExamMode(offering_id=offering.id, usage_key=usage_key, is_on=is_on, minutes=minutes, set_by=author, set_at=at)
        session.add(row)
    elif (found.is_on, found.minutes) != (is_on, minutes):
        found.is_on, found.minutes, found.set_by, found.set_at = is_on, minutes, author, at
    session.flush()


def _tell_registry(session: Session, enrolment: Enrolment, at: datetime, author: uuid.UUID | None, reason: str | None) -> None:
    data = {
        "programme": enrolment.programme.key,
        "version": str(enrolment.programme.version),
        "year": enrolment.year,
        "group": enrolment.group.key,
        "status": enrolment.status,
    }
    record_entry(
        session,
        type="enrolment.recorded",
        subject=enrolment.id,
        revision=enrolment.revision,
        learner=enrolment.learner_id,
        data=data,
        author=author or "system",
        reason=reason,
        at=at,
    )
