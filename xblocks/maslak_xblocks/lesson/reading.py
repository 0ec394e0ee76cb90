"""When has somebody really read a lesson? Pure, so that it can be argued about with paper and pencil."""

from __future__ import annotations

from datetime import datetime
from typing import Final

# The fastest skimming that still is reading, and a cap so that nobody is ever held up by arithmetic.
WORDS_PER_SECOND: Final = 20
LONGEST_MINIMUM_SECONDS: Final = 20
_SHOWN_WORDS_PER_MINUTE: Final = 150


def minimum_seconds(words: int) -> float:
    """Give the shortest plausible time for a text."""
    return min(words / WORDS_PER_SECOND, LONGEST_MINIMUM_SECONDS)


def accept_fraction(known: float, claimed: float, *, words: int, opened_at: datetime, now: datetime) -> float:
    """Give the part of a lesson that counts as read: it never shrinks, and never outruns the clock."""
    elapsed = max((now - opened_at).total_seconds(), 0)
    needed = minimum_seconds(words)
    plausible = 1.0 if elapsed >= needed else elapsed / needed
    return max(known, min(claimed, plausible, 1.0))


def seconds_left(fraction: float, *, words: int, opened_at: datetime, now: datetime) -> float:
    """Give how long until the claimed fraction becomes plausible."""
    return max(0.0, fraction * minimum_seconds(words) - (now - opened_at).total_seconds())


def minutes_to_read(words: int) -> int:
    """Give the reading time to announce, at a learner's pace."""
    return max(1, round(words / _SHOWN_WORDS_PER_MINUTE))
