"""A fresh country for every test: a copy of the seeded one, at rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.factories.country import Country
from tests.factories.country_databases import copy_country


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
def lasting_country(seeded_on_postgres: Country, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """A country whose three services work on PostgreSQL, as the tests of this worker leave it to one another."""
    with copy_country(seeded_on_postgres, tmp_path_factory.mktemp("postgres")) as made:
        yield made


@pytest.fixture
def postgres_country(lasting_country: Country) -> Iterator[Country]:
    """The country on PostgreSQL. Its tests follow one another there, so each begins with what the last one left."""
    with at_work(lasting_country) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def any_country(request: pytest.FixtureRequest) -> Country:
    """A country, once on SQLite and once on PostgreSQL."""
    made: Country = request.getfixturevalue("country" if request.param == "sqlite" else "postgres_country")
    return made
