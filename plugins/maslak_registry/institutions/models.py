"""Rows of institutions and of the keys that speak for them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import REFERENCE, Base
from maslak_web.database import UTCDateTime, new_id


class InstitutionRow(Base):
    """A school that sends completions: `active`, or `frozen` after a fork until a person has cleared it."""

    __tablename__ = "institutions"
    __table_args__ = {"info": REFERENCE}

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name_ar: Mapped[str] = mapped_column(String(200))
    name_fr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    did: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16), default="active")
    frozen_reason: Mapped[str | None] = mapped_column(String(64), default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class InstitutionKeyRow(Base):
    """A public key of an institution for one purpose (`sync` or `credentials`) and the period in which it signs.

    A retired key keeps verifying what it signed in its period; only a compromised one verifies nothing any more.
    """

    __tablename__ = "institution_keys"
    __table_args__ = (UniqueConstraint("keyid"), {"info": REFERENCE})

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    keyid: Mapped[str] = mapped_column(String(200))
    public_key: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(16), default="active")
    valid_from: Mapped[datetime] = mapped_column(UTCDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
