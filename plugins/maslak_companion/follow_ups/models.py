"""Tables of the follow-ups room. `version` counts the changes of a row, so that two open pages cannot overwrite one another."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

VISIT_MODES = ("company", "remote", "school")
OUTCOMES = ("", "passed", "again", "failed", "absent")


class Attendance(Base):
    """The hours of a period: planned, present, and absent with a reason or without."""

    __tablename__ = "placement_attendance"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("placement_period.id"), primary_key=True)
    planned: Mapped[Decimal]
    present: Mapped[Decimal]
    excused: Mapped[Decimal]
    unexcused: Mapped[Decimal]
    version: Mapped[int] = mapped_column(default=1)
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]


class Visit(Base):
    """A visit of the school: planned for a day, then held with a report, or called off."""

    __tablename__ = "placement_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    planned_on: Mapped[date]
    # Where: at the company, at a distance, at the school.
    mode: Mapped[str] = mapped_column(String(10))
    # Who goes, and who was there, as people write it.
    visitor: Mapped[str] = mapped_column(String(200))
    held_on: Mapped[date | None]
    attendees: Mapped[str] = mapped_column(String(400), default="")
    report: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]


class Defence(Base):
    """The defence of a placement: a day, a place, a jury, and what came of it. It is no decision about a module."""

    __tablename__ = "placement_defence"

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    # One member a line, name and post.
    jury: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]
