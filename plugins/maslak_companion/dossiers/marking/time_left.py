"""Whether a team could still hand in what a marker would send back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from maslak_companion.dossiers.dates import read_dates
from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.schedule.services import read_schedule
from maslak_companion.dossiers.teams import list_teams_by_id
from maslak_xblocks.project.assignment import StageRule


def has_time_left(session: Session, work: Work, at: datetime) -> bool:
    """Tell whether the stage takes anything more from the team of a round, with all that was granted to any of its members."""
    if work.stage is None:
        return False
    schedule = read_schedule(session, work.offering.id, work.dossier.usage_key)
    learner_ids = list_teams_by_id(session, [work.dossier.id])[work.dossier.id].learner_ids
    dates = read_dates(session, work.offering, work.dossier.usage_key, learner_ids, schedule=schedule)
    closes_at = dates.find_close(StageRule(work.stage.id, (), work.stage.due_days))
    return closes_at is None or at < closes_at
