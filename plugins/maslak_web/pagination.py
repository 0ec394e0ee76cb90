"""Pages by key: the next page begins after the last row seen, so page ten thousand costs what page one costs.

The position travels as an opaque text; a reader that meddles with it gets `invalid_page`, never another query.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from maslak_domain.errors import InvalidError

RowT = TypeVar("RowT")
DEFAULT_SIZE = 50
MAX_SIZE = 500
_LONGEST = 600
_MOST_DIGITS = 12
# Beyond this neither database can even compare.
_INTEGERS = 2**63


class InvalidPageError(InvalidError):
    """Raised when a page's position was not made by this service, or its size makes no sense."""

    code = "invalid_page"


@dataclass(frozen=True)
class Page(Generic[RowT]):
    """Rows of one page and where its neighbours begin; None where there is no neighbour."""

    rows: Sequence[RowT]
    next: str | None
    previous: str | None


@dataclass(frozen=True)
class SortKey:
    """One column of the order. Together the columns of an order must be unique, so the last one is an id."""

    column: Any
    descending: bool = False


def list_page(
    session: Session, query: Select[Any], order: Sequence[SortKey], *, at: str | None = None, size: int = DEFAULT_SIZE
) -> Page[Any]:
    """Return the page of `query` at the position `at`, in `order`. Columns of the order must not be NULL.

    `query` selects one entity whose attributes are named like the columns of the order. Raises InvalidPageError.
    """
    if not 1 <= size <= MAX_SIZE:
        raise InvalidPageError("the size of a page is out of range", largest=MAX_SIZE)
    backwards, values = _read_position(at, order) if at else (False, None)
    if values is not None:
        query = query.where(_after(order, values, backwards))
    query = query.order_by(None).order_by(*[_direct(key, backwards) for key in order]).limit(size + 1)
    found = list(session.scalars(query))
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    # Whoever came from a neighbour can go back to it; the other side is known by the row too many.
    has_next = backwards or more
    has_previous = more if backwards else values is not None
    return Page(
        rows=rows,
        next=_write_position(rows[-1], order, backwards=False) if has_next and rows else None,
        previous=_write_position(rows[0], order, backwards=True) if has_previous and rows else None,
    )


def _direct(key: SortKey, backwards: bool) -> Any:
    return key.column.desc() if key.descending != backwards else key.column.asc()


def _after(order: Sequence[SortKey], values: Sequence[Any], backwards: bool) -> ColumnElement[bool]:
    """Return the condition "later in the order than `values`", column by column, which both engines can answer from an index."""
    choices = []
    for index, key in enumerate(order):
        same = [earlier.column == value for earlier, value in zip(order[:index], values, strict=False)]
        beyond = key.column < values[index] if key.descending != backwards else key.column > values[index]
        choices.append(and_(*same, beyond))
    return or_(*choices)


def _write_position(row: Any, order: Sequence[SortKey], *, backwards: bool) -> str:
    values = [_to_text(getattr(row, key.column.key)) for key in order]
    raw = orjson.dumps(["b" if backwards else "f", *values])
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read_position(text: str, order: Sequence[SortKey]) -> tuple[bool, list[Any]]:
    try:
        if len(text) > _LONGEST:
            raise ValueError(text)
        position = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        way, *parts = position
        if way not in ("f", "b") or len(parts) != len(order):
            raise ValueError(text)
        return way == "b", [_from_text(part, key) for part, key in zip(parts, order, strict=True)]
    except (ValueError, TypeError, AttributeError, ArithmeticError, binascii.Error) as error:
        raise InvalidPageError("this is not the position of a page") from error


def _to_text(value: Any) -> str | int:
    if isinstance(value, int):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _from_text(part: Any, key: SortKey) -> Any:
    """Give the part of a position the type of its column, which also refuses what does not fit."""
    wanted = key.column.type.python_type
    if wanted is datetime:
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError(part)
        return moment.astimezone(UTC)
    if wanted is uuid.UUID:
        return uuid.UUID(part)
    if wanted is Decimal:
        value = Decimal(part)
        if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
            raise ValueError(part)
        return value
    if type(part) is not wanted or (wanted is int and abs(part) >= _INTEGERS) or (wanted is str and "\0" in part):
        raise ValueError(part)
    return part
