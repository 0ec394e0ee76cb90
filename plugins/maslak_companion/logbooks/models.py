"""Tables of the logbooks room. Entries and files are only ever added; a synthesis changes until it is submitted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class LogbookFile(Base):
    """A file that proves an entry. What it is was read from its bytes."""

    __tablename__ = "logbook_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class LogbookEntry(Base):
    """One thing done on one day. A correction is a new entry that supersedes another; no row is ever edited."""

    __tablename__ = "logbook_entry"
    __table_args__ = (
        UniqueConstraint("placement_id", "request_key"),
        Index("ix_logbook_entry_placement_id_done_on", "placement_id", "done_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    done_on: Mapped[date]
    task: Mapped[str] = mapped_column(Text)
    competencies: Mapped[list[str]]
    link: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("logbook_file.id"))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    supersedes: Mapped[UUID | None] = mapped_column(ForeignKey("logbook_entry.id"), unique=True)
    request_key: Mapped[str] = mapped_column(String(100))
    request_digest: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class Synthesis(Base):
    """What a learner makes of a company period: a draft that changes until it is submitted, and never after."""

    __tablename__ = "placement_synthesis"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("placement_period.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
