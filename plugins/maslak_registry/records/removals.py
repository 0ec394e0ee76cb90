"""How much an institution took away lately: the measure by which more of it is unusual."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from maslak_registry.records.models import ChangeRow, RevisionRow, SetAsideRow


def count_removals(session: Session, institution_id: uuid.UUID, *, since: datetime) -> int:
    """Return how many removals of an institution were applied or held since a time, without those that a person released."""
    return _count_applied(session, institution_id, since) + _count_held(session, institution_id, since)


def _count_applied(session: Session, institution_id: uuid.UUID, since: datetime) -> int:
    revoked = exists(
        select(1).where(
            RevisionRow.institution_id == ChangeRow.institution_id,
            RevisionRow.uuid == ChangeRow.subject,
            RevisionRow.revision == ChangeRow.revision,
            RevisionRow.state == "revoked",
        )
    )
    released = exists(
        select(1).where(
            SetAsideRow.institution_id == ChangeRow.institution_id,
            SetAsideRow.seq == ChangeRow.ledger_seq,
            SetAsideRow.released_by.is_not(None),
        )
    )
    removal = or_(ChangeRow.kind == "credential.revoked", and_(ChangeRow.kind == "completion.recorded", revoked))
    lately = (ChangeRow.institution_id == institution_id, ChangeRow.applied_at > since)
    return session.scalar(select(func.count()).select_from(ChangeRow).where(*lately, removal, ~released)) or 0


def _count_held(session: Session, institution_id: uuid.UUID, since: datetime) -> int:
    waiting = (SetAsideRow.outcome == "held", SetAsideRow.applied_at.is_(None), SetAsideRow.set_aside_at > since)
    return session.scalar(select(func.count()).select_from(SetAsideRow).where(SetAsideRow.institution_id == institution_id, *waiting)) or 0
