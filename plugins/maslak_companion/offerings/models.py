"""Tables of the offerings room."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from maslak_companion.base import Base
from maslak_web.database import new_id

ENROLMENT_STATUSES = ("active", "repeating", "suspended", "withdrawn", "transferred")
SESSIONS = ("normal", "resit")


class Programme(Base):
    """One version of a programme. A version freezes at the first enrolment; a change is a new version."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    titles: Mapped[dict[str, str]]


class Period(Base):
    """A stretch of the academic year in which offerings run, `2026-2027-S1`."""

    __tablename__ = "period"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    titles: Mapped[dict[str, str]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Offering(Base):
    """A course release given at this institution in a period, with the school's own codes and rules for marks."""

    __tablename__ = "offering"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    titles: Mapped[dict[str, str]]
    course_key: Mapped[str] = mapped_column(String(80), index=True)
    # The release belongs to the classroom room, which installs it; the offering stays on it until the instructor moves it.
    release_id: Mapped[uuid.UUID | None]
    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("period.id"))
    module_code: Mapped[str] = mapped_column(String(40), default="")
    apogee_code: Mapped[str] = mapped_column(String(40), default="")
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    credits: Mapped[Decimal] = mapped_column(default=Decimal(0))
    hours: Mapped[Decimal] = mapped_column(default=Decimal(0))
    mode: Mapped[str] = mapped_column(String(20), default="blended")
    scale: Mapped[Decimal] = mapped_column(default=Decimal(20))
    # The step to which a mark is given: 0.25 means quarters.
    rounding: Mapped[Decimal] = mapped_column(default=Decimal("0.01"))
    pass_mark: Mapped[Decimal] = mapped_column(default=Decimal(10))
    # Under which conditions evidence counts here: alone, supervised, workplace.
    conditions: Mapped[list[str]] = mapped_column(default=list)
    lead_account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]

    period: Mapped[Period] = relationship(lazy="joined")


class Group(Base):
    """A group of learners who take their offerings together."""

    __tablename__ = "learner_group"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    titles: Mapped[dict[str, str]]


class OfferingGroup(Base):
    """An offering is given to a group."""

    __tablename__ = "offering_group"

    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner_group.id"), primary_key=True)


class Enrolment(Base):
    """A learner in a programme version, an academic year and a group, with a status."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("learner_id", "programme_id", "year", "group_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    year: Mapped[str] = mapped_column(String(9))
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("learner_group.id"), index=True)
    status: Mapped[str] = mapped_column(String(20), default="active")
    revision: Mapped[int] = mapped_column(default=1)
    enrolled_at: Mapped[datetime]

    programme: Mapped[Programme] = relationship(lazy="joined")
    group: Mapped[Group] = relationship(lazy="joined")


class Arrangement(Base):
    """What was granted to a person or a group: honoured by every block. Its reason never leaves the school."""

    __tablename__ = "arrangement"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id"), index=True)
    learner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("learner.id"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("learner_group.id"))
    # Without a usage key the arrangement holds for the whole offering.
    usage_key: Mapped[str | None] = mapped_column(String(200))
    extra_attempts: Mapped[int] = mapped_column(default=0)
    # A share of the normal time: 0.33 is a third more.
    extra_time: Mapped[Decimal] = mapped_column(default=Decimal(0))
    excused: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    private_reason: Mapped[str] = mapped_column(Text, default="")
    granted_by: Mapped[uuid.UUID]
    granted_at: Mapped[datetime]
    # Counts the changes, so that two open pages cannot overwrite one another.
    revision: Mapped[int] = mapped_column(default=1)
    # What was withdrawn no longer holds, and stays readable.
    withdrawn_at: Mapped[datetime | None]


class ArrangementEvent(Base):
    """What was done to an arrangement: given, changed or withdrawn. Rows are only ever added, and none holds the reason."""

    __tablename__ = "arrangement_event"

    arrangement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("arrangement.id"), primary_key=True)
    # The revision that it made.
    revision: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    # Names the form that asked for it: the same form received twice acts once.
    token: Mapped[uuid.UUID]
    actor_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    # Where it holds and what was granted from then on.
    said: Mapped[dict[str, Any]]
    reason_changed: Mapped[bool] = mapped_column(default=False)


class ExamMode(Base):
    """Whether a block of an offering is taken as an exam, and how long: nobody sees feedback before the attempt is finished.

    It is a rule for everybody who takes the offering, so it is not an arrangement, which is granted to somebody.
    """

    __tablename__ = "exam_mode"

    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(String(200), primary_key=True)
    is_on: Mapped[bool]
    # How long an attempt may take, without anybody's extra time; null for as long as one likes.
    minutes: Mapped[int | None]
    set_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]
