"""Tables for tests, made once for each set of models: SQLite's file is copied, PostgreSQL's schema is emptied and handed on.

Making the companion's tables costs PostgreSQL more than most tests do, and hundreds of files on its disk; emptying them costs a moment.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, MetaData, text

from maslak_web.database import Database

# Every column of every table and index: a schema in which a test has changed one is not handed on.
_SHAPE = """
    SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, attnotnull), ',' ORDER BY relname, attname))
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = CAST(:schema AS regnamespace) AND NOT attisdropped
"""
_shapes: dict[MetaData, str] = {}
# What each schema in use was made from, and the empty ones that wait for the next test.
_lent: dict[str, MetaData] = {}
_spare: dict[MetaData, list[str]] = {}


def make_tables(database: Database, metadata: MetaData) -> None:
    """Give a database without tables those of `metadata`."""
    if database.is_sqlite:
        Path(str(database.engine.url.database)).write_bytes(_make_file(metadata))
        return
    with database.engine.begin() as connection:
        schema = str(connection.scalar(text("SELECT current_schema()")))
        if spare := _spare.get(metadata):
            connection.execute(text(f"DROP SCHEMA {schema}"))
            connection.execute(text(f"ALTER SCHEMA {spare.pop()} RENAME TO {schema}"))
        else:
            metadata.create_all(connection)
            _shapes[metadata] = _read_shape(connection, schema)
        _lent[schema] = metadata


def take_back(admin: Connection, schema: str) -> None:
    """Keep a schema of `make_tables` for the next test, its tables emptied; remove any other."""
    metadata = _lent.pop(schema, None)
    if metadata is None or _read_shape(admin, schema) != _shapes[metadata]:
        admin.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        return
    admin.execute(text("; ".join(f'DELETE FROM {schema}."{table.name}"' for table in reversed(metadata.sorted_tables))))
    _spare.setdefault(metadata, []).append(schema)


def forget_spare() -> list[str]:
    """Name the schemas that wait for a next test, which will not come."""
    names = [name for waiting in _spare.values() for name in waiting]
    _spare.clear()
    return names


def _read_shape(connection: Connection, schema: str) -> str:
    return str(connection.scalar(text(_SHAPE), {"schema": schema}))


@cache
def _make_file(metadata: MetaData) -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "tables.db")
        database = Database(f"sqlite:///{path}")
        metadata.create_all(database.engine)
        database.dispose()
        return path.read_bytes()
