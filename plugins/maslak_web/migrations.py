"""Alembic, driven from here: each service's ``migrations`` package holds numbered versions and a two-line ``env.py``.

That ``env.py`` reads::

    from the_service.tables import Base
    from maslak_web.migrations import run_environment

    run_environment(Base.metadata)
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType

from alembic import command, context
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData
from sqlalchemy.engine import Connection

from maslak_web.database import Database

_CONNECTION = "maslak_connection"


def run_migrations(database: Database, package: str | ModuleType, revision: str = "head") -> None:
    """Bring the tables of the service `package` up to `revision`, in one transaction where the engine can."""
    with _script_location(package) as location, database.engine.begin() as connection:
        command.upgrade(_make_config(str(location), connection), revision)


def undo_migrations(database: Database, package: str | ModuleType, revision: str = "base") -> None:
    """Take the tables of the service `package` down to `revision`."""
    with _script_location(package) as location, database.engine.begin() as connection:
        command.downgrade(_make_config(str(location), connection), revision)


def find_revision(database: Database) -> str | None:
    """Return the revision the database stands at, or None for one that was never migrated."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def list_revisions(package: str | ModuleType) -> list[str]:
    """Return the numbered revisions of the service `package`, oldest first."""
    with _script_location(package) as location:
        script = ScriptDirectory.from_config(_make_config(str(location)))
        return [found.revision for found in reversed(list(script.walk_revisions()))]


def run_environment(metadata: MetaData) -> None:
    """Run the migrations that Alembic was asked for; each service's ``env.py`` calls this with its metadata."""
    connection: Connection = context.config.attributes[_CONNECTION]
    # SQLite cannot alter most of a table: Alembic then writes a new one and copies.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
    with context.begin_transaction():
        context.run_migrations()


def _script_location(package: str | ModuleType) -> AbstractContextManager[Path]:
    return as_file(files(package) / "migrations")


def _make_config(location: str, connection: Connection | None = None) -> Config:
    config = Config()
    # A percent sign in a path would be read as an interpolation.
    config.set_main_option("script_location", location.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes[_CONNECTION] = connection
    return config
