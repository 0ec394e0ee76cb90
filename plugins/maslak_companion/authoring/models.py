"""Tables of the authoring room: a school's edition of a course, its overlays with every revision, what was decided on them,
and the pictures that were added.

A companion serves one institution, so its name stands in no key here, as in every other room of the companion.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

COURSE_KEY = String(80)
# Where a block stands: nothing differs, somebody writes, a colleague reads, it came back, it was accepted.
UNCHANGED, DRAFT, IN_REVIEW, RETURNED, REVIEWED = "unchanged", "draft", "in_review", "returned", "reviewed"
# How a revision came about.
EDITED, BROUGHT_BACK, TAKEN = "edited", "brought_back", "taken"


class Edition(Base):
    """A school's own edition of a course: which release of the authors its overlays change."""

    __tablename__ = "edition"

    course_key: Mapped[str] = mapped_column(COURSE_KEY, primary_key=True)
    base_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    based_at: Mapped[datetime]


class Overlay(Base):
    """One block that the school changed. `number` is its newest revision, `accepted` the one that was accepted last."""

    __tablename__ = "overlay"
    __table_args__ = (UniqueConstraint("course_key", "usage_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    course_key: Mapped[str] = mapped_column(ForeignKey("edition.course_key"))
    usage_key: Mapped[str] = mapped_column(String(255))
    number: Mapped[int]
    accepted: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    handed_in_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]


class OverlayRevision(Base):
    """The whole text of a block at one moment. It is never changed: going back writes another."""

    __tablename__ = "overlay_revision"

    overlay_id: Mapped[UUID] = mapped_column(ForeignKey("overlay.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


class Verdict(Base):
    """What a colleague decided on a revision."""

    __tablename__ = "overlay_verdict"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    overlay_id: Mapped[UUID] = mapped_column(ForeignKey("overlay.id"), index=True)
    number: Mapped[int]
    is_accepted: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class LocalRelease(Base):
    """A release that the school made: its number, and which revision of each block stands in it."""

    __tablename__ = "local_release"
    __table_args__ = (UniqueConstraint("course_key", "number"),)

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), primary_key=True)
    course_key: Mapped[str] = mapped_column(COURSE_KEY)
    number: Mapped[int]
    contents: Mapped[dict[str, Any]]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Picture(Base):
    """A picture that somebody added to a course. Its name is made from what it holds, so it is never changed."""

    __tablename__ = "course_picture"

    course_key: Mapped[str] = mapped_column(COURSE_KEY, primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    size: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime]
