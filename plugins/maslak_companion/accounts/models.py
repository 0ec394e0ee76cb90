"""Tables of the accounts room."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.accounts import AccountMixin, LoginAttemptMixin
from maslak_web.database import new_id


class Account(AccountMixin, Base):
    """Someone who may sign in; a student's account names the learner that it belongs to."""

    __tablename__ = "account"

    learner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("learner.id"), unique=True)


class LoginAttempt(LoginAttemptMixin, Base):
    """One try to sign in, kept so that guessing is slowed across every web process."""

    __tablename__ = "login_attempt"


class AccessLog(Base):
    """Who read whose record. Rows are only ever added; neither side is a foreign key, so erasing a person leaves the trace."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_learner_id_at", "learner_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    actor_id: Mapped[uuid.UUID]
    learner_id: Mapped[uuid.UUID]
    what: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
