"""The classroom's note of which attempts run, by which it finds those whose time is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from maslak_companion.classroom.models import RunningAttempt
from maslak_companion.upsert import upsert

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


class ClassroomAttemptsRoom:
    """Answers `maslak_xblocks.timed.RunningAttempts` for the learner of one runtime, in the transaction of the block's state."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._session, self._visit = runtime.session, runtime.visit

    def keep(self, usage_key: str, ends_at: datetime | None) -> None:
        """Note that an attempt runs, until a moment or until the block closes."""
        values = {
            "learner_id": self._visit.learner_id,
            "usage_key": usage_key,
            "offering_id": self._visit.offering.id,
            "ends_at": ends_at,
            "not_before": None,
        }
        upsert(self._session, RunningAttempt, values, key=("learner_id", "usage_key"))

    def drop(self, usage_key: str) -> None:
        """Forget the note."""
        drop_note(self._session, self._visit.learner_id, usage_key)


def drop_note(session: Session, learner_id: UUID, usage_key: str) -> None:
    """Forget that an attempt runs."""
    session.execute(delete(RunningAttempt).where(RunningAttempt.learner_id == learner_id, RunningAttempt.usage_key == usage_key))


def count_running(session: Session, offering_id: UUID) -> Mapping[str, int]:
    """Return how many attempts run in an offering, by the usage key of their block."""
    counted = select(RunningAttempt.usage_key, func.count()).where(RunningAttempt.offering_id == offering_id)
    return dict(session.execute(counted.group_by(RunningAttempt.usage_key)).all())
