"""Enrolments open offerings, and the registry hears of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from tests.factories.learner import AT, make_learner
from tests.factories.offering import Campus, make_campus, make_group, make_offering

from maslak_companion.offerings.errors import AlreadyEnrolledError, NotEnrolledError
from maslak_companion.offerings.models import Arrangement, Enrolment, Group, Offering, Period, Programme
from maslak_companion.offerings.services import (
    enrol,
    find_arrangement,
    get_learner_offering,
    get_offering,
    list_learner_offerings,
    list_offering_learners,
    record_enrolment_status,
)
from maslak_companion.outbox.models import OutboxRow
from maslak_web.database import Database


@pytest.fixture
def campus(database: Database) -> Campus:
    return make_campus(database, learners=2)


def entries(campus: Campus, learner_id: object) -> list[dict[str, object]]:
    with campus.database.session() as session:
        bodies = [json.loads(row.body) for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
    return [body for body in bodies if body["learner"] == str(learner_id)]


def test_enrolment_opens_the_offering_and_tells_the_registry(campus: Campus) -> None:
    learner_id = campus.learner_ids[0]
    with campus.database.session() as session:
        assert get_learner_offering(session, learner_id, "shared_core").key == "NUM-100"
    (entry,) = entries(campus, learner_id)
    assert entry["type"] == "enrolment.recorded"
    assert entry["data"] == {"programme": "shared-core", "version": "1", "year": "2026-2027", "group": "GI-1A", "status": "active"}


def test_second_enrolment_in_the_same_place_is_refused(campus: Campus) -> None:
    with campus.database.session() as session:
        programme, group = session.scalars(select(Programme)).one(), session.scalars(select(Group)).one()
        with pytest.raises(AlreadyEnrolledError):
            enrol(session, learner_id=campus.learner_ids[0], programme=programme, year="2026-2027", group=group, at=AT)


def test_learner_without_enrolment_sees_no_offering(campus: Campus) -> None:
    with campus.database.session() as session:
        stranger = make_learner(session)
        assert list(list_learner_offerings(session, stranger.id)) == []
        with pytest.raises(NotEnrolledError):
            get_learner_offering(session, stranger.id, "shared_core")


@pytest.mark.parametrize("status", ["suspended", "withdrawn", "transferred"])
def test_closed_status_shuts_the_offering_and_is_a_new_revision(campus: Campus, status: str) -> None:
    learner_id = campus.learner_ids[0]
    with campus.database.session() as session:
        enrolment = session.scalars(select(Enrolment).where(Enrolment.learner_id == learner_id)).one()
        record_enrolment_status(session, enrolment, status=status, reason="left", at=AT, author=uuid4())
        record_enrolment_status(session, enrolment, status=status, reason="left", at=AT, author=uuid4())
    with campus.database.session() as session:
        assert list(list_learner_offerings(session, learner_id)) == []
        assert learner_id not in [learner.id for learner in list_offering_learners(session, get_offering(session, "NUM-100"))]
    assert [(entry["revision"], entry["reason"]) for entry in entries(campus, learner_id)] == [(1, None), (2, "left")]


def test_latest_period_wins_when_a_course_is_taken_again(campus: Campus) -> None:
    with campus.database.session() as session:
        group = session.scalars(select(Group)).one()
        period = Period(key="2027-S2", titles={"fr": "S2"}, starts_on=date(2027, 2, 8), ends_on=date(2027, 7, 1))
        make_offering(session, group, "NUM-100-again", period=period)
        assert get_learner_offering(session, campus.learner_ids[0], "shared_core").key == "NUM-100-again"


def test_learners_of_another_group_are_not_listed(campus: Campus) -> None:
    with campus.database.session() as session:
        other = make_group(session, "GI-2A")
        offering = get_offering(session, "NUM-100")
        assert len(list_offering_learners(session, offering)) == 2
        assert list(list_offering_learners(session, offering, other)) == []


def test_personal_arrangement_goes_before_the_groups_and_the_newest_before_older_ones(campus: Campus) -> None:
    learner_id = campus.learner_ids[0]
    with campus.database.session() as session:
        offering = session.scalars(select(Offering)).one()
        group = session.scalars(select(Group)).one()

        def grant(attempts: int, *, days: int = 0, **who: object) -> None:
            at = AT + timedelta(days=days)
            session.add(Arrangement(offering_id=offering.id, extra_attempts=attempts, granted_by=uuid4(), granted_at=at, **who))

        grant(1, group_id=group.id, days=9)
        grant(2, learner_id=learner_id)
        grant(3, learner_id=learner_id, days=1)
        grant(9, learner_id=learner_id, usage_key="elsewhere", days=5)
        session.flush()
        found = find_arrangement(session, learner_id, offering, "checkpoint")
        other = find_arrangement(session, campus.learner_ids[1], offering, "checkpoint")
    assert found is not None
    assert other is not None
    assert (found.extra_attempts, other.extra_attempts) == (3, 1)
