"""Tables of the passports room."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import UTCDateTime


class PassportRow(Base):
    """The last passport that the registry gave for a learner, kept for when the registry is away."""

    __tablename__ = "passport"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    items: Mapped[list[Any]] = mapped_column(JSON)
    # The moment that the registry vouches for.
    as_of: Mapped[datetime] = mapped_column(UTCDateTime)
    fetched_at: Mapped[datetime] = mapped_column(UTCDateTime)


class HiddenItemRow(Base):
    """One entry of a passport that its learner said is not theirs. It hides at once; the record stays where it was made."""

    __tablename__ = "hidden_passport_item"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    hidden_at: Mapped[datetime]
