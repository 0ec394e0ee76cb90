"""One way to talk to SQLite and PostgreSQL, so that the same models behave the same on both.

SQLite is the default of a small school. Its write transactions begin with ``BEGIN IMMEDIATE``: a deferred one that reads first and
writes later fails with "database is locked" as soon as two people work at once.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, MetaData, Uuid, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from maslak_web.column_types import JSON_DOCUMENT, ExactDecimal, UTCDateTime
from maslak_web.identifiers import new_id

__all__ = [
    "COLUMN_TYPES",
    "JSON_DOCUMENT",
    "Database",
    "ExactDecimal",
    "UTCDateTime",
    "make_base",
    "make_engine",
    "make_metadata",
    "new_id",
]

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

COLUMN_TYPES: dict[Any, Any] = {
    uuid.UUID: Uuid(),
    datetime: UTCDateTime(),
    Decimal: ExactDecimal(),
    dict[str, Any]: JSON_DOCUMENT,
    dict[str, str]: JSON_DOCUMENT,
    list[Any]: JSON_DOCUMENT,
    list[str]: JSON_DOCUMENT,
}

BUSY_TIMEOUT_MS = 15_000
_WRITING_WORDS = ("insert", "update", "delete", "replace", "create", "alter", "drop")


def make_metadata() -> MetaData:
    """Return metadata whose constraints are named alike on both engines, so that a migration can drop them by name."""
    return MetaData(naming_convention=NAMING_CONVENTION)


def make_base() -> type[DeclarativeBase]:
    """Return a fresh declarative base with the naming convention and the portable column types.

    Modules checked by mypy spell the same base out (a checker cannot follow a computed base class)::

        class Base(DeclarativeBase):
            metadata = make_metadata()
            type_annotation_map = COLUMN_TYPES
    """

    class Base(DeclarativeBase):
        metadata = make_metadata()
        type_annotation_map = COLUMN_TYPES

    return Base


def make_engine(url: str) -> Engine:
    """Return an engine for ``sqlite:///…`` or ``postgresql+psycopg://…`` with the settings Maslak relies on.

    An error that reaches the log names the statement, never its values: they are people's names and marks.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, hide_parameters=True)
        _prepare_sqlite(engine)
        return engine
    return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10, hide_parameters=True)


def _prepare_sqlite(engine: Engine) -> None:
    """Make SQLite durable, concurrent and strict about foreign keys, and take over its transactions."""
    event.listen(engine, "connect", _configure_sqlite_connection)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _upgrade_before_first_write)


def _configure_sqlite_connection(connection: Any, _record: object) -> None:
    # The driver's own transaction handling begins late and commits by itself; ours is explicit.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get("maslak_reading"))
    connection.info["maslak_deferred"] = reading
    _run(connection, "BEGIN" if reading else "BEGIN IMMEDIATE")


def _upgrade_before_first_write(
    connection: Connection, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
) -> None:
    """Turn a reading transaction into a writing one before its first write.

    Nothing has been written yet, so ending it loses nothing; later reads may see newer rows, as they do on PostgreSQL.
    """
    if not connection.info.get("maslak_deferred") or not statement.lstrip().lower().startswith(_WRITING_WORDS):
        return
    connection.info["maslak_deferred"] = False
    _run(connection, "ROLLBACK")
    _run(connection, "BEGIN IMMEDIATE")


def _run(connection: Connection, statement: str) -> None:
    # The driver's cursor, not the engine's: SQLAlchemy would report these statements to its own events again.
    driver = connection.connection.dbapi_connection
    if driver is None:
        raise RuntimeError("the database connection was closed while a transaction was beginning")
    try:
        driver.cursor().execute(statement)
    except sqlite3.OperationalError as error:
        # Whoever waited too long for the lock is answered as for every other failure of a database, and may try again.
        raise OperationalError(statement, None, error, hide_parameters=True) from error


class Database:
    """An engine and the sessions made from it; one object for each service process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        self._reading = sessionmaker(self.engine.execution_options(maslak_reading=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this database is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def make_session(self, *, reading: bool = False) -> Session:
        """Return a session that the caller commits and closes.

        A ``reading`` session takes no write lock on SQLite until it writes. Rules that read before they write (a counter, a balance)
        need the default, which holds the lock from its first statement.
        """
        return (self._reading if reading else self._writing)()

    @contextmanager
    def session(self, *, reading: bool = False) -> Iterator[Session]:
        """Yield a session in one transaction: committed at the end, rolled back on an exception."""
        with self.make_session(reading=reading) as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
