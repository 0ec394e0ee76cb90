"""The table of projects' own dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_companion.dossiers.models import USAGE_KEY


class ProjectSchedule(Base):
    """What a lead set for a project. Without a row, and where a value is missing, the offering's dates and the author's days hold."""

    __tablename__ = "project_schedule"

    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY, primary_key=True)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # When each stage is due, in ISO 8601 with its zone; a stage that is not named follows its author's days.
    due: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # For how many days after a stage is due it takes work, as late; without a number until the project closes.
    late_days: Mapped[int | None]
    # Whether learners form their teams themselves, and until when.
    teams_by_learners: Mapped[bool] = mapped_column(default=False)
    teams_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
