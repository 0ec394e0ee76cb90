"""The registry's metadata: every table of the service hangs on this one base.

Each table says in `info["distribution"]` how it is spread when PostgreSQL grows to several machines: `distributed`
tables carry `institution_id` first in every key, `reference` tables are copied to every machine, `local` ones stay
on the first. `check_distribution` is the lint that a test runs over the metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKeyConstraint, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase

from maslak_web.database import COLUMN_TYPES, make_metadata


class Base(DeclarativeBase):
    """The declarative base of every table of the registry."""

    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES


DISTRIBUTED = {"distribution": "distributed"}
REFERENCE = {"distribution": "reference"}
LOCAL = {"distribution": "local"}


def check_distribution(metadata: MetaData) -> list[str]:
    """Return a finding for each table that could not be spread by institution as it declares."""
    return [finding for table in metadata.sorted_tables for finding in _check_table(table)]


def _check_table(table: Table) -> Iterator[str]:
    kind = table.info.get("distribution")
    if kind not in {"distributed", "reference", "local"}:
        yield f"{table.name}: declares no distribution"
    if kind != "distributed":
        return
    for constraint in table.constraints:
        if isinstance(constraint, (PrimaryKeyConstraint, UniqueConstraint)) and not _leads(list(constraint.columns)):
            yield f"{table.name}: {constraint.name or 'primary key'} does not begin with institution_id"
        if isinstance(constraint, ForeignKeyConstraint) and not _may_refer(constraint):
            yield f"{table.name}: {constraint.name} leaves its institution"
    for index in table.indexes:
        if index.unique and not _leads(list(index.columns)):
            yield f"{table.name}: {index.name} does not begin with institution_id"


def _leads(columns: list[Any]) -> bool:
    return bool(columns) and getattr(columns[0], "name", "") == "institution_id"


def _may_refer(constraint: ForeignKeyConstraint) -> bool:
    """A reference table is present everywhere, so any key may point at it; another distributed row must be a neighbour."""
    return constraint.referred_table.info.get("distribution") == "reference" or _leads(list(constraint.columns))


__all__ = ["DISTRIBUTED", "LOCAL", "REFERENCE", "Base", "check_distribution"]
