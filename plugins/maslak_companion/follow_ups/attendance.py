"""Hours and absences of a period, as the company and the school report them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.follow_ups.models import Attendance
from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.periods import get_period
from maslak_companion.placements.services import Actor, get_placement, record_event

MOST_HOURS = Decimal(2_000)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a period, each 0 or more."""

    planned: Decimal
    present: Decimal
    excused: Decimal
    unexcused: Decimal


def record_hours(session: Session, placement_id: UUID, period_id: UUID, hours: Hours, actor: Actor, *, version: int) -> Attendance:
    """Note the hours of a period, or correct them; what they said before stays in the history.

    Raises UnknownPeriodError, StalePlacementError, InvalidPlacementError.
    """
    get_placement(session, placement_id, lock=True)
    get_period(session, placement_id, period_id)
    _check(hours)
    row = session.get(Attendance, period_id, populate_existing=True)
    if (row.version if row else 0) != version:
        raise StalePlacementError("somebody else noted these hours meanwhile")
    before = f"{row.planned}/{row.present}/{row.excused}/{row.unexcused}" if row else ""
    if row is None:
        row = Attendance(period_id=period_id, version=0)
        session.add(row)
    row.planned, row.present, row.excused, row.unexcused = hours.planned, hours.present, hours.excused, hours.unexcused
    row.version, row.noted_by, row.noted_at = version + 1, actor.id, actor.at
    record_event(session, placement_id, "hours_noted", actor, before)
    return row


def find_hours(session: Session, period_id: UUID) -> Attendance | None:
    """Return the hours of a period, if they were noted."""
    return session.get(Attendance, period_id)


def _check(hours: Hours) -> None:
    for field in ("planned", "present", "excused", "unexcused"):
        if not 0 <= getattr(hours, field) <= MOST_HOURS:
            raise InvalidPlacementError("hours are counted from 0", field=field, reason="hours")
    if hours.excused + hours.unexcused > hours.planned:
        raise InvalidPlacementError("nobody misses more than was planned", field="planned", reason="more_absent")
