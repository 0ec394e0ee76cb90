"""What other rooms may ask of the logbooks room."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.logbooks.models import LogbookEntry, LogbookFile
from maslak_companion.placements.services import get_placement


def may_read_file(session: Session, file: LogbookFile, *, learner_id: UUID | None, account_id: UUID, is_registrar: bool) -> bool:
    """Say whether somebody may have a proof: its learner and academic tutor always, the registrar's office unless it is confidential."""
    placement = get_placement(session, file.placement_id)
    if account_id == placement.academic_tutor_id or (learner_id is not None and learner_id == placement.learner_id):
        return True
    marks = session.scalars(select(LogbookEntry.is_confidential).where(LogbookEntry.file_id == file.id))
    return is_registrar and not any(marks)
