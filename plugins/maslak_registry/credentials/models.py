"""Rows of the index of issued credentials; the signed documents stay with their issuers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import DISTRIBUTED, Base
from maslak_web.database import UTCDateTime


class CredentialRow(Base):
    """A credential that an institution issued, by its digest and address; `issued` or `revoked`."""

    __tablename__ = "credentials"
    __table_args__ = (
        ForeignKeyConstraint(["institution_id"], ["institutions.id"]),
        Index("ix_credentials_learner", "institution_id", "learner"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[UUID] = mapped_column()
    achievement: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    competency: Mapped[str | None] = mapped_column(String(64), default=None)
    level: Mapped[str | None] = mapped_column(String(8), default=None)
    title: Mapped[dict[str, str]] = mapped_column()
    digest: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(16))
    released: Mapped[bool] = mapped_column(default=True)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    revision: Mapped[int] = mapped_column()
    ledger_seq: Mapped[int] = mapped_column(BigInteger)
