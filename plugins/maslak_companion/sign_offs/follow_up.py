"""What a company tutor is told beside the claim, and does not sign: the hours of the stay, the visits to come, the defence."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy.orm import Session

from maslak_companion.follow_ups.attendance import find_hours
from maslak_companion.follow_ups.defences import find_defence
from maslak_companion.follow_ups.models import Attendance, Visit
from maslak_companion.follow_ups.visits import list_visits
from maslak_companion.follow_ups.wording import mode_words, outcome_words
from maslak_companion.sign_offs.content import Claim
from maslak_web.i18n import format_day, format_number


def describe_follow_up(session: Session, claim: Claim) -> list[tuple[str, str]]:
    """Return labels with what they say; only what there is."""
    found = []
    if (hours := find_hours(session, claim.period.id)) is not None:
        found.append((gettext("Hours of the stay"), _say_hours(hours)))
    found += [
        (gettext("Visit by the school"), _say_visit(each))
        for each in list_visits(session, [claim.placement.id])
        if each.cancelled_at is None and each.held_on is None
    ]
    if (defence := find_defence(session, claim.placement.id)) is not None:
        found.append((gettext("Defence"), f"{format_day(defence.held_on)} · {outcome_words()[defence.outcome]}"))
    return found


def _say_hours(hours: Attendance) -> str:
    words: str = gettext(
        "Hours planned: %(planned)s, present: %(present)s, absent: %(excused)s with a reason and %(unexcused)s without",
        **{name: format_number(getattr(hours, name).normalize()) for name in ("planned", "present", "excused", "unexcused")},
    )
    return words


def _say_visit(visit: Visit) -> str:
    return f"{format_day(visit.planned_on)} · {mode_words()[visit.mode]} · {visit.visitor}"
