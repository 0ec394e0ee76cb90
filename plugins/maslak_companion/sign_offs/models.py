"""Tables of the sign-offs room. Nothing but a draft is ever changed or removed; a link is only ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class TutorLink(Base):
    """A company tutor's way in: neither the link's token nor the code that signs is kept, only their hashes."""

    __tablename__ = "tutor_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    tutor_id: Mapped[UUID] = mapped_column(ForeignKey("company_tutor.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(255))
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class TutorLinkUse(Base):
    """One try to sign through a link, right, wrong or refused. Rows count the tries and tell the school what happened."""

    __tablename__ = "tutor_link_use"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    link_id: Mapped[UUID] = mapped_column(ForeignKey("tutor_link.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]


class TutorDraft(Base):
    """What a tutor has answered but not signed yet: the one thing here that changes."""

    __tablename__ = "tutor_draft"

    tutor_id: Mapped[UUID] = mapped_column(ForeignKey("company_tutor.id"), primary_key=True)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("placement_period.id"), primary_key=True)
    fields: Mapped[dict[str, str]]
    saved_at: Mapped[datetime]


class SignOff(Base):
    """What a company tutor answered about one company period, with the very content that was before their eyes.

    The latest revision holds. `kind` is `signed`, `not_observed`, `disagreed` or `no_longer_tutor`. It came through a link or on a
    paper, never both; of a paper, the days of the signature and of the arrival stand in its receipt.
    """

    __tablename__ = "sign_off"
    __table_args__ = (UniqueConstraint("period_id", "revision"), UniqueConstraint("link_id", "request_key"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("placement_period.id"))
    revision: Mapped[int]
    tutor_id: Mapped[UUID] = mapped_column(ForeignKey("company_tutor.id"))
    tutor_name: Mapped[str] = mapped_column(String(200))
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("tutor_link.id"))
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("sign_off_paper.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    # How often the work was seen: "often", "once", "never", or "" where that was not the answer.
    seen: Mapped[str] = mapped_column(String(10))
    # competency -> "not_observed", N1…N4
    ratings: Mapped[dict[str, str]]
    remark: Mapped[str] = mapped_column(Text)
    # Canonical JSON of what was shown, and its SHA-256.
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    request_key: Mapped[str] = mapped_column(String(64))
    request_digest: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class Countersignature(Base):
    """What the academic tutor says to a sign-off, once: the ratings they stand for, or why they do not countersign."""

    __tablename__ = "countersignature"

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    account_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    is_countersigned: Mapped[bool]
    ratings: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
