"""What was signed, handed in or told stays as it is, whoever speaks to the database."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, NullPool, Table, create_engine, text
from sqlalchemy.exc import DatabaseError

from maslak_companion.tables import METADATA
from maslak_web.database import Database
from maslak_web.migrations import run_migrations

TABLES = (
    "arrangement_event", "countersignature", "dossier_round", "logbook_entry", "logbook_file", "mission_agreement", "mission_revision",
    "placement_event", "published_mark", "sign_off", "sign_off_paper", "sign_off_paper_receipt",
)  # fmt: skip
PLAIN = {uuid.UUID: uuid.uuid4, str: lambda: "x", int: lambda: 1, bool: lambda: False, bytes: lambda: b"x", date: lambda: date(2027, 2, 1)}


def make_value(column: Column[Any]) -> Any:
    kind = column.type.python_type
    if kind is datetime:
        return datetime(2027, 2, 1, tzinfo=UTC)
    return PLAIN[kind]() if kind in PLAIN else {}


def fill(database: Database, table: Table) -> None:
    """Put a row into a table alone, by a connection that asks for no other rows; PostgreSQL refuses without any."""
    row = {column.name: make_value(column) for column in table.columns if not column.nullable}
    plain = create_engine(database.engine.url, poolclass=NullPool)
    with plain.begin() as connection:
        connection.execute(table.insert().values(row))


def test_rows_that_only_ever_are_added_are_neither_changed_nor_removed(database: Database) -> None:
    run_migrations(database, "maslak_companion")
    for name in TABLES:
        table = METADATA.tables[name]
        if database.is_sqlite:
            fill(database, table)
        key = table.primary_key.columns.values()[0].name
        statements = [f"UPDATE {name} SET {key} = {key}", f"DELETE FROM {name}"]
        for statement in statements if database.is_sqlite else [*statements, f"TRUNCATE {name} CASCADE"]:
            with pytest.raises(DatabaseError, match="only ever added"), database.engine.begin() as connection:
                connection.execute(text(statement))


def test_without_the_migration_they_would_be(sqlite_database: Database) -> None:
    run_migrations(sqlite_database, "maslak_companion", "0015")
    fill(sqlite_database, METADATA.tables["sign_off"])
    with sqlite_database.engine.begin() as connection:
        assert connection.execute(text("DELETE FROM sign_off")).rowcount == 1
