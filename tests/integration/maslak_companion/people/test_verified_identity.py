"""A verified identity is recorded with its entry, and nothing personal is hashed."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from tests.factories.learner import AT, make_learner
from tests.factories.tables import make_tables

from maslak_companion.outbox.models import OutboxRow
from maslak_companion.people.errors import InvalidIdentityError, LearnerNotFoundError, NationalCodeTakenError, StudentNumberTakenError
from maslak_companion.people.services import create_learner, get_learner, list_learners, record_verified_identity
from maslak_companion.tables import METADATA
from maslak_web.database import Database

BIRTH = date(2006, 3, 14)


@pytest.fixture(autouse=True)
def _tables(database: Database) -> None:
    make_tables(database, METADATA)


def test_verification_is_recorded_with_a_commitment_and_no_name_in_the_hashed_bytes(database: Database) -> None:
    registrar = uuid4()
    with database.session() as session:
        learner = make_learner(session, name_ar="سلمى بناني", name_latin="Salma Bennani")
        record_verified_identity(session, learner.id, national_code="g130012345", birth_on=BIRTH, verified_by=registrar, at=AT)
    with database.session() as session:
        row = session.scalars(select(OutboxRow)).one()
        body = json.loads(row.body)
        kept = get_learner(session, learner.id)
    assert (kept.national_code, kept.birth_on, kept.verified_at, kept.verified_by) == ("G130012345", BIRTH, AT, registrar)
    assert (body["type"], body["learner"], body["author"], body["data"], body["revision"]) == (
        "learner.verified", str(learner.id), str(registrar), {}, 1,
    )  # fmt: skip
    assert len(body["commitment"]) == 64
    assert row.identity == {"birth_on": "2006-03-14", "name_ar": "سلمى بناني", "name_latin": "Salma Bennani", "national_code": "G130012345"}
    assert b"Salma" not in row.body
    assert b"G130012345" not in row.body


def test_second_verification_is_a_second_revision(database: Database) -> None:
    with database.session() as session:
        learner = make_learner(session)
        for code in ("G130012345", "G130012346"):
            record_verified_identity(session, learner.id, national_code=code, birth_on=BIRTH, verified_by=uuid4(), at=AT)
        revisions = [row.revision for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
    assert revisions == [1, 2]


def test_refused_identity_leaves_no_trace(database: Database) -> None:
    with database.session() as session:
        learner = make_learner(session)
    for code, birth_on in (("nonsense", BIRTH), ("G130012345", date(2026, 1, 1))):
        with pytest.raises(InvalidIdentityError), database.session() as session:
            record_verified_identity(session, learner.id, national_code=code, birth_on=birth_on, verified_by=uuid4(), at=AT)
    with database.session() as session:
        assert session.scalars(select(OutboxRow)).all() == []
        assert get_learner(session, learner.id).verified_at is None


def test_two_learners_never_share_a_national_code(database: Database) -> None:
    with database.session() as session:
        first, second = make_learner(session), make_learner(session)
        record_verified_identity(session, first.id, national_code="G130012345", birth_on=BIRTH, verified_by=uuid4(), at=AT)
        with pytest.raises(NationalCodeTakenError):
            record_verified_identity(session, second.id, national_code="G130012345", birth_on=BIRTH, verified_by=uuid4(), at=AT)


def test_student_number_belongs_to_one_learner(database: Database) -> None:
    with database.session() as session:
        make_learner(session, student_number="ER260001")
        with pytest.raises(StudentNumberTakenError):
            create_learner(session, name_ar="م", name_latin="M", student_number=" ER260001 ", at=AT)


def test_unknown_learner_is_not_found(database: Database) -> None:
    with database.session() as session, pytest.raises(LearnerNotFoundError):
        get_learner(session, uuid4())


@pytest.mark.parametrize("query", ["ادريسي هاجر", "IDRISSI", "er2600", "الإدريسي"])
def test_search_finds_names_in_either_script_however_written(database: Database, query: str) -> None:
    with database.session() as session:
        make_learner(session, name_ar="هاجر الإدريسي", name_latin="Hajar El Idrissi", student_number="ER260003")
        make_learner(session, name_ar="عمر بنجلون", name_latin="Omar Benjelloun", student_number="X1")
        assert [learner.name_latin for learner in list_learners(session, query)] == ["Hajar El Idrissi"]
