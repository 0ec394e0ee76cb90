"""The declarative base of every companion table."""

from __future__ import annotations

from maslak_web.database import COLUMN_TYPES, make_metadata
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every companion table shares this metadata, so that one migration history describes them all."""

    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES
