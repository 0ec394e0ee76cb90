"""When a stage opens, is due and closes for a team: the project's own dates, the offering's, and what was granted to any of its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.dossiers.schedule.services import Schedule
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import find_arrangements
from maslak_xblocks.project.assignment import StageRule


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a project. After `closes_at` nothing is taken; after a stage is due, work is late."""

    opens_at: datetime | None
    closes_at: datetime | None
    # What was granted for this project alone moves the day it is due, too.
    granted_until: datetime | None = None
    # The days that a lead set for stages, before those that their authors count.
    due: Mapping[str, datetime] = field(default_factory=dict)
    # For how many days late work is taken; without a number until the project closes.
    late_days: int | None = None
    # Nobody waits for a team whose members are all excused: nothing of theirs is ever late.
    is_excused: bool = False

    def find_due(self, rule: StageRule) -> datetime | None:
        """Return when a stage is due, or None where nobody named a day and its author set no time, nothing opens, or nobody waits."""
        due_at = self.due.get(rule.id) or self._count_days(rule)
        if due_at is None or self.is_excused:
            return None
        latest = max(due_at, self.granted_until) if self.granted_until else due_at
        return min(latest, self.closes_at) if self.closes_at else latest

    def find_close(self, rule: StageRule) -> datetime | None:
        """Return from when on a stage takes nothing."""
        due_at = self.find_due(rule)
        if due_at is None or self.late_days is None:
            return self.closes_at
        closes_at = due_at + timedelta(days=self.late_days)
        return min(closes_at, self.closes_at) if self.closes_at else closes_at

    def is_open(self, rule: StageRule, at: datetime) -> bool:
        """Tell whether a stage takes anything at that moment."""
        closes_at = self.find_close(rule)
        return (self.opens_at is None or self.opens_at <= at) and (closes_at is None or at < closes_at)

    def _count_days(self, rule: StageRule) -> datetime | None:
        return self.opens_at + timedelta(days=rule.due_days) if self.opens_at and rule.due_days is not None else None


def read_dates(session: Session, offering: Offering, usage_key: str, learner_ids: Sequence[UUID], *, schedule: Schedule) -> Dates:
    """Return the dates for a team: what one member was granted holds for all, for they hand in together.

    A grant goes before the offering's dates, and is never worse than the project's own.
    """
    found = find_arrangements(session, learner_ids, offering, usage_key)
    granted = found.values()
    opens = [each.opens_at for each in granted if each.opens_at]
    closes = [each.closes_at for each in granted if each.closes_at]
    own = [each.closes_at for each in granted if each.closes_at and each.closes_here]
    opens += [schedule.opens_at] if schedule.opens_at else []
    closes += [schedule.closes_at] if schedule.closes_at else []
    return Dates(
        opens_at=min(opens, default=offering.opens_at),
        closes_at=max(closes, default=offering.closes_at),
        granted_until=max(own, default=None),
        due=schedule.due,
        late_days=schedule.late_days,
        is_excused=bool(learner_ids) and all(each in found and found[each].excused for each in learner_ids),
    )
