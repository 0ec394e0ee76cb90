"""Tables of the results room."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class Jury(Base):
    """The jury of one offering, group and session.

    `open`: marks and decisions are entered. `frozen`: proposed, complete, and nobody changes it. `closed`: final.
    `version` counts every change, so that two open pages cannot overwrite one another.
    """

    __tablename__ = "jury"
    __table_args__ = (UniqueConstraint("offering_id", "group_id", "session"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"))
    group_id: Mapped[UUID] = mapped_column(ForeignKey("learner_group.id"))
    session: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="open")
    version: Mapped[int] = mapped_column(default=1)
    jury_on: Mapped[date | None]
    minutes_ref: Mapped[str] = mapped_column(String(80), default="")
    # The form that made the last change: sent twice, it changes nothing more.
    last_token: Mapped[str] = mapped_column(String(36), default="")
    # Why the jury was last reopened: the reason code of the revisions that its next closing makes.
    reason: Mapped[str | None] = mapped_column(String(40))


class JuryLine(Base):
    """What the jury says about one learner, before it becomes a completion record."""

    __tablename__ = "jury_line"

    jury_id: Mapped[UUID] = mapped_column(ForeignKey("jury.id"), primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    mark: Mapped[Decimal | None]
    decision: Mapped[str | None] = mapped_column(String(40))


class JuryEvent(Base):
    """What happened to a jury, by whom and why. Rows are only ever added."""

    __tablename__ = "jury_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    jury_id: Mapped[UUID] = mapped_column(ForeignKey("jury.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[UUID]
    reason: Mapped[str | None] = mapped_column(String(40))
    # The registrar's own words; they stay at the school.
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class CompletionRecordRow(Base):
    """One revision of a completion record. A change is a new row; no row is ever edited."""

    __tablename__ = "completion_record"
    __table_args__ = (
        UniqueConstraint("uuid", "revision"),
        UniqueConstraint("learner_id", "about_kind", "about_key", "period", "session", "revision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    uuid: Mapped[UUID]
    revision: Mapped[int]
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    about_kind: Mapped[str] = mapped_column(String(20))
    about_key: Mapped[str] = mapped_column(String(80))
    period: Mapped[str] = mapped_column(String(40))
    session: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    decision: Mapped[str | None] = mapped_column(String(40))
    mark: Mapped[Decimal | None]
    author: Mapped[UUID]
    reason: Mapped[str | None] = mapped_column(String(40))
    recorded_at: Mapped[datetime]
    # The whole record as the domain writes it; the columns above are only its index.
    body: Mapped[dict[str, Any]]
