"""The declarative base of every companion table, and the column type for exact decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from maslak_web.database import make_base
from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

Base = make_base()


class DecimalText(TypeDecorator[Decimal]):
    """A decimal kept as its own text.

    SQLite has no decimal type and would pass marks through binary floats: a mark of 9.95 that comes back as 9.9499999
    changes a decision. Marks are compared in Python, never sorted by the database, so text costs nothing.
    """

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        """Write the decimal plainly, never with an exponent."""
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        """Read the decimal back exactly."""
        return None if value is None else Decimal(value)
