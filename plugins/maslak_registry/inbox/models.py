"""Rows of the ledger as institutions sent it, and of the receipts given for it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import DISTRIBUTED, Base
from maslak_web.database import UTCDateTime, new_id


class LedgerHeadRow(Base):
    """The last entry of an institution; locking this row makes appends of one institution happen one after another."""

    __tablename__ = "ledger_heads"
    __table_args__ = (ForeignKeyConstraint(["institution_id"], ["institutions.id"]), {"info": DISTRIBUTED})

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class LedgerEntryRow(Base):
    """One entry: the exact bytes that the institution hashed and chained, never changed."""

    __tablename__ = "ledger_entries"
    __table_args__ = (ForeignKeyConstraint(["institution_id"], ["institutions.id"]), {"info": DISTRIBUTED})

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    entry: Mapped[bytes] = mapped_column(LargeBinary)


class LedgerEnvelopeRow(Base):
    """What travelled beside an entry and may be erased: the identity and the salt of its commitment."""

    __tablename__ = "ledger_envelopes"
    __table_args__ = (
        ForeignKeyConstraint(["institution_id", "seq"], ["ledger_entries.institution_id", "ledger_entries.seq"]),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    identity: Mapped[str] = mapped_column(Text)


class ReceiptRow(Base):
    """The signed receipt of one batch, kept as it was answered so that asking again brings the same bytes."""

    __tablename__ = "receipts"
    __table_args__ = (
        ForeignKeyConstraint(["institution_id"], ["institutions.id"]),
        Index("ix_receipts_last", "institution_id", "last"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)


class NonceRow(Base):
    """A nonce of a signed request, kept until its signature could no longer be accepted anyway."""

    __tablename__ = "nonces"
    __table_args__ = (
        ForeignKeyConstraint(["institution_id"], ["institutions.id"]),
        Index("ix_nonces_expires_at", "expires_at"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(String(128), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AlarmRow(Base):
    """Something that a person must look at: a fork is one."""

    __tablename__ = "alarms"
    __table_args__ = (ForeignKeyConstraint(["institution_id"], ["institutions.id"]), {"info": DISTRIBUTED})

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
