"""Tables of the badges room."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

_IS_AWARDED = text("state = 'awarded'")


class AchievementRow(Base):
    """A definition as it stood when it was first signed; never changed afterwards, for credentials point to it."""

    __tablename__ = "achievement"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    competency: Mapped[str | None] = mapped_column(String(40))
    level: Mapped[str | None] = mapped_column(String(4))
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    criteria: Mapped[dict[str, str]]
    frozen_at: Mapped[datetime]


class CredentialRow(Base):
    """One award to one learner: decided (`awarded`), signed (`issued`) or withdrawn (`revoked`); `document` is the exact signed bytes."""

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("learner_id", "achievement_key"),
        UniqueConstraint("status_list", "status_index"),
        CheckConstraint("state IN ('awarded', 'issued', 'revoked')", name="state"),
        Index("ix_credential_awarded", "id", sqlite_where=_IS_AWARDED, postgresql_where=_IS_AWARDED),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"))
    achievement_key: Mapped[str] = mapped_column(String(80))
    competency: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(4))
    state: Mapped[str] = mapped_column(String(10), default="awarded")
    # Random for each credential, so that two badges of one person cannot be put together.
    subject: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    # What the learner lets the passport show at other schools; withdrawing it is theirs alone.
    is_released: Mapped[bool] = mapped_column(default=True)
    awarded_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(40))
    status_list: Mapped[int | None]
    status_index: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    document: Mapped[bytes | None] = mapped_column(LargeBinary)


class StatusListRow(Base):
    """A signed status list in both forms that verifiers read; `is_stale` asks the worker to sign it anew."""

    __tablename__ = "status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signed_at: Mapped[datetime]
    is_stale: Mapped[bool] = mapped_column(default=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    jwt: Mapped[str] = mapped_column(Text)
