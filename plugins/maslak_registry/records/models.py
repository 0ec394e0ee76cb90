"""Rows of completion records, their revisions, enrolments, and of the step that makes them from the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import DISTRIBUTED, Base
from maslak_web.database import UTCDateTime


def _of_institution() -> ForeignKeyConstraint:
    """A constraint belongs to one table, so each table makes its own."""
    return ForeignKeyConstraint(["institution_id"], ["institutions.id"])


class CompletionRow(Base):
    """A completion record as it stands now. Decimals are kept as the text that was signed, never as floats."""

    __tablename__ = "completion_records"
    __table_args__ = (
        _of_institution(),
        Index("ix_completion_records_learner", "institution_id", "learner"),
        Index("ix_completion_records_offering", "institution_id", "about_key", "period"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[UUID] = mapped_column()
    about_kind: Mapped[str] = mapped_column(String(16))
    about_key: Mapped[str] = mapped_column(String(200))
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    level: Mapped[str | None] = mapped_column(String(8), default=None)
    period: Mapped[str] = mapped_column(String(64))
    session: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    decision: Mapped[str | None] = mapped_column(String(32), default=None)
    decision_code: Mapped[str | None] = mapped_column(String(32), default=None)
    mark: Mapped[str | None] = mapped_column(String(16), default=None)
    scale: Mapped[str | None] = mapped_column(String(16), default=None)
    credits: Mapped[str | None] = mapped_column(String(16), default=None)
    hours: Mapped[str | None] = mapped_column(String(16), default=None)
    mode: Mapped[str | None] = mapped_column(String(32), default=None)
    conditions: Mapped[str | None] = mapped_column(String(64), default=None)
    jury_on: Mapped[date | None] = mapped_column(default=None)
    minutes_ref: Mapped[str | None] = mapped_column(String(200), default=None)
    earned_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column()
    ledger_seq: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)


class RevisionRow(Base):
    """One revision of a completion record, with the entry that brought it."""

    __tablename__ = "completion_revisions"
    __table_args__ = (_of_institution(), {"info": DISTRIBUTED})

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    body: Mapped[dict[str, Any]] = mapped_column()
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(64), default=None)
    ledger_seq: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)


class EnrolmentRow(Base):
    """A learner in a programme for a year; `active` and `repeating` open the learner's other records to the school."""

    __tablename__ = "enrolments"
    __table_args__ = (
        _of_institution(),
        Index("ix_enrolments_learner", "institution_id", "learner"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[UUID] = mapped_column()
    programme: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    year: Mapped[str] = mapped_column(String(16))
    group_key: Mapped[str | None] = mapped_column(String(64), default=None)
    status: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column()
    ledger_seq: Mapped[int] = mapped_column(BigInteger)


class ApplyCursorRow(Base):
    """How far the ledger of an institution has been applied, and the last number of its feed of changes."""

    __tablename__ = "apply_cursors"
    __table_args__ = (_of_institution(), {"info": DISTRIBUTED})

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    applied_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    change_seq: Mapped[int] = mapped_column(BigInteger, default=0)


class SetAsideRow(Base):
    """An entry that was appended but not applied: `quarantined` with its reason, or `held` until a person looks."""

    __tablename__ = "set_aside"
    __table_args__ = (_of_institution(), {"info": DISTRIBUTED})

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str] = mapped_column(Text, default="")
    set_aside_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)
    released_by: Mapped[str | None] = mapped_column(String(100), default=None)


class ChangeRow(Base):
    """One line of an institution's feed: numbered when it was applied, so that nothing committed late is skipped."""

    __tablename__ = "changes"
    __table_args__ = (_of_institution(), Index("ix_changes_subject", "institution_id", "subject"), {"info": DISTRIBUTED})

    institution_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[UUID] = mapped_column()
    revision: Mapped[int] = mapped_column()
    learner: Mapped[UUID] = mapped_column()
    ledger_seq: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime] = mapped_column(UTCDateTime)
