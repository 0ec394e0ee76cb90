"""Two arrangements that stand in the demo: one learner may try a checkpoint again after an illness, another has a third more time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.offerings.arrangements import Act, Place, give_arrangement, list_offering_arrangements
from maslak_companion.offerings.granted import Terms
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.wording import THIRD

# The demo's learners by their place in the list: the one who failed several times, and one who does well.
_TRIES_AGAIN: Final = 3
_NEEDS_TIME: Final = 4
_CHECKPOINT: Final = "tc06-checkpoint"


def seed_arrangements(
    session: Session, course: CourseRelease, offering: Offering, learner_ids: Sequence[UUID], *, lead: UUID, registrar: UUID, at: datetime
) -> None:
    """Grant both; does nothing a second time."""
    known = {row.learner_id for row in list_offering_arrangements(session, offering)}
    ill, slower = learner_ids[_TRIES_AGAIN], learner_ids[_NEEDS_TIME]
    unit = course.find("sequential", _CHECKPOINT)
    checkpoint = next((each for each in course.blocks_under(unit) if course.block_map[each.usage_key]["decides"]), None) if unit else None
    if checkpoint is not None and ill not in known:
        terms, reason = Terms(extra_attempts=2), "Certificat médical du jour du contrôle."
        act = Act(lead, at - timedelta(days=2, hours=3), uuid5(offering.id, "again"))
        give_arrangement(session, offering, Place(ill, None, checkpoint.usage_key), terms, reason, act)
    if slower not in known:
        act = Act(registrar, at - timedelta(days=20), uuid5(offering.id, "time"))
        reason = "Aménagement accordé par la commission du handicap pour l’année."
        give_arrangement(session, offering, Place(slower, None, None), Terms(extra_time=THIRD), reason, act)
