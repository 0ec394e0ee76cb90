"""What staff typed about a placement: read, capped, and kept word for word when something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from maslak_companion.placements.errors import InvalidPlacementError
from maslak_companion.placements.missions import MOST_TARGETS, MissionText
from maslak_domain.language import to_western_digits
from maslak_xblocks.logbook.port import Target

_LONGEST_NAME = 200


def read_tutor(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what the tutor form holds."""
    caps = {"name": _LONGEST_NAME, "company": _LONGEST_NAME, "email": _LONGEST_NAME, "phone": 40, "language": 2}
    return {name: typed.get(name, "").strip()[:longest] for name, longest in caps.items()}


def read_placement(typed: Mapping[str, str], known: Collection[str]) -> dict[str, Any]:
    """Return what the contract form holds, of the competencies those that are `known`; raises InvalidPlacementError."""
    academic_tutor_id = read_id(typed.get("academic_tutor_id", ""))
    if academic_tutor_id is None:
        raise InvalidPlacementError("a placement has an academic tutor", field="academic_tutor_id", reason="missing")
    return {
        "company": typed.get("company", "").strip()[:_LONGEST_NAME],
        "tutor_id": read_id(typed.get("tutor_id", "")),
        "academic_tutor_id": academic_tutor_id,
        "starts_on": read_day(typed, "starts_on"),
        "ends_on": read_day(typed, "ends_on"),
        "academic_weeks": read_weeks(typed, "academic_weeks"),
        "company_weeks": read_weeks(typed, "company_weeks"),
        "legal_frame": typed.get("legal_frame", "")[:20],
        "expected": [key for key in known if typed.get(f"expected-{key}")],
    }


def read_mission(typed: Mapping[str, str]) -> MissionText:
    """Return what the mission form holds."""
    pairs = [(typed.get(f"competency-{number}", "")[:40], typed.get(f"level-{number}", "")[:4]) for number in range(MOST_TARGETS)]
    return MissionText(
        text=typed.get("text", "").strip().replace("\r\n", "\n"),
        targets=tuple(Target(competency, level) for competency, level in pairs if competency),
        is_confidential=bool(typed.get("is_confidential")),
        period_id=read_id(typed.get("period_id", "")),
    )


def read_id(text: str) -> UUID | None:
    """Return the id that was chosen, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_day(typed: Mapping[str, str], field: str) -> date:
    """Return a day as a browser or a person writes it; raises InvalidPlacementError."""
    text = to_western_digits(typed.get(field, "")).strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day of a contract has no time zone)
        except ValueError:
            continue
    raise InvalidPlacementError("this is not a date", field=field, reason="not_a_date")


def read_weeks(typed: Mapping[str, str], field: str) -> int:
    """Return a number of weeks, 0 where nothing was typed; raises InvalidPlacementError."""
    text = to_western_digits(typed.get(field, "")).strip() or "0"
    if not text.isdecimal() or len(text) > 3:
        raise InvalidPlacementError("this is not a number of weeks", field=field, reason="weeks")
    return int(text)
