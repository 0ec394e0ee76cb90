"""Dates in words as people here read them, without a library: a platform may have no Babel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from maslak_domain.language import Language

# Moroccan names of the months: not those of the eastern Arabic calendars.
MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def say_day(at: date, language: Language, zone: str) -> str:
    """Give a day in words, such as *12 November 2026*; a moment is taken on the reader's clock."""
    day = at.astimezone(ZoneInfo(zone)) if isinstance(at, datetime) else at
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[language][day.month - 1]} {day.year}"


def say_moment(at: datetime, language: Language, zone: str) -> str:
    """Give a moment in words, such as *12 November 2026, 10:42*, on the reader's clock."""
    joint = {"ar": "،", "fr": " à", "en": ","}[language]
    return f"{say_day(at, language, zone)}{joint} {at.astimezone(ZoneInfo(zone)):%H:%M}"
