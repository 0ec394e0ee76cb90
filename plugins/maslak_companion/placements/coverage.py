"""What a learner's courses assess, and what of it a company is asked to let them practise."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.errors import CourseNotFoundError
from maslak_companion.classroom.services import get_release
from maslak_companion.offerings.services import list_learner_offerings
from maslak_companion.progress.assessment import REPLACEABLE, BlockMap


def list_block_maps(session: Session, learner_id: UUID) -> list[BlockMap]:
    """Return what the releases of the learner's courses assess, the latest offering first."""
    found: list[BlockMap] = []
    for offering in sorted(list_learner_offerings(session, learner_id), key=lambda each: each.period.starts_on, reverse=True):
        try:
            found.append(get_release(session, offering.course_key, offering.release_id).block_map)
        except CourseNotFoundError:
            continue
    return found


def propose_expected(session: Session, learner_id: UUID) -> list[str]:
    """Return the competencies that the learner's courses assess by a lab or a project: those for which work at a company may stand."""
    found = {
        str(entry["competency"])
        for block_map in list_block_maps(session, learner_id)
        for entry in block_map.values()
        if entry.get("competency") and entry.get("block_type") in REPLACEABLE
    }
    return sorted(found)
