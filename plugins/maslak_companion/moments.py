"""Moments as a browser's field writes them, in Moroccan time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from maslak_domain.language import to_western_digits
from maslak_web.i18n import TIME_ZONE

_YEARS: Final = range(2000, 2101)
_LONGEST: Final = 40


def write_moment(at: datetime | None) -> str:
    """Return a moment as a field wants it."""
    return at.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M") if at else ""


def tidy_moment(typed: str) -> str:
    """Return what was typed with western digits and without what surrounds it: what a field shows again."""
    return to_western_digits(typed).strip()[:_LONGEST]


def read_moment(text: str) -> datetime | None:
    """Read a tidy text; an empty one is no moment. Raises ValueError for what is none, or lies in another century."""
    if not text:
        return None
    at = datetime.fromisoformat(text.replace("T", " ", 1)).replace(tzinfo=TIME_ZONE)
    if at.year not in _YEARS:
        raise ValueError(text)
    return at.astimezone(UTC)
