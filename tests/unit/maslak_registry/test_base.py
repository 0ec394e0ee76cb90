"""The lint of distribution finds what could not be spread, and the registry's own tables pass it."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, Table, UniqueConstraint

from maslak_registry.base import DISTRIBUTED, LOCAL, REFERENCE, check_distribution
from maslak_registry.tables import METADATA


def test_every_table_of_the_registry_can_be_spread_as_it_declares() -> None:
    assert len(METADATA.tables) > 15
    assert check_distribution(METADATA) == []


@pytest.mark.parametrize(
    ("columns", "extra", "info"),
    [
        (("id",), (), {}),
        (("id",), (), DISTRIBUTED),
        (("id", "institution_id"), (), DISTRIBUTED),
        (("institution_id", "id"), (UniqueConstraint("other"),), DISTRIBUTED),
        (("institution_id", "id"), (ForeignKeyConstraint(["other"], ["far.id"]),), DISTRIBUTED),
    ],
)
def test_table_that_could_not_be_spread_is_found(columns, extra, info) -> None:
    metadata = MetaData()
    Table("far", metadata, Column("id", Integer, primary_key=True), info=LOCAL)
    Table("one", metadata, *(Column(name, Integer, primary_key=True) for name in columns), Column("other", Integer), *extra, info=info)
    assert [finding.split(":")[0] for finding in check_distribution(metadata)] == ["one"]


def test_key_to_a_table_that_is_everywhere_is_welcome() -> None:
    metadata = MetaData()
    Table("near", metadata, Column("id", Integer, primary_key=True), info=REFERENCE)
    Table(
        "one",
        metadata,
        Column("institution_id", Integer, primary_key=True),
        Column("other", Integer),
        ForeignKeyConstraint(["other"], ["near.id"]),
        info=DISTRIBUTED,
    )
    assert check_distribution(metadata) == []
