"""A fresh country for every test: a copy of the seeded one, at rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from tests.factories.country import Country
from tests.factories.database import open_postgres

SERVICES = ("registry", "ensam-rabat", "esith")


@contextmanager
def at_work(country: Country) -> Iterator[Country]:
    """Yield a country and end what still runs of it; what the processes said is printed, for the case that the test fails."""
    try:
        yield country
    finally:
        for name in list(country.processes):
            country.kill(name)
        for log in sorted(country.home.glob("*.log")):
            print(f"--- {log.stem}\n{country.log(log.stem)}")


@pytest.fixture
def country(seeded: Country, tmp_path: Path) -> Iterator[Country]:
    """A country on SQLite, seeded and at rest."""
    with at_work(Country(tmp_path / "country", like=seeded)) as made:
        yield made


@pytest.fixture(scope="session")
def seeded_on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A country whose three services work on PostgreSQL, of which nothing runs."""
    with ExitStack() as opened:
        databases = {key: opened.enter_context(open_postgres()).url for key in SERVICES}
        yield Country(tmp_path_factory.mktemp("postgres"), databases)


@pytest.fixture
def postgres_country(seeded_on_postgres: Country) -> Iterator[Country]:
    """The country on PostgreSQL. Its tests follow one another there, so each begins with what the last one left."""
    with at_work(seeded_on_postgres) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def any_country(request: pytest.FixtureRequest) -> Country:
    """A country, once on SQLite and once on PostgreSQL."""
    made: Country = request.getfixturevalue("country" if request.param == "sqlite" else "postgres_country")
    return made
