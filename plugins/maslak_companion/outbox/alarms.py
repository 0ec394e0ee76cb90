"""Alarms of the outbox: raised once for each kind, cleared by success or, where delivery has stopped, by a person."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maslak_companion.outbox.models import AlarmRow

_log = structlog.get_logger(__name__)


def raise_alarm(session: Session, kind: str, detail: str, at: datetime, *, stops: bool = False) -> None:
    """Open an alarm, unless one of this kind is open already. One that ``stops`` ends delivery until a person clears it."""
    opened = session.scalars(select(AlarmRow).where(AlarmRow.kind == kind, AlarmRow.cleared_at.is_(None))).first()
    if opened is None:
        session.add(AlarmRow(kind=kind, detail=detail, stops=stops, raised_at=at))
        _log.error("outbox_alarm", kind=kind, detail=detail, stops=stops)


def is_stopped(session: Session) -> bool:
    """Say whether a person must look before anything more is sent."""
    return session.scalars(select(AlarmRow.id).where(AlarmRow.stops, AlarmRow.cleared_at.is_(None))).first() is not None


def clear_passing_alarms(session: Session, at: datetime) -> None:
    """Clear what a successful delivery has disproved."""
    session.execute(update(AlarmRow).where(AlarmRow.cleared_at.is_(None), ~AlarmRow.stops).values(cleared_at=at))


def resume_delivery(session: Session, at: datetime) -> int:
    """Clear every alarm, after a person has looked; return how many there were."""
    opened = session.scalars(select(AlarmRow).where(AlarmRow.cleared_at.is_(None))).all()
    for alarm in opened:
        alarm.cleared_at = at
    return len(opened)
