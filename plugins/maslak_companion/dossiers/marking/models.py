"""Tables of marking: drafts, which only staff see, and published marks, which are never changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_companion.dossiers.models import USAGE_KEY
from maslak_web.database import new_id


class Marking(Base):
    """The work of marking one round. Whoever holds it until `held_until` is the only one who writes it.

    `version` counts every change, so that a page that was open meanwhile overwrites nothing.
    """

    __tablename__ = "marking"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_round.id"), unique=True)
    marker_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    held_until: Mapped[datetime]
    # draft, ready (to be published together with others), published.
    state: Mapped[str] = mapped_column(String(10), default="draft")
    # {"bands": {criterion: 1..4}, "comments": {criterion: text}, "remarks": {deliverable or file id: text}, "remark": text}
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    # The names under which the team reads it, where it is not the marker's alone.
    signed_as: Mapped[str] = mapped_column(String(200), default="")


class PublishedMark(Base):
    """What a team was told about a round. Rows are only ever added: a correction is the next revision, with its reason."""

    __tablename__ = "published_mark"
    __table_args__ = (UniqueConstraint("round_id", "revision"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_round.id"))
    revision: Mapped[int]
    # returned (for another round) or marked (the stage is finished).
    outcome: Mapped[str] = mapped_column(String(10))
    body: Mapped[dict[str, Any]]
    score: Mapped[Decimal | None]
    marker_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    # As the marker was called then, so that a page needs no second look and a change of name changes no mark.
    marker_name: Mapped[str] = mapped_column(String(200))
    published_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")


class ReusableComment(Base):
    """A sentence that a marker writes often. It belongs to the marker alone."""

    __tablename__ = "reusable_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class MarkingRule(Base):
    """How a project is marked in one offering. Without a row: by one marker, who sees names."""

    __tablename__ = "marking_rule"

    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY, primary_key=True)
    # Names stay hidden from markers until the mark is published.
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    # Two mark each round without seeing one another, and differ by so many bands before anything stands out.
    is_double: Mapped[bool] = mapped_column(default=False)
    tolerance: Mapped[int] = mapped_column(default=0)


class OfferingMarker(Base):
    """A colleague who marks in an offering that another person leads."""

    __tablename__ = "offering_marker"

    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
