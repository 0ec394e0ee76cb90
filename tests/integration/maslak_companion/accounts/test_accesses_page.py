"""A learner reads who read their record: theirs alone, in words, page by page."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from tests.factories.account import Browser, make_account, sign_in
from tests.factories.learner import AT, make_learner
from tests.factories.offering import make_companion
from tests.factories.tables import make_tables

from maslak_companion.accounts.models import AccessLog
from maslak_companion.tables import METADATA
from maslak_web.database import Database

PAGE = "/account/accesses"


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    make_tables(sqlite_database, METADATA)
    return make_companion(sqlite_database, tmp_path)


@pytest.fixture
def learner_id(app: Flask, sqlite_database: Database) -> uuid.UUID:
    with sqlite_database.session() as session:
        return make_learner(session).id


@pytest.fixture
def student(app: Flask, sqlite_database: Database, learner_id: uuid.UUID) -> Browser:
    return sign_in(app, sqlite_database, "student", learner_id=learner_id)


def note(database: Database, learner_id: uuid.UUID, *what: str, roles: tuple[str, ...] = ("registrar",)) -> None:
    """Log one reading after another by a new account."""
    with database.session() as session:
        reader = make_account(session, *roles)
        for minutes, each in enumerate(what):
            session.add(AccessLog(actor_id=reader.id, learner_id=learner_id, what=each, at=AT + timedelta(minutes=minutes)))


def test_learner_reads_who_read_what_the_latest_first(sqlite_database: Database, student: Browser, learner_id: uuid.UUID) -> None:
    note(sqlite_database, learner_id, "list", "jury")
    page = student.get(PAGE).text
    assert page.index("Votre note et la décision") < page.index("Votre nom, dans la liste")
    assert "Nadia" in page
    assert "scolarité" in page


def test_readings_of_others_do_not_show(sqlite_database: Database, student: Browser) -> None:
    with sqlite_database.session() as session:
        other = make_learner(session).id
    note(sqlite_database, other, "jury")
    assert "Personne n’a consulté votre dossier" in student.get(PAGE).text


def test_account_that_is_gone_leaves_its_reading(sqlite_database: Database, student: Browser, learner_id: uuid.UUID) -> None:
    with sqlite_database.session() as session:
        session.add(AccessLog(actor_id=uuid.uuid4(), learner_id=learner_id, what="thesis", at=AT))
    page = student.get(PAGE).text
    assert "Un compte qui n’existe plus" in page
    assert "Votre dossier" in page


def test_long_list_comes_in_pages_without_doubles(sqlite_database: Database, student: Browser, learner_id: uuid.UUID) -> None:
    note(sqlite_database, learner_id, *["cohort"] * 60, roles=("instructor",))
    first = student.get(PAGE).text
    address = re.search(r'rel="next" href="([^"]+)"', first)
    assert address
    second = student.get(address[1]).text
    assert [page.count('<th role="rowheader"') for page in (first, second)] == [50, 10]
    assert student.get(f"{PAGE}?page=nonsense").status_code == 422


def test_account_menu_leads_there_for_learners_only(app: Flask, sqlite_database: Database, student: Browser) -> None:
    assert f'href="{PAGE}"' in student.get("/account").text
    registrar = sign_in(app, sqlite_database, "registrar")
    assert f'href="{PAGE}"' not in registrar.get("/account").text
    assert registrar.get(PAGE).status_code == 403
