"""The numbered migrations make exactly the tables of the models, up and down, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from maslak_registry.tables import METADATA
from maslak_web.database import Database
from maslak_web.migrations import run_migrations, undo_migrations


def test_migrations_make_the_tables_of_the_models(database: Database) -> None:
    run_migrations(database, "maslak_registry")
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrations_can_be_undone_and_done_again(database: Database) -> None:
    run_migrations(database, "maslak_registry")
    undo_migrations(database, "maslak_registry")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    run_migrations(database, "maslak_registry")
    assert set(METADATA.tables) <= set(inspect(database.engine).get_table_names())
