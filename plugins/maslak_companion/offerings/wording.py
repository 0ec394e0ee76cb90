"""What was granted, in words that its learner and the staff read alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from flask_babel import gettext, ngettext

from maslak_companion.offerings.granted import Terms
from maslak_web.i18n import format_moment, format_number

# Whole minutes are rounded up: four decimals keep a third more of five hours at 400 minutes.
THIRD: Final = Decimal("0.3333")
HALF: Final = Decimal("0.5")


def list_words(terms: Terms) -> list[str]:
    """Return one phrase for each value that is granted."""
    words = []
    if terms.excused:
        words.append(gettext("excused"))
    if terms.extra_attempts:
        words.append(ngettext("%(num)d more attempt", "%(num)d more attempts", terms.extra_attempts))
    if terms.extra_time:
        words.append(say_time(terms.extra_time))
    if terms.opens_at:
        words.append(gettext("opens on %(moment)s", moment=format_moment(terms.opens_at)))
    if terms.closes_at:
        words.append(gettext("open until %(moment)s", moment=format_moment(terms.closes_at)))
    return [str(each) for each in words]


def say_time(share: Decimal) -> str:
    """Return how much more time somebody has."""
    if round(share, 2) == round(THIRD, 2):
        return str(gettext("a third more time"))
    if share == HALF:
        return str(gettext("half as much time again"))
    return str(gettext("%(percent)s%% more time", percent=format_number((share * 100).normalize())))
