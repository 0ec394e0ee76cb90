"""Tables of double marking: what each of the two thinks, and what was settled. Nothing that was called done is ever removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class IndependentMark(Base):
    """The mark of one of two markers, which the other does not see before both are done.

    The keys say that a round has two seats, and that nobody sits on both.
    """

    __tablename__ = "independent_mark"
    __table_args__ = (UniqueConstraint("round_id", "seat"), UniqueConstraint("round_id", "account_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_round.id"))
    seat: Mapped[int]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    # draft, done.
    state: Mapped[str] = mapped_column(String(10), default="draft")
    # As the body of a marking.
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class Agreement(Base):
    """What is proposed for a round that two marked, and who settled it: the other of the two, or a third with a reason."""

    __tablename__ = "mark_agreement"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_round.id"), primary_key=True)
    # marked or returned.
    outcome: Mapped[str] = mapped_column(String(10))
    body: Mapped[dict[str, Any]]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    # Why a third decided; empty where the two agreed.
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
