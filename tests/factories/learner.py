"""Learners of a test."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from maslak_companion.people.models import Learner
from maslak_companion.people.services import create_learner

AT = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
_numbers = count(1)


def make_learner(session: Session, *, name_ar: str = "مريم التازي", name_latin: str = "Meryem Tazi", student_number: str = "") -> Learner:
    """Add a learner under a student number that no other has."""
    number = student_number or f"T{next(_numbers):05d}"
    return create_learner(session, name_ar=name_ar, name_latin=name_latin, student_number=number, at=AT)
