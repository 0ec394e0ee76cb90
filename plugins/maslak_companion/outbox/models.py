"""Tables of the outbox: facts, sealed entries, batches with their receipts, the sealer's lease, delivery state, alarms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

_SEQ_IS_NULL = text("seq IS NULL")


class OutboxRow(Base):
    """One fact as its canonical body; ``seq`` stays empty until the sealer numbers it.

    Salt and identity stand beside the hashed bytes and may be erased, together, at any time.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("type", "subject", "revision"),
        Index("ix_outbox_waiting", "id", sqlite_where=_SEQ_IS_NULL, postgresql_where=_SEQ_IS_NULL),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(String(81))
    subject: Mapped[UUID]
    revision: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[str | None] = mapped_column(String(64))
    identity: Mapped[dict[str, str] | None]
    created_at: Mapped[datetime]
    seq: Mapped[int | None] = mapped_column(unique=True)


class SealedRow(Base):
    """An entry of this institution's chain: the exact bytes that were hashed. Never changed, never renumbered."""

    __tablename__ = "outbox_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outbox_id: Mapped[UUID] = mapped_column(ForeignKey("outbox.id"), unique=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[str] = mapped_column(String(64))


class BatchRow(Base):
    """A run of entries that travels together: the same bytes at every attempt. Open until a receipt has come back."""

    __tablename__ = "outbox_batch"

    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    sealed_at: Mapped[datetime]
    received_at: Mapped[datetime | None] = mapped_column(index=True)


class ReceiptRow(Base):
    """The registry's signed word that it holds these entries, kept as the bytes that it sent."""

    __tablename__ = "outbox_receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    first: Mapped[int] = mapped_column(index=True)
    last: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime]


class LeaseRow(Base):
    """Which worker may seal and send, and until when. It runs out by itself, so a killed worker silences nothing for long."""

    __tablename__ = "outbox_lease"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class DeliveryRow(Base):
    """How delivery is going: failed attempts in a row, when to try again, what went wrong last."""

    __tablename__ = "outbox_delivery"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    delivered_at: Mapped[datetime | None]


class AlarmRow(Base):
    """Something a person should look at. Open until cleared, by success or, for a stop, by a person."""

    __tablename__ = "outbox_alarm"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    detail: Mapped[str] = mapped_column(Text)
    stops: Mapped[bool] = mapped_column(default=False)
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
