"""One database session for each request: services flush, the request commits."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from maslak_web.database import Database

_READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ACTIONS = "maslak_after_commit"
_log = structlog.get_logger(__name__)


def init_sessions(app: Flask, database: Database) -> None:
    """Give every request of `app` a session on `database`, committed after a view that ended without an exception."""
    app.extensions["maslak_database"] = database
    app.after_request(_finish)
    app.teardown_request(_close)


def current_database() -> Database:
    """Return the database of the running application."""
    database: Database = current_app.extensions["maslak_database"]
    return database


def current_session() -> Session:
    """Return the request's session, opened at its first use.

    Requests that only read take no write lock on SQLite; any other method holds it from its first statement, so that what a view
    reads is still true when it writes. Such a request has arrived whole before: a phone that loses its signal half way would make
    the whole school wait. Its body stays there for whoever asks `request` for it, and its stream is spent.
    """
    if "maslak_session" not in g:
        reading = request.method in _READING_METHODS
        if not reading and not is_session_abandoned():
            request.get_data(parse_form_data=False)
        g.maslak_session = current_database().make_session(reading=reading)
    session: Session = g.maslak_session
    return session


def abandon_session() -> None:
    """Mark the request as failed, so that nothing it wrote is kept. Error handlers call this."""
    g.maslak_failed = True


def is_session_abandoned() -> bool:
    """Tell whether this request has failed: its error page must then make do without the database."""
    return bool(g.get("maslak_failed"))


def after_commit(action: Callable[[], object], session: Session | None = None) -> None:
    """Run `action` once the transaction has been committed, and not at all if it is rolled back.

    `session` defaults to the request's. A failing action is logged and forgotten: it may only wake somebody who would look anyway.
    """
    target = session if session is not None else current_session()
    if _ACTIONS not in target.info:
        target.info[_ACTIONS] = []
        event.listen(target, "after_commit", _run_actions)
        event.listen(target, "after_soft_rollback", _forget_actions)
    target.info[_ACTIONS].append(action)


def _run_actions(session: Session) -> None:
    if session.in_nested_transaction():
        return
    actions, session.info[_ACTIONS] = session.info[_ACTIONS], []
    for action in actions:
        try:
            action()
        except Exception:
            _log.exception("after_commit_action_failed")


def _forget_actions(session: Session, previous: object) -> None:
    if not session.in_nested_transaction():
        session.info[_ACTIONS] = []


def _finish(response: Response) -> Response:
    session: Session | None = g.get("maslak_session")
    if session is None:
        return response
    if is_session_abandoned():
        session.rollback()
        return response
    try:
        session.commit()
    except BaseException:
        # The error handler answers next and its response passes through here again: it must find a failed request.
        abandon_session()
        session.rollback()
        raise
    return response


def _close(_error: BaseException | None) -> None:
    if has_request_context():
        session: Session | None = g.pop("maslak_session", None)
        if session is not None:
            session.close()
