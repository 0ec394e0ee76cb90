"""The jury room's codes in words for people."""

from __future__ import annotations

from flask_babel import gettext


def decision_words() -> dict[str, str]:
    """Return each decision as the registrar says it."""
    return {
        "validated": gettext("Validated"),
        "validated_after_resit": gettext("Validated after the resit"),
        "validated_by_compensation": gettext("Validated by compensation"),
        "validated_by_equivalence": gettext("Validated by equivalence"),
        "not_validated": gettext("Not validated"),
        "absent_justified": gettext("Absent, justified"),
        "absent": gettext("Absent"),
        "withheld": gettext("Result withheld"),
        "annulled": gettext("Annulled"),
    }


def reason_words() -> dict[str, str]:
    """Return each reason for which a jury may be reopened."""
    return {
        "entry_error": gettext("A mark or decision was entered wrongly"),
        "mark_contested": gettext("A learner contested a mark and was right"),
        "late_document": gettext("A document arrived late"),
        "jury_amended": gettext("The jury amended its decision"),
    }


def state_words() -> dict[str, str]:
    """Return the states of a jury."""
    return {"open": gettext("Open"), "frozen": gettext("Proposed"), "closed": gettext("Final")}


def session_words() -> dict[str, str]:
    """Return the sessions of a period."""
    return {"normal": gettext("Ordinary session"), "resit": gettext("Resit session")}


def event_words() -> dict[str, str]:
    """Return what can happen to a jury."""
    return {
        "frozen": gettext("Proposed"),
        "unfrozen": gettext("Taken back to correct it"),
        "closed": gettext("Closed: the results are final"),
        "reopened": gettext("Reopened"),
    }


def oddity_words() -> dict[str, str]:
    """Return what is unusual about a mark beside its decision."""
    return {
        "validated_without_mark": gettext("Validated without a mark"),
        "validated_below_pass": gettext("Validated below the pass mark"),
        "not_validated_above_pass": gettext("Not validated at or above the pass mark"),
        "absent_with_mark": gettext("Absent, yet with a mark"),
    }


def error_words(*, scale: str, step: str) -> dict[str, str]:
    """Return what is wrong with a field; `scale` and `step` are written for the reader."""
    return {
        "not_a_number": gettext("Write one number, for example %(example)s.", example=scale),
        "ambiguous": gettext("This could be two different numbers. Use the decimal sign of your language."),
        "outside_scale": gettext("A mark lies between 0 and %(scale)s.", scale=scale),
        "between_steps": gettext("Marks are given in steps of %(step)s.", step=step),
        "unknown_decision": gettext("Choose one of the decisions."),
        "no_decision": gettext("A decision is missing."),
        "not_a_date": gettext("Write the date as day/month/year."),
        "no_date": gettext("The date of the jury is missing."),
        "date_ahead": gettext("The jury has not met yet on that date."),
        "no_minutes": gettext("The reference of the minutes is missing."),
        "nobody": gettext("There is nobody to decide on."),
        "too_long": gettext("This is too long."),
        "unknown_reason": gettext("Choose the reason."),
    }
