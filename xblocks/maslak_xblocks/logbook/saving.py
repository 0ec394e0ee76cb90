"""Saving a synthesis so that an answer that got lost on its way does no harm: what was kept already is not a conflict."""

from __future__ import annotations

from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.logbook.port import Logbook, LogbookRoom, Receipt, Synthesis


def save_synthesis(room: LogbookRoom, placement: str, period: str, text: str, revision: int) -> Receipt:
    """Keep a draft; the very text that was kept from this revision on is a repeat. Raises what the room raises."""
    try:
        return room.save_synthesis(placement, period, text, revision=revision)
    except StaleRevisionError:
        kept = find_synthesis(room.read(), placement, period)
        if kept is None or kept.saved_at is None or (kept.text, kept.revision) != (text, revision + 1):
            raise
        return Receipt(period, kept.saved_at, kept.revision, is_repeat=True)


def find_synthesis(logbook: Logbook, placement: str, period: str) -> Synthesis | None:
    """Give what was written about a period so far."""
    whole = next((each for each in logbook.placements if each.key == placement), None)
    return next((each for each in whole.syntheses if each.period == period), None) if whole else None
