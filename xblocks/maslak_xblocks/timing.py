"""How long an attempt may take, and when its time is over. Pure; the server's clock judges, never the learner's device.

An attempt keeps what it began with: a duration that is changed or taken away later is for the attempts after it. Extra time that
is granted while it runs is added at once, and is not taken back from it. It never runs beyond the closing time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from maslak_xblocks.host import HostArrangement

# What was given in time may be on the way for a while: a phone on patchy data needs about two tries of ten seconds each.
GRACE: Final = timedelta(seconds=30)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class TimeLimit:
    """The normal time of an attempt when it began, and what its learner was allowed then, extra time included; in minutes."""

    minutes: int
    allowed: int

    def to_json(self) -> dict[str, int]:
        """Give the stored form."""
        return {"minutes": self.minutes, "allowed": self.allowed}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> TimeLimit | None:
        """Read the stored form; attempts without a limit have none."""
        return None if stored is None else cls(stored["minutes"], stored["allowed"])


class Timed(Protocol):
    """What the rules need to know of an attempt."""

    @property
    def number(self) -> int: ...

    @property
    def began_at(self) -> datetime: ...

    @property
    def finished_at(self) -> datetime | None: ...

    @property
    def limit(self) -> TimeLimit | None: ...


def allow_minutes(minutes: int, extra_time: Decimal) -> int:
    """Give the time with its extra share, rounded up to whole minutes in the learner's favour."""
    return math.ceil(minutes * (1 + max(extra_time, Decimal(0))))


def find_allowed(arrangement: HostArrangement) -> int | None:
    """Give how many minutes an attempt that begins now may take; None for no limit."""
    return None if arrangement.minutes is None else allow_minutes(arrangement.minutes, arrangement.extra_time)


def make_limit(arrangement: HostArrangement) -> TimeLimit | None:
    """Give the limit of an attempt that begins now."""
    allowed = find_allowed(arrangement)
    return None if arrangement.minutes is None or allowed is None else TimeLimit(arrangement.minutes, allowed)


def count_allowed(limit: TimeLimit, arrangement: HostArrangement) -> int:
    """Give how many minutes a begun attempt may take: what it began with, or more where more was granted since."""
    return max(limit.allowed, allow_minutes(limit.minutes, arrangement.extra_time))


def find_end(attempt: Timed, arrangement: HostArrangement) -> datetime | None:
    """Give when the time of an attempt is over; None for an attempt without a limit."""
    if attempt.limit is None:
        return None
    end = attempt.began_at + count_allowed(attempt.limit, arrangement) * _MINUTE
    return min(end, arrangement.closes_at) if arrangement.closes_at else end


def is_over(attempt: Timed, arrangement: HostArrangement, now: datetime) -> bool:
    """Say whether the time of an attempt is over: its own, or without a limit the closing time."""
    end = find_end(attempt, arrangement)
    if end is not None:
        return now >= end
    return bool(arrangement.closes_at and now > arrangement.closes_at)


def is_too_late(attempt: Timed, arrangement: HostArrangement, now: datetime) -> bool:
    """Say whether what arrives now for an attempt with a limit cannot have been given in time."""
    end = find_end(attempt, arrangement)
    return end is not None and now > end + GRACE


def is_overdue(attempt: Timed, arrangement: HostArrangement, now: datetime) -> bool:
    """Say whether an attempt that runs on must be ended without its learner: nothing given in time is on the way any more."""
    if attempt.finished_at is not None:
        return False
    return is_too_late(attempt, arrangement, now) if attempt.limit else is_over(attempt, arrangement, now)


def find_finish(attempt: Timed, arrangement: HostArrangement, now: datetime) -> datetime:
    """Give when an attempt that ends now ended: at the end of its time, however much later that is noticed."""
    end = find_end(attempt, arrangement)
    return now if end is None else min(now, end)


__all__ = [
    "GRACE",
    "TimeLimit",
    "Timed",
    "allow_minutes",
    "count_allowed",
    "find_allowed",
    "find_end",
    "find_finish",
    "is_over",
    "is_overdue",
    "is_too_late",
    "make_limit",
]
