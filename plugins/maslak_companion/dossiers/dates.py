"""When a stage opens, is due and closes for a team: the offering's own dates, and what was granted to any of its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import find_arrangement


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a project. After `closes_at` nothing is taken; after a stage is due, work is late."""

    opens_at: datetime | None
    closes_at: datetime | None
    # What was granted for this project alone moves the day it is due, too.
    granted_until: datetime | None = None

    def find_due(self, due_days: int | None) -> datetime | None:
        """Return when a stage is due, or None where its author set no time or the offering has no opening."""
        if due_days is None or self.opens_at is None:
            return None
        due_at = self.opens_at + timedelta(days=due_days)
        latest = max(due_at, self.granted_until) if self.granted_until else due_at
        return min(latest, self.closes_at) if self.closes_at else latest

    def is_open(self, at: datetime) -> bool:
        """Tell whether anything is taken at that moment."""
        return (self.opens_at is None or self.opens_at <= at) and (self.closes_at is None or at < self.closes_at)


def read_dates(session: Session, offering: Offering, usage_key: str, learner_ids: Sequence[UUID]) -> Dates:
    """Return the dates for a team: what one member was granted holds for all, for they hand in together."""
    granted = [found for each in learner_ids if (found := find_arrangement(session, each, offering, usage_key)) is not None]
    opens = [each.opens_at for each in granted if each.opens_at]
    closes = [each.closes_at for each in granted if each.closes_at]
    own = [each.closes_at for each in granted if each.closes_at and each.usage_key == usage_key]
    return Dates(
        opens_at=min(opens, default=offering.opens_at),
        closes_at=max(closes, default=offering.closes_at),
        granted_until=max(own, default=None),
    )
