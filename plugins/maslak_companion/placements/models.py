"""Tables of the placements room. Revisions and agreements are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

PERIOD_KINDS = ("academic", "company")
# The three who agree to a mission.
ROLES = ("learner", "company_tutor", "academic_tutor")
LEGAL_FRAMES = ("", "apprenticeship", "alternance", "internship")


class CompanyTutor(Base):
    """Somebody at a company who follows learners. They have no account; how to reach them is noted by the school alone."""

    __tablename__ = "company_tutor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    company: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]


class Placement(Base):
    """A contract of alternance: a learner, a company and two tutors, from the first day to the last.

    `version` counts every change by staff, so that two open pages cannot overwrite one another.
    """

    __tablename__ = "placement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), index=True)
    company: Mapped[str] = mapped_column(String(200))
    tutor_id: Mapped[UUID | None] = mapped_column(ForeignKey("company_tutor.id"), index=True)
    academic_tutor_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # The rhythm: so many weeks at school, then so many at the company; 0 where there is none.
    academic_weeks: Mapped[int] = mapped_column(default=0)
    company_weeks: Mapped[int] = mapped_column(default=0)
    legal_frame: Mapped[str] = mapped_column(String(20), default="")
    # The competencies of the diploma that are to be practised at the company.
    expected: Mapped[list[str]] = mapped_column(default=list)
    broken_on: Mapped[date | None]
    # The tutor said that they no longer are: somebody else must be named.
    tutor_left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class PlacementPeriod(Base):
    """A stay at the school or at the company, both days included."""

    __tablename__ = "placement_period"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Mission(Base):
    """What a learner is there to do, in one company period or in all of them. Its text stands in its revisions."""

    __tablename__ = "mission"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    period_id: Mapped[UUID | None] = mapped_column(ForeignKey("placement_period.id"))
    withdrawn_at: Mapped[datetime | None]


class MissionRevision(Base):
    """The text and the targets of a mission as they stood. The latest holds; earlier agreements do not cover it."""

    __tablename__ = "mission_revision"

    mission_id: Mapped[UUID] = mapped_column(ForeignKey("mission.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(default=new_id, unique=True)
    text: Mapped[str] = mapped_column(Text)
    # [{"competency", "level"}], in the order of the framework.
    targets: Mapped[list[Any]]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    author: Mapped[UUID]
    at: Mapped[datetime]


class MissionAgreement(Base):
    """One of the three agrees to one revision of a mission. `by` is a learner, an account or a sign-off's link."""

    __tablename__ = "mission_agreement"

    mission_id: Mapped[UUID] = mapped_column(ForeignKey("mission.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    by: Mapped[UUID]
    at: Mapped[datetime]


class PlacementEvent(Base):
    """What happened to a placement, by whom. Rows are only ever added."""

    __tablename__ = "placement_event"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[UUID]
    detail: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
