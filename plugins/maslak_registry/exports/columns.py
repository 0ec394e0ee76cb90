"""The columns of a file of records, each with its header in the reader's language and the kind of its values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from flask_babel import gettext

from maslak_registry.records import words
from maslak_registry.records.values import RecordView
from maslak_web.i18n import TIME_ZONE, localized_text

Value = str | Decimal | int | date | None


@dataclass(frozen=True)
class Column:
    """One column: header, kind of its values, width in characters, and how to read it from a record."""

    header: str
    kind: Literal["text", "code", "number", "day"]
    width: int
    read: Callable[[RecordView], Value]


def list_columns() -> list[Column]:
    """Return the columns in the reader's language; what identifies stands first, what only programs need stands last."""
    return [
        Column(gettext("Institution"), "text", 34, lambda record: localized_text(record.institution_name)),
        Column(gettext("Name (Arabic)"), "text", 24, lambda record: record.name_ar),
        Column(gettext("Name (Latin)"), "text", 24, lambda record: record.name_latin),
        Column(gettext("Result in"), "text", 34, lambda record: localized_text(record.title)),
        Column(gettext("Code"), "code", 22, lambda record: record.about_key),
        Column(gettext("Period"), "code", 14, lambda record: record.period),
        Column(gettext("Session"), "text", 18, lambda record: words.session_word(record.session)),
        Column(gettext("State"), "text", 12, lambda record: words.state_word(record.state)),
        Column(gettext("Decision"), "text", 24, lambda record: words.decision_word(record.decision)),
        Column(gettext("School’s code"), "code", 12, lambda record: record.decision_code),
        Column(gettext("Mark"), "number", 9, lambda record: record.mark),
        Column(gettext("Out of"), "number", 9, lambda record: record.scale),
        Column(gettext("Credits"), "number", 9, lambda record: record.credits),
        Column(gettext("Hours"), "number", 9, lambda record: record.hours),
        Column(gettext("Date of the jury"), "day", 13, lambda record: record.jury_on),
        Column(gettext("Minutes of the jury"), "code", 18, lambda record: record.minutes_ref),
        Column(gettext("Earned on"), "day", 13, lambda record: _day(record.earned_at)),
        Column(gettext("Recorded on"), "day", 13, lambda record: _day(record.recorded_at)),
        Column(gettext("Revision"), "number", 9, lambda record: record.revision),
        Column(gettext("Learner’s identifier"), "code", 38, lambda record: str(record.learner)),
        Column(gettext("Record’s identifier"), "code", 38, lambda record: str(record.uuid)),
    ]


def _day(at: datetime | None) -> date | None:
    """The day in Morocco: a jury that closed at 23:30 there did not close the next day."""
    return None if at is None else at.astimezone(TIME_ZONE).date()
