from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from tests.factories.tables import make_tables
from tests.factories.web_app import Base, Note, make_web_app

from maslak_web.database import Database
from maslak_web.sessions import after_commit, current_session


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return make_web_app(database, tmp_path)


def read_notes(database: Database) -> list[str]:
    with database.session(reading=True) as session:
        return list(session.scalars(select(Note.words)))


@pytest.mark.parametrize("outcome", ["fine", "refused-by-answer"])
def test_a_view_that_answers_commits_whatever_its_status(app: Flask, database: Database, outcome: str) -> None:
    app.test_client().post(f"/v1/notes/{outcome}")
    assert read_notes(database) == [outcome]


@pytest.mark.parametrize(("outcome", "status"), [("domain-error", 409), ("abort", 404), ("crash", 500)])
def test_a_view_that_raises_keeps_nothing(app: Flask, database: Database, outcome: str, status: int) -> None:
    assert app.test_client().post(f"/v1/notes/{outcome}").status_code == status
    assert read_notes(database) == []


def test_an_action_after_commit_runs_once_the_rows_can_be_seen(database: Database) -> None:
    make_tables(database, Base.metadata)
    seen: list[list[str]] = []
    with database.session() as session:
        session.add(Note(words="kept"))
        after_commit(lambda: seen.append(read_notes(database)), session)
        with session.begin_nested():
            session.add(Note(words="nested"))
        assert seen == []
    assert [sorted(words) for words in seen] == [["kept", "nested"]]


def test_an_action_after_commit_does_not_run_after_a_rollback(database: Database) -> None:
    make_tables(database, Base.metadata)
    ran: list[str] = []
    session = database.make_session()
    session.add(Note(words="lost"))
    after_commit(lambda: ran.append("first"), session)
    session.flush()
    session.rollback()
    session.add(Note(words="kept"))
    session.commit()
    session.close()
    assert (ran, read_notes(database)) == ([], ["kept"])


def test_a_failing_action_after_commit_does_not_undo_the_answer(app: Flask, database: Database) -> None:
    def fail() -> None:
        raise RuntimeError("the worker is away")

    with app.test_request_context("/v1/notes/fine", method="POST"):
        current_session().add(Note(words="kept"))
        after_commit(fail)
        app.process_response(app.make_response("ok"))
    assert read_notes(database) == ["kept"]
