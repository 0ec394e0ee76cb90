"""The table of those who ask to join a team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_companion.dossiers.models import USAGE_KEY


class JoinRequest(Base):
    """A learner who asks a team of their group to let them in. The key says that one asks one team of a project at a time."""

    __tablename__ = "team_join_request"

    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY, primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    asked_at: Mapped[datetime]
