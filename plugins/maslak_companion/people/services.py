"""What other rooms may ask of the people room."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.outbox.services import record_entry
from maslak_companion.people.errors import LearnerNotFoundError, NationalCodeTakenError, StudentNumberTakenError
from maslak_companion.people.identity import validate_birth_date, validate_national_code
from maslak_companion.people.models import Learner
from maslak_domain.language import fold_arabic


def create_learner(session: Session, *, name_ar: str, name_latin: str, student_number: str, at: datetime) -> Learner:
    """Add a learner under a student number that is still free; raise StudentNumberTakenError otherwise."""
    number = student_number.strip()
    if find_learner_by_number(session, number) is not None:
        raise StudentNumberTakenError("another learner has this student number", student_number=number)
    learner = Learner(name_ar=name_ar.strip(), name_latin=name_latin.strip(), student_number=number, created_at=at)
    session.add(learner)
    session.flush()
    return learner


def get_learner(session: Session, learner_id: uuid.UUID) -> Learner:
    """Return the learner; raise LearnerNotFoundError when there is none."""
    learner = session.get(Learner, learner_id)
    if learner is None:
        raise LearnerNotFoundError("no learner has this id")
    return learner


def find_learner_by_number(session: Session, student_number: str) -> Learner | None:
    """Return the learner with the student number, if any."""
    return session.scalar(select(Learner).where(Learner.student_number == student_number))


def list_learners(session: Session, query: str = "", *, limit: int = 200) -> Sequence[Learner]:
    """Return learners by Latin name whose names, student number or national code contain the words of the query.

    Names are folded before they are compared, so that an alif without its hamza still finds its owner.
    """
    words = [_folded(word) for word in query.split()]
    found = []
    for learner in session.scalars(select(Learner).order_by(Learner.name_latin, Learner.id)):
        haystack = _folded(f"{learner.name_ar} {learner.name_latin} {learner.student_number} {learner.national_code or ''}")
        if all(word in haystack for word in words):
            found.append(learner)
            if len(found) == limit:
                break
    return found


def list_learners_by_id(session: Session, learner_ids: Collection[uuid.UUID]) -> Sequence[Learner]:
    """Return the learners with these ids, by Latin name."""
    return session.scalars(select(Learner).where(Learner.id.in_(learner_ids)).order_by(Learner.name_latin, Learner.id)).all()


def record_verified_identity(
    session: Session, learner_id: uuid.UUID, *, national_code: str, birth_on: date, verified_by: uuid.UUID, at: datetime
) -> Learner:
    """Record what the registrar read on the learner's document, and tell the registry in the same transaction.

    Raises InvalidIdentityError for an impossible code or date, NationalCodeTakenError when another learner has the code.
    Only a salted commitment enters the hashed entry; the identity itself travels in the envelope and can be erased.
    """
    learner = get_learner(session, learner_id)
    code = validate_national_code(national_code)
    other = session.scalar(select(Learner.id).where(Learner.national_code == code, Learner.id != learner_id))
    if other is not None:
        raise NationalCodeTakenError("another learner here was verified with this national code")
    learner.national_code = code
    learner.birth_on = validate_birth_date(birth_on, at.date())
    learner.verified_at, learner.verified_by = at, verified_by
    learner.verifications += 1
    session.flush()
    _tell_registry(session, learner, birth_on, verified_by, at)
    return learner


def _tell_registry(session: Session, learner: Learner, birth_on: date, verified_by: uuid.UUID, at: datetime) -> None:
    identity = {
        "birth_on": birth_on.isoformat(),
        "name_ar": learner.name_ar,
        "name_latin": learner.name_latin,
        "national_code": learner.national_code or "",
    }
    record_entry(
        session,
        type="learner.verified",
        subject=learner.id,
        revision=learner.verifications,
        learner=learner.id,
        data={},
        author=verified_by,
        identity=identity,
        at=at,
    )


def _folded(text: str) -> str:
    return fold_arabic(text).casefold()
