"""Fixtures that every test may ask for, and the guards that stand around all of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from tests.factories.compiled import CompiledRule, CompiledTemplates
from tests.factories.country import Country
from tests.factories.country_databases import remove_databases, seed_on_postgres
from tests.factories.database import ENGINES, make_database, remove_spare_schemas
from tests.factories.shared import share

from maslak_web.database import Database

UNIT = Path(__file__).parent / "unit"
# An example that takes long on a busy machine says nothing about the code: speeds are held by the benchmarks.
# Everybody tries the same examples, so that what is green stays green; `--hypothesis-profile=seek` goes looking for new ones.
settings.register_profile("maslak", deadline=None, derandomize=True)
settings.register_profile("seek", deadline=None, max_examples=1_000)
settings.load_profile("maslak")
Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
Flask.url_rule_class = CompiledRule


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name raw bytes by their argument: an archive holds the time it was made at, and every worker must collect the same names."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Turn warnings into errors in our own tests, except where a dependency alone can mend them."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("error"), append=False)
        # The XBlock toolchain of Python 3.11 warns at import and at class creation; nothing here can change that.
        for pattern in ("ignore:pkg_resources", "ignore::DeprecationWarning:fs", "ignore::DeprecationWarning:xblock"):
            item.add_marker(pytest.mark.filterwarnings(pattern))
        item.add_marker(pytest.mark.filterwarnings("ignore:Deprecated call to `pkg_resources"))


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once on SQLite and once on PostgreSQL. Make its tables with ``make_tables``."""
    with make_database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database, for tests where the engine does not matter."""
    with make_database("sqlite", tmp_path) as made:
        yield made


@pytest.fixture
def postgres_database(tmp_path: Path) -> Iterator[Database]:
    """An empty schema on PostgreSQL, for tests about what only PostgreSQL does."""
    with make_database("postgresql", tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A country on SQLite, made by the services' own commands, of which nothing runs: every other one is a copy of it."""
    with share(tmp_path_factory, "seeded", Country) as made:
        yield made


@pytest.fixture(scope="session")
def seeded_on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A country whose services stand on PostgreSQL, of which nothing runs: every other one is a copy of it."""
    with share(tmp_path_factory, "postgres", seed_on_postgres, remove_databases) as made:
        yield made


@pytest.fixture(scope="session", autouse=True)
def _schemas_go_with_the_tests() -> Iterator[None]:
    """Leave nothing on the server that the tests used."""
    yield
    remove_spare_schemas()


@pytest.fixture(autouse=True)
def _closed_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse network connections in unit tests: whatever needs one is an integration test."""
    if UNIT not in request.path.parents:
        return

    def refuse(_socket: socket.socket, address: Any, *_: object) -> None:
        raise RuntimeError(f"a unit test tried to connect to {address!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
