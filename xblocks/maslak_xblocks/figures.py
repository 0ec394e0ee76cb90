"""Shares and times, written as the reader's language does."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from maslak_domain.language import Language, format_decimal
from maslak_xblocks.calendar import say_moment

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock


def percent(value: Decimal, language: Language) -> str:
    """Write a share as people of a language do. It is rounded down, so that nobody reads a pass mark that was just missed."""
    number = format_decimal((value * 100).quantize(Decimal(1), rounding=ROUND_FLOOR), language)
    return f"{number}\u202f%" if language == "fr" else f"{number}%"


def clock_time(block: MaslakBlock, at: datetime) -> str:
    """Write a time of day in the learner's time zone."""
    local = at.astimezone(ZoneInfo(block.learner.time_zone))
    # Every answer carries one, and `strftime` costs ten times as much.
    return f"{local.hour:02}:{local.minute:02}"


def day_time(block: MaslakBlock, at: datetime) -> str:
    """Write a day and a time in words, in the learner's time zone."""
    return say_moment(at, block.translator.language, block.learner.time_zone)
