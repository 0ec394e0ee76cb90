from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from tests.factories import compiled
from tests.factories.database import ENGINES, make_database
from tests.factories.tables import make_tables

from maslak_web.database import COLUMN_TYPES, Database, make_metadata, new_id


class Base(DeclarativeBase):
    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES


class Sample(Base):
    __tablename__ = "sample"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    mark: Mapped[Decimal]
    document: Mapped[dict[str, Any]] = mapped_column(default=dict)


@pytest.fixture
def tables(database: Database) -> Database:
    make_tables(database, Base.metadata)
    return database


def test_values_come_back_as_they_went_in_on_both_engines(tables: Database) -> None:
    moment = datetime(2026, 3, 12, 10, 42, 5, 123456, tzinfo=timezone(timedelta(hours=1)))
    with tables.session() as session:
        session.add(Sample(at=moment, mark=Decimal("12.30"), document={"ar": "مسلك"}))
    with tables.session(reading=True) as session:
        row = session.scalars(select(Sample)).one()
        assert (row.at, row.at.tzinfo, str(row.mark), row.document) == (moment, UTC, "12.3", {"ar": "مسلك"})


def test_a_moment_without_a_time_zone_is_refused(tables: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"), tables.session() as session:
        session.add(Sample(at=datetime(2026, 3, 12), mark=Decimal(1)))


def test_an_exception_in_the_transaction_rolls_it_back(tables: Database) -> None:
    def write_and_fail() -> None:
        with tables.session() as session:
            session.add(Sample(at=datetime.now(UTC), mark=Decimal(1)))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with tables.session(reading=True) as session:
        assert session.scalars(select(Sample)).all() == []


def test_sqlite_writers_that_read_first_wait_for_each_other_and_lose_nothing(sqlite_database: Database) -> None:
    with sqlite_database.session() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    failures: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(10):
                with sqlite_database.session() as session:
                    value = session.scalar(text("SELECT value FROM counter"))
                    session.execute(text("UPDATE counter SET value = :value"), {"value": value + 1})
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_database.session(reading=True) as session:
        assert (failures, session.scalar(text("SELECT value FROM counter"))) == ([], 40)


def test_a_reading_session_on_sqlite_may_still_write_after_somebody_else_did(sqlite_database: Database) -> None:
    make_tables(sqlite_database, Base.metadata)
    with sqlite_database.session(reading=True) as reader:
        reader.scalars(select(Sample)).all()
        with sqlite_database.session() as writer:
            writer.add(Sample(at=datetime.now(UTC), mark=Decimal(1)))
        reader.add(Sample(at=datetime.now(UTC), mark=Decimal(2)))
    with sqlite_database.session(reading=True) as session:
        assert len(session.scalars(select(Sample)).all()) == 2


@pytest.mark.parametrize("reading", [False, True])
def test_a_writer_that_waits_too_long_on_sqlite_meets_the_error_that_every_caller_knows(tmp_path: Path, reading: bool) -> None:
    with make_database("sqlite", tmp_path, Base.metadata) as database:

        @event.listens_for(database.engine, "connect")
        def wait_no_longer(connection: Any, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout=10")

        with database.session() as first:
            first.scalars(select(Sample)).all()
            with pytest.raises(OperationalError, match="locked"), database.session(reading=reading) as second:
                second.add(Sample(at=datetime.now(UTC), mark=Decimal(1)))
        with database.session() as third:
            third.add(Sample(at=datetime.now(UTC), mark=Decimal(2)))
            assert len(third.scalars(select(Sample)).all()) == 1


def test_constraint_names_follow_the_convention() -> None:
    assert Sample.__table__.primary_key.name == "pk_sample"


@pytest.mark.parametrize("kind", ENGINES)
def test_engines_of_tests_know_their_server_though_the_first_one_never_connected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(compiled, "_engines", {})
    with make_database(kind, tmp_path):
        pass
    with make_database(kind, tmp_path) as second:
        second.engine.connect().close()
        assert second.engine.dialect.server_version_info
