"""Tables of the classroom."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base, DecimalText
from maslak_web.database import UTCDateTime, new_id

USAGE_KEY = String(255)


class Release(Base):
    """An installed course release: immutable, named by the hash of its files."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("course_key", "hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    course_key: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))
    titles: Mapped[dict[str, str]] = mapped_column(JSON)
    # usage key -> {block_type, unit, competency, level, purpose, pass_mark, decides}: what evidence from the block means.
    block_map: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    installed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # The release whose blocks the school overlaid to make this one; null for a release that came from the authors.
    base_id: Mapped[uuid.UUID | None]


class BlockState(Base):
    """The fields of one block (or block type, or learner) in one scope, as one JSON object.

    `version` is the optimistic lock: an update that was computed from an older version changes no row and is tried again.
    """

    __tablename__ = "block_state"
    __table_args__ = (UniqueConstraint("owner", "scope", "block_key"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    # The learner's id in hexadecimal, or "everyone": a null would let a unique constraint accept the same row twice.
    owner: Mapped[str] = mapped_column(String(36))
    learner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("learner.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20))
    # A usage key, a block type, or "" for what holds for the learner everywhere.
    block_key: Mapped[str] = mapped_column(USAGE_KEY)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}


class HandlerReceipt(Base):
    """The answer that a handler call was given, kept so that a repeated call gets the same answer and changes nothing."""

    __tablename__ = "handler_receipt"
    __table_args__ = (UniqueConstraint("learner_id", "usage_key", "key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    usage_key: Mapped[str] = mapped_column(USAGE_KEY)
    key: Mapped[str] = mapped_column(String(100))
    payload_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(100))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class RunningAttempt(Base):
    """A note that a learner's attempt at a block runs, so that attempts whose time is over are found without reading every state.

    The block keeps it: what is true stands in its state. `ends_at` is null for an attempt that only the closing time ends.
    """

    __tablename__ = "running_attempt"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY, primary_key=True)
    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id"), index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    # After a failure it is left alone until then, so that one faulty block does not fill the log.
    not_before: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Completion(Base):
    """How much of a block a learner has done, 0 to 1. It never goes down."""

    __tablename__ = "completion"
    __table_args__ = (UniqueConstraint("learner_id", "usage_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    course_key: Mapped[str] = mapped_column(String(80), index=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY)
    fraction: Mapped[Decimal] = mapped_column(DecimalText)
    completed_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Mark(Base):
    """The points that a block published for a learner."""

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("learner_id", "usage_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    course_key: Mapped[str] = mapped_column(String(80), index=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY)
    value: Mapped[Decimal] = mapped_column(DecimalText)
    max_value: Mapped[Decimal] = mapped_column(DecimalText)
    marked_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Place(Base):
    """The last page that a learner opened in a course: where *continue* leads."""

    __tablename__ = "place"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    course_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit: Mapped[str] = mapped_column(String(100))
    page: Mapped[str] = mapped_column(String(100))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ContentLanguage(Base):
    """The language in which a learner reads courses; the language of the interface is another choice."""

    __tablename__ = "content_language"

    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
