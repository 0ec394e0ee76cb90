"""The dates of a project: read by everybody who asks when, changed by its lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.dossiers.schedule.errors import ScheduleMovedError
from maslak_companion.dossiers.schedule.models import ProjectSchedule
from maslak_companion.once import insert_once


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was set for a project; version 0 where nothing was."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    late_days: int | None = None
    teams_by_learners: bool = False
    teams_until: datetime | None = None
    version: int = 0


def read_schedule(session: Session, offering_id: UUID, usage_key: str) -> Schedule:
    """Return what was set for a project, empty where nothing was."""
    row = session.get(ProjectSchedule, (offering_id, usage_key))
    if row is None:
        return Schedule()
    due = {stage: datetime.fromisoformat(at) for stage, at in row.due.items()}
    return Schedule(row.opens_at, row.closes_at, due, row.late_days, row.teams_by_learners, row.teams_until, row.version)


def set_schedule(
    session: Session, offering_id: UUID, usage_key: str, wanted: Schedule, *, by: UUID, at: datetime
) -> None:  # fmt: skip
    """Set the dates of a project; `wanted.version` is the one that was read. Raises ScheduleMovedError.

    Rounds that were handed in keep what was said of them: late stays late.
    """
    key = {"offering_id": offering_id, "usage_key": usage_key}
    fresh = {
        **key, "opens_at": None, "closes_at": None, "due": {}, "late_days": None, "teams_by_learners": False, "teams_until": None,
        "version": 0, "changed_by": by, "changed_at": at,
    }  # fmt: skip
    insert_once(session, ProjectSchedule, fresh, key=tuple(key))
    row = session.get_one(ProjectSchedule, tuple(key.values()), with_for_update=True, populate_existing=True)
    if row.version != wanted.version:
        raise ScheduleMovedError("somebody else changed the dates meanwhile")
    row.opens_at, row.closes_at, row.late_days = wanted.opens_at, wanted.closes_at, wanted.late_days
    row.teams_by_learners, row.teams_until = wanted.teams_by_learners, wanted.teams_until
    row.due = {stage: moment.isoformat() for stage, moment in wanted.due.items()}
    row.version, row.changed_by, row.changed_at = row.version + 1, by, at
    session.flush()
