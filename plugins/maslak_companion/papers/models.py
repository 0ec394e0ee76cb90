"""Tables of the papers room. Rows are only ever added: a paper that was printed and a scan that came back stay as they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class Paper(Base):
    """A stay at a company as it was put on paper. `code` follows from what is printed, so the same paper is never made twice."""

    __tablename__ = "sign_off_paper"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("placement_period.id"))
    tutor_id: Mapped[UUID] = mapped_column(ForeignKey("company_tutor.id"))
    tutor_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    # The revision of the answer that held when it was printed; 0 where there was none.
    follows: Mapped[int]
    # Canonical JSON of what is claimed, and its SHA-256: what a signature on this paper is about.
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    # Every word of the page, so that it can be printed again as it was.
    sheet: Mapped[dict[str, Any]]
    # Whether anything on it is the company's own affair: then only the learner and the two tutors handle it.
    is_confidential: Mapped[bool]
    made_by: Mapped[UUID]
    made_at: Mapped[datetime]


class PaperReceipt(Base):
    """A paper that came back: its scan, what the tutor wrote on it, and who received it when."""

    __tablename__ = "sign_off_paper_receipt"

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off_paper.id"), primary_key=True)
    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), unique=True)
    # The day that the tutor wrote beside the signature, and the day on which the school had the paper in hand.
    signed_on: Mapped[date]
    received_on: Mapped[date]
    received_by: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime]
    request_digest: Mapped[str] = mapped_column(String(64))
    scan_name: Mapped[str] = mapped_column(String(200))
    scan_type: Mapped[str] = mapped_column(String(100))
    scan_size: Mapped[int]
    scan_digest: Mapped[str] = mapped_column(String(64))
    scan: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
