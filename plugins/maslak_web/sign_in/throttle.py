"""Slows guessing down, across all web processes, by rows in the database.

A try is counted before its password is checked, in a transaction of its own: many tries sent at once cannot slip through together,
and what the answer turns out to be cannot undo the count.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from maslak_web.accounts import normalise_login
from maslak_web.database import Database

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
FREE_TRIES_BY_LOGIN = 5
# A school sits behind one address, so its share is wide.
FREE_TRIES_BY_ADDRESS = 60
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class Admission:
    """Whether a try may go on: the row that counts it, or how long to wait."""

    attempt_id: uuid.UUID | None
    wait_seconds: int = 0


def admit_attempt(database: Database, model: Any, *, login: str, address: str, at: datetime) -> Admission:
    """Count one try, or say how long to wait before the next one is looked at."""
    digest = hashlib.sha256(normalise_login(login).encode()).hexdigest()
    with database.session() as session:
        _take_turns(session, digest)
        session.execute(delete(model).where(model.at < at - KEPT))
        pause = max(
            _find_pause(session, model, model.login_digest == digest, FREE_TRIES_BY_LOGIN, at),
            _find_pause(session, model, model.address == address, FREE_TRIES_BY_ADDRESS, at),
        )
        if pause > timedelta(0):
            return Admission(None, int(pause.total_seconds()) + 1)
        attempt = model(login_digest=digest, address=address, at=at)
        session.add(attempt)
        session.flush()
        return Admission(attempt.id)


def record_success(session: Session, model: Any, attempt_id: uuid.UUID) -> None:
    """Say that the counted try was right; its login starts again from nothing."""
    digest = select(model.login_digest).where(model.id == attempt_id).scalar_subquery()
    session.execute(update(model).where(model.login_digest == digest).values(succeeded=True).execution_options(synchronize_session=False))


def _take_turns(session: Session, digest: str) -> None:
    # SQLite writers already wait for each other; PostgreSQL's would count the same rows at the same moment.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(digest[:15], 16)})


def _find_pause(session: Session, model: Any, who: Any, free: int, at: datetime) -> timedelta:
    """Return how long `who` must still wait: from the first try too many on, each pause is twice the one before."""
    query = select(func.count(), func.max(model.at)).where(who, model.succeeded.is_(False), model.at > at - WINDOW)
    failures, last = session.execute(query).one()
    if failures < free:
        return timedelta(0)
    pause = min(timedelta(seconds=2 ** min(failures - free + 2, 12)), LONGEST_PAUSE)
    return last + pause - at if last is not None else timedelta(0)
