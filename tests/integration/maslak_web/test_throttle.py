from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from tests.factories.tables import make_tables
from tests.factories.web_app import Base, LoginAttempt

from maslak_web.database import Database
from maslak_web.sign_in.throttle import FREE_TRIES_BY_LOGIN, admit_attempt

NOW = datetime(2026, 3, 12, 10, 42, tzinfo=UTC)


def test_many_tries_sent_at_the_same_moment_do_not_slip_through_together(database: Database) -> None:
    make_tables(database, Base.metadata)

    def attempt(_number: int) -> bool:
        return admit_attempt(database, LoginAttempt, login="salma", address="10.0.0.1", at=NOW).attempt_id is not None

    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(attempt, range(24)))
    assert sum(admitted) == FREE_TRIES_BY_LOGIN


def test_tries_are_forgotten_after_a_day(database: Database) -> None:
    make_tables(database, Base.metadata)
    admit_attempt(database, LoginAttempt, login="salma", address="10.0.0.1", at=NOW)
    admit_attempt(database, LoginAttempt, login="other", address="10.0.0.2", at=NOW + timedelta(days=2))
    with database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1
