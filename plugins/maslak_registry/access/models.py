"""Rows of who may read, by what token, and of what they read."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import LOCAL, Base
from maslak_web.accounts import AccountMixin, LoginAttemptMixin
from maslak_web.database import UTCDateTime, new_id


class AccountRow(AccountMixin, Base):
    """A registrar's account. `institutions` of a national account stays empty: it keeps all of them."""

    __tablename__ = "accounts"
    __table_args__ = {"info": LOCAL}

    institutions: Mapped[list[str]] = mapped_column(default=list)
    pull_cursor: Mapped[str | None] = mapped_column(Text, default=None)
    pulled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class LoginAttemptRow(LoginAttemptMixin, Base):
    """One try to sign in, for the throttle."""

    __tablename__ = "login_attempts"


# The mixin gives the table its indexes in `__table_args__`; the distribution is added beside them.
Base.metadata.tables[LoginAttemptRow.__tablename__].info.update(LOCAL)


class ClientRow(Base):
    """A program that pulls for one institution and one purpose, by OAuth2 client credentials."""

    __tablename__ = "clients"
    __table_args__ = {"info": LOCAL}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(String(100), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"))
    purpose: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TokenRow(Base):
    """An opaque access token, kept only as its SHA-256."""

    __tablename__ = "tokens"
    __table_args__ = (Index("ix_tokens_expires_at", "expires_at"), {"info": LOCAL})

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clients.id"))
    scopes: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AccessLogRow(Base):
    """Who read what about whom, when and for which purpose; rows are only added.

    `institution_id` and `learner` name whose record it was; a list that named nobody in particular leaves `learner` empty.
    """

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_learner", "institution_id", "learner", "at"), {"info": LOCAL})

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    reader_kind: Mapped[str] = mapped_column(String(16))
    reader: Mapped[str] = mapped_column(String(150))
    purpose: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(32))
    institution_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    learner: Mapped[uuid.UUID | None] = mapped_column(default=None)
    detail: Mapped[str] = mapped_column(String(300), default="")
