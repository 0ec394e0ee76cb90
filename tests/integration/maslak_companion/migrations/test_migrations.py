"""The companion's migrations: numbered, single-headed, up and down on both databases, and equal to the models."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from maslak_companion.tables import METADATA
from maslak_web.database import Database
from maslak_web.migrations import list_revisions, run_migrations, undo_migrations


def test_revisions_are_numbered_without_a_gap() -> None:
    revisions = list_revisions("maslak_companion")
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]


def test_migrated_database_is_what_the_models_say(database: Database) -> None:
    run_migrations(database, "maslak_companion")
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_way_down_leaves_nothing_of_the_service(database: Database) -> None:
    run_migrations(database, "maslak_companion")
    undo_migrations(database, "maslak_companion")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_migrating_twice_is_migrating_once(database: Database) -> None:
    run_migrations(database, "maslak_companion")
    run_migrations(database, "maslak_companion")
    assert "completion_record" in inspect(database.engine).get_table_names()
