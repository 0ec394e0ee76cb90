from __future__ import annotations

import errno
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, InterfaceError, InternalError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as QueuePoolTimeoutError
from tests.factories.tables import make_tables
from tests.factories.web_app import Base, Note, make_web_app

from maslak_web.access import machine
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


class _Failing(io.RawIOBase):
    """The body of a request whose sender has lost the connection half way."""

    def __init__(self, when_read: Callable[[], object]) -> None:
        self._when_read = when_read

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        self._when_read()
        raise OSError(errno.ECONNRESET, "the phone is in a tunnel")


def test_a_request_that_has_not_arrived_keeps_no_other_from_writing(app: Flask, database: Database) -> None:
    def write() -> None:
        with database.session() as session:
            session.add(Note(words="of another"))

    def look_and_read() -> str:
        current_session().scalars(select(Note)).all()
        return str(len(request.get_data()))

    app.add_url_rule("/v1/late", view_func=machine(look_and_read), methods=["POST"])
    arriving = {"wsgi.input": io.BufferedReader(_Failing(write)), "CONTENT_LENGTH": "1000"}
    answer = app.test_client().post("/v1/late", environ_overrides=arriving, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_request")
    assert read_notes(database) == ["of another"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("COMMIT", None, Exception("database or disk is full")), 503, "database_unavailable"),
        (IntegrityError("COMMIT", None, Exception("twice")), 409, "written_meanwhile"),
        (RuntimeError("secret detail"), 500, "internal_error"),
    ],
)
def test_a_commit_that_fails_is_answered_as_a_statement_that_fails(
    app: Flask, database: Database, error: Exception, status: int, code: str
) -> None:
    def fail(_connection: object) -> None:
        raise error

    event.listen(database.engine, "commit", fail)
    answer = app.test_client().post("/v1/notes/fine")
    event.remove(database.engine, "commit", fail)
    assert (answer.status_code, answer.get_json()["code"], "secret" in answer.text) == (status, code, False)
    assert answer.headers["Content-Security-Policy"]
    assert read_notes(database) == []


@pytest.mark.parametrize(
    "error",
    [
        PendingRollbackError("the connection was lost, and somebody asked it once more"),
        QueuePoolTimeoutError("every connection is taken"),
        InterfaceError("SELECT 1", None, Exception("the connection is closed")),
        InternalError("INSERT", None, Exception("cannot execute INSERT in a read-only transaction")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_that_cannot_serve_is_said_so_however_it_fails(app: Flask, error: Exception) -> None:
    def fail() -> None:
        raise error

    app.add_url_rule("/v1/failing", view_func=machine(fail), methods=["POST"])
    answer = app.test_client().post("/v1/failing")
    assert (answer.status_code, answer.get_json()["code"], answer.headers["Retry-After"]) == (503, "database_unavailable", "5")
