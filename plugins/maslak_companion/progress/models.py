"""Tables of the progress room."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base, DecimalText
from maslak_web.database import UTCDateTime, new_id


class EvidenceRow(Base):
    """One observation. Rows are only ever added; the natural key makes a second arrival the same row."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("issuer", "learner_id", "usage_key", "attempt", "item"),
        Index("ix_evidence_learner_id_competency", "learner_id", "competency", "level"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    issuer: Mapped[str] = mapped_column(String(60))
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    course_key: Mapped[str] = mapped_column(String(80), index=True)
    # The document that says which competency and level this is about: a course release, or for work the agreed mission.
    release_id: Mapped[uuid.UUID]
    usage_key: Mapped[str] = mapped_column(String(255))
    attempt: Mapped[int]
    # The item's id, or "*" for the attempt as a whole.
    item: Mapped[str] = mapped_column(String(100))
    competency: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(4))
    source: Mapped[str] = mapped_column(String(40))
    score: Mapped[Decimal] = mapped_column(DecimalText)
    response: Mapped[str] = mapped_column(Text, default="")
    observed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    observer: Mapped[str] = mapped_column(String(60))
    conditions: Mapped[str] = mapped_column(String(20))
    identity_check: Mapped[str] = mapped_column(String(20))


class RatingRow(Base):
    """Where a learner stands on a competency at a level: always what the policy says of the evidence, never typed in."""

    __tablename__ = "rating"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    competency: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[str] = mapped_column(String(4), primary_key=True)
    rating: Mapped[str] = mapped_column(String(20))
    policy: Mapped[str] = mapped_column(String(40))
    # The policy's reasons: [{"code", "params"}], translated where they are shown.
    explanation: Mapped[list[Any]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}


class RatingEvent(Base):
    """A rating changed: from what, to what, when and why. Rows are only ever added."""

    __tablename__ = "rating_event"
    __table_args__ = (Index("ix_rating_event_learner_id_at", "learner_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    competency: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(4))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    # "evidence", or the reason that the person who lowered it gave.
    reason: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
