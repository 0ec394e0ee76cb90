"""What staff typed about hours, visits and the defence: read, capped, and kept word for word when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from maslak_companion.follow_ups.attendance import Hours
from maslak_companion.follow_ups.defences import LONGEST_JURY, LONGEST_REMARK, DefenceFacts
from maslak_companion.follow_ups.visits import LONGEST_REPORT, VisitFacts
from maslak_companion.placements.errors import InvalidPlacementError
from maslak_companion.placements.forms import read_day
from maslak_domain.language import InvalidNumberError, Language, parse_decimal

_LONGEST_NAME = 200


def read_hours(typed: Mapping[str, str], language: Language) -> Hours:
    """Return the hours as somebody writing in a language means them; raises InvalidPlacementError."""
    return Hours(*(_read_number(typed, field, language) for field in ("planned", "present", "excused", "unexcused")))


def read_visit(typed: Mapping[str, str]) -> VisitFacts:
    """Return what the visit form holds; raises InvalidPlacementError."""
    return VisitFacts(
        planned_on=read_day(typed, "planned_on"),
        mode=typed.get("mode", "")[:10],
        visitor=_read_line(typed, "visitor"),
        held_on=_find_day(typed, "held_on"),
        attendees=_read_line(typed, "attendees", 400),
        report=_read_text(typed, "report", LONGEST_REPORT),
    )


def read_defence(typed: Mapping[str, str]) -> DefenceFacts:
    """Return what the defence form holds; raises InvalidPlacementError."""
    return DefenceFacts(
        held_on=read_day(typed, "held_on"),
        place=_read_line(typed, "place"),
        jury=_read_text(typed, "jury", LONGEST_JURY),
        outcome=typed.get("outcome", "")[:10],
        remark=_read_text(typed, "remark", LONGEST_REMARK),
    )


def read_version(typed: Mapping[str, str]) -> int:
    """Return the version that the form was opened on; 0 for what was not there."""
    text = typed.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _read_number(typed: Mapping[str, str], field: str, language: Language) -> Decimal:
    text = typed.get(field, "").strip()[:20]
    try:
        number = parse_decimal(text, language) if text else Decimal(0)
    except InvalidNumberError as error:
        raise InvalidPlacementError("this is not a number of hours", field=field, reason="hours") from error
    if number != round(number, 2):
        raise InvalidPlacementError("hours have two decimals at most", field=field, reason="hours")
    return number


def _find_day(typed: Mapping[str, str], field: str) -> date | None:
    return read_day(typed, field) if typed.get(field, "").strip() else None


def _read_line(typed: Mapping[str, str], field: str, longest: int = _LONGEST_NAME) -> str:
    return " ".join(typed.get(field, "").split())[:longest]


def _read_text(typed: Mapping[str, str], field: str, longest: int) -> str:
    return typed.get(field, "").strip().replace("\r\n", "\n")[: longest + 1]
