"""The table of sheets that came back and wait for a yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_companion.dossiers.models import AUTHORED_ID, USAGE_KEY
from maslak_web.database import new_id


class MarkSheet(Base):
    """What a marker sent back for a stage: cells that may change a mark, and no name of a learner.

    A marker has one sheet for each stage: the next one takes its place, under an id of its own.
    """

    __tablename__ = "mark_sheet"
    __table_args__ = (UniqueConstraint("account_id", "offering_id", "usage_key", "stage"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"))
    usage_key: Mapped[str] = mapped_column(USAGE_KEY)
    stage: Mapped[str] = mapped_column(AUTHORED_ID)
    file_name: Mapped[str] = mapped_column(String(120))
    # {"columns": {code: letter}, "rows": [[row number, {code: [text, fault]}], …]}
    cells: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    taken_over_at: Mapped[datetime | None]
