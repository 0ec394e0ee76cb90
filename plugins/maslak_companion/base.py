"""The declarative base of every companion table."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from maslak_web.database import COLUMN_TYPES, ExactDecimal, make_metadata

# The type that `Mapped[Decimal]` means anyway, under a name for columns that spell it out.
DecimalText = ExactDecimal


class Base(DeclarativeBase):
    """Every companion table shares this metadata, so that one migration history describes them all."""

    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES
