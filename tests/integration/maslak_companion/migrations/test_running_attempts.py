"""Attempts that ran before there were notes of them are noted by the migration, in the offering of their learner."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.factories.classroom import AT, CHECKPOINT

from maslak_companion.classroom.models import BlockState, Release, RunningAttempt
from maslak_companion.offerings.models import Group, Offering, OfferingGroup, Period, Programme
from maslak_companion.offerings.services import enrol
from maslak_companion.people.services import create_learner
from maslak_web.database import Database
from maslak_web.migrations import run_migrations, undo_migrations

RUNNING, DONE = {"number": 1, "finished_at": None}, {"number": 1, "finished_at": AT.isoformat()}
GONE = CHECKPOINT.replace("cp-bank", "gone")


def open_school(session: Session) -> tuple[uuid.UUID, Programme, Group]:
    """Make an offering of a course with one checkpoint; return its id, and what learners enrol in."""
    programme, group = Programme(key="core", version=1, titles={}), Group(key="g1", titles={})
    period = Period(key="2026-S1", titles={}, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 31))
    release = Release(course_key="tiny", version="1", hash="0" * 64, titles={}, block_map={CHECKPOINT: {}}, installed_at=AT)
    session.add_all([programme, group, period, release])
    session.flush()
    offering = Offering(key="core-2026", titles={}, course_key="tiny", release_id=release.id, period_id=period.id)
    session.add(offering)
    session.flush()
    session.add(OfferingGroup(offering_id=offering.id, group_id=group.id))
    return offering.id, programme, group


def add_state(session: Session, learner: uuid.UUID, attempts: list[Any], key: str = CHECKPOINT) -> None:
    session.add(BlockState(owner=learner.hex, learner_id=learner, scope="user_state", block_key=key, fields={"attempts": attempts}))


def test_attempt_that_runs_is_noted_and_a_finished_one_is_not(database: Database) -> None:
    run_migrations(database, "maslak_companion")
    with database.session() as session:
        offering_id, programme, group = open_school(session)
        learners = [create_learner(session, name_ar="س", name_latin="S", student_number=f"s{number}", at=AT).id for number in range(3)]
        for learner_id in learners[:2]:
            enrol(session, learner_id=learner_id, programme=programme, year="2026-2027", group=group, at=AT)
        add_state(session, learners[0], [DONE, RUNNING])
        add_state(session, learners[0], [RUNNING], GONE)
        add_state(session, learners[1], [DONE])
        add_state(session, learners[2], [RUNNING])
    undo_migrations(database, "maslak_companion", "0016")
    run_migrations(database, "maslak_companion")
    with database.session(reading=True) as session:
        rows = session.scalars(select(RunningAttempt)).all()
        assert [(row.learner_id, row.usage_key, row.offering_id, row.ends_at) for row in rows] == [
            (learners[0], CHECKPOINT, offering_id, None)
        ]
