"""The course of the learners in alternance: a page of it is their logbook, and nobody else of their group has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.services import install_release
from maslak_companion.demo.people import School
from maslak_companion.offerings.models import Group, Offering, OfferingGroup, Programme
from maslak_companion.offerings.services import enrol
from maslak_companion.settings import Settings

WORK_STUDY: Final = "work_study"
_TITLES: Final = {"ar": "التكوين بالتناوب", "fr": "Alternance", "en": "Alternance"}
_IN_ALTERNANCE: Final = {"ar": "، بالتناوب", "fr": ", en alternance", "en": ", in alternance"}


def seed_work_study(
    session: Session, settings: Settings, school: School, core: Offering, learner_ids: Sequence[UUID], registrar: UUID, at: datetime
) -> None:
    """Open the course beside the shared core to these learners once; later seeds bring it up to its files.

    A home that has the core alone, as the preview of a course, goes without.
    """
    source = settings.courses / WORK_STUDY
    if not source.is_dir():
        return
    release = install_release(session, CourseShelf(settings.home / "releases"), source, course_key=WORK_STUDY, at=at)
    key = f"NUM-ALT-{core.period.key}"
    offering = session.scalar(select(Offering).where(Offering.key == key))
    if offering is None:
        offering = _open(session, key, school, core)
        _enrol(session, school, offering, learner_ids, registrar, at)
    offering.release_id = release.id
    session.flush()


def _open(session: Session, key: str, school: School, core: Offering) -> Offering:
    # A contract outlasts the semester; where courses are listed by their beginning, the core stands first.
    opens_at = core.opens_at - timedelta(days=1) if core.opens_at else None
    closes_at = core.closes_at + timedelta(days=240) if core.closes_at else None
    offering = Offering(
        key=key, titles=_TITLES, course_key=WORK_STUDY, period=core.period, module_code="ALT", apogee_code=f"{school.apogee_code[:4]}ALT1",
        credits=Decimal(0), opens_at=opens_at, closes_at=closes_at,
    )  # fmt: skip
    session.add(offering)
    session.flush()
    return offering


def _enrol(session: Session, school: School, offering: Offering, learner_ids: Sequence[UUID], registrar: UUID, at: datetime) -> None:
    titles = {language: title + _IN_ALTERNANCE[language] for language, title in school.group_titles.items()}
    group = Group(key=f"{school.group_key}-ALT", titles=titles)
    programme = Programme(key=WORK_STUDY.replace("_", "-"), version=1, titles=_TITLES)
    session.add_all((group, programme))
    session.flush()
    session.add(OfferingGroup(offering_id=offering.id, group_id=group.id))
    year = offering.period.key[:9]
    for learner_id in learner_ids:
        enrol(session, learner_id=learner_id, programme=programme, year=year, group=group, at=at, author=registrar)
