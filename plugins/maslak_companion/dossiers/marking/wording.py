"""Marking's codes in words for people."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from flask_babel import gettext

from maslak_companion.dossiers.marking.errors import NoRoundLeftError, StageOverError
from maslak_companion.dossiers.projects import Criterion
from maslak_domain.language import LocalizedText
from maslak_web.i18n import current_language, format_number

_MEGABYTE: Final = 1024 * 1024


def return_words(error: NoRoundLeftError) -> str:
    """Return why a round cannot be sent back."""
    if isinstance(error, StageOverError):
        return str(gettext("The stage has closed for this team: mark the round, or have the team given more time first."))
    return str(gettext("This was the last round of the stage: it can be marked, not returned."))


def state_words() -> dict[str, str]:
    """Return what may have become of a round, as the queue says it."""
    return {
        "waiting": gettext("To mark"),
        "marking": gettext("Being marked"),
        "second": gettext("Waiting for the second marker"),
        "compare": gettext("To compare and settle"),
        "ready": gettext("Ready to publish"),
        "returned": gettext("Returned for another round"),
        "marked": gettext("Published"),
    }


def band_words() -> tuple[str, ...]:
    """Return the short name of each band, from the lowest."""
    return (gettext("Not shown yet"), gettext("In part"), gettext("Solid"), gettext("Outstanding"))


def error_words() -> dict[str, str]:
    """Return what is wrong with a field."""
    return {
        "too_long": gettext("This is too long: write at most %(limit)s characters.", limit=5000),
        "unknown_band": gettext("Choose one of the four."),
        "missing": gettext("Choose one of the four before you call it ready."),
        "no_reason": gettext("Write why: the team reads it beside the mark."),
        "no_decision_reason": gettext("Write why you decide so: both colleagues read it."),
        "nothing_said": gettext("Write what the team should change, here or beside a criterion or a file."),
    }


def size_words(size: int) -> str:
    """Return the size of a file as people say it: whole kilobytes, or megabytes to a tenth."""
    if size < _MEGABYTE:
        return str(gettext("%(size)s KB", size=format_number(Decimal(max(1, round(size / 1024))))))
    return str(gettext("%(size)s MB", size=format_number(round(Decimal(size) / _MEGABYTE, 1))))


def criterion_titles(criterion: Criterion) -> LocalizedText:
    """Return what a criterion is called: by its author, or by the descriptor of the national framework that it stands for."""
    if criterion.titles:
        return criterion.titles
    names = {
        "knowledge": gettext("Knowledge"),
        "know_how": gettext("Know-how"),
        "complexity": gettext("Complexity"),
        "autonomy": gettext("Responsibility and autonomy"),
        "adaptability": gettext("Adaptability"),
        "communication": gettext("Communication"),
    }
    return {current_language(): names.get(criterion.descriptor, criterion.id)}
