"""Sign-offs that stand when papers arrive keep what was countersigned, and on the way down only those on paper go."""

from __future__ import annotations

from sqlalchemy import MetaData, Table, text

from maslak_web.database import Database
from maslak_web.migrations import run_migrations, undo_migrations

PLACES = ("learner", "account", "company_tutor", "placement", "placement_period", "tutor_link", "sign_off", "countersignature")


def fill(database: Database) -> None:
    """Put one row into each table that a countersignature needs, with whatever its columns take."""
    with database.engine.begin() as connection:
        for name in PLACES:
            table = Table(name, MetaData(), autoload_with=connection)
            values = {column.name: _value(column.type) for column in table.columns if not column.nullable}
            placed = ", ".join(values)
            connection.execute(text(f"INSERT INTO {name} ({placed}) VALUES ({', '.join(f':{key}' for key in values)})"), values)


def _value(kind: object) -> object:
    name = type(kind).__name__.upper()
    if "UUID" in name or "CHAR" in name and getattr(kind, "length", 0) == 32:
        return "0" * 31 + "1"
    if "BOOL" in name:
        return True
    if "INT" in name:
        return 1
    if "DATETIME" in name or "TIMESTAMP" in name:
        return "2027-02-01 00:00:00"
    if "DATE" in name:
        return "2027-02-01"
    return "{}" if "JSON" in name else "x"


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_countersignature_outlives_the_way_up_and_down(database: Database) -> None:
    run_migrations(database, "maslak_companion", "0005")
    fill(database)
    run_migrations(database, "maslak_companion")
    assert (count(database, "sign_off"), count(database, "countersignature")) == (1, 1)
    undo_migrations(database, "maslak_companion", "0005")
    assert (count(database, "sign_off"), count(database, "countersignature")) == (1, 1)
