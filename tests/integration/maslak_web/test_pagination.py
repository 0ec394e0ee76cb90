from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from tests.factories.tables import make_tables

from maslak_web.database import COLUMN_TYPES, Database, make_metadata, new_id
from maslak_web.pagination import InvalidPageError, Page, SortKey, list_page


class Base(DeclarativeBase):
    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES


class Row(Base):
    __tablename__ = "paged_row"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    number: Mapped[int]
    share: Mapped[Decimal] = mapped_column(default=Decimal(0))
    word: Mapped[str] = mapped_column(default="")


ORDER = [SortKey(Row.at, descending=True), SortKey(Row.id)]


@pytest.fixture
def filled(database: Database) -> Database:
    make_tables(database, Base.metadata)
    with database.session() as session:
        # Several rows share a moment, so that the order has to fall back on the id.
        moment = datetime(2026, 3, 12, tzinfo=UTC)
        session.add_all([Row(at=moment + timedelta(days=number // 4), number=number) for number in range(23)])
    return database


def page(session: Session, at: str | None = None, size: int = 5) -> Page[Row]:
    return list_page(session, select(Row), ORDER, at=at, size=size)


def test_walking_forwards_and_back_meets_every_row_once_in_the_same_order(filled: Database) -> None:
    with filled.session(reading=True) as session:
        expected = [row.number for row in session.scalars(select(Row).order_by(Row.at.desc(), Row.id))]
        pages = [page(session)]
        while (following := pages[-1].next) is not None:
            pages.append(page(session, following))
        forwards = [[row.number for row in one.rows] for one in pages]
        backwards = [forwards[-1]]
        before = pages[-1].previous
        while before is not None:
            one = page(session, before)
            backwards.insert(0, [row.number for row in one.rows])
            before = one.previous
    assert ([number for numbers in forwards for number in numbers], forwards) == (expected, backwards)


def test_a_row_that_arrives_meanwhile_shifts_no_page(filled: Database) -> None:
    with filled.session() as session:
        first = page(session)
        following = [row.number for row in page(session, first.next).rows]
        session.add(Row(at=datetime(2030, 1, 1, tzinfo=UTC), number=99))
        session.flush()
        assert [row.number for row in page(session, first.next).rows] == following


@pytest.mark.parametrize("position", ["x", "%%%", "W10", "WyJmIl0", "WyJmIiwxLDJd", "A" * 700, "WyJmIiwiMjAyNi0wMS0wMSIsIm5vIl0"])
def test_a_position_that_was_not_made_here_is_refused(filled: Database, position: str) -> None:
    with filled.session(reading=True) as session, pytest.raises(InvalidPageError):
        page(session, position)


@pytest.mark.parametrize("size", [0, -1, 501])
def test_a_size_out_of_range_is_refused(filled: Database, size: int) -> None:
    with filled.session(reading=True) as session, pytest.raises(InvalidPageError):
        page(session, size=size)


def test_a_page_of_nothing_has_no_neighbours(database: Database) -> None:
    make_tables(database, Base.metadata)
    with database.session(reading=True) as session:
        assert page(session) == Page([], None, None)


@pytest.mark.parametrize(
    ("column", "part"),
    [
        (Row.id, 7),
        (Row.id, ["x"]),
        (Row.number, 2**63),
        (Row.number, True),
        (Row.at, "0001-01-01T00:00:00+14:00"),
        (Row.share, "Infinity"),
        (Row.share, "NaN"),
        (Row.share, "1e999999"),
        (Row.word, "a\0b"),
    ],
)
def test_a_forged_position_asks_the_database_nothing(filled: Database, column: object, part: object) -> None:
    position = base64.urlsafe_b64encode(json.dumps(["f", part]).encode()).decode()
    with filled.session(reading=True) as session, pytest.raises(InvalidPageError):
        list_page(session, select(Row), [SortKey(column)], at=position)
