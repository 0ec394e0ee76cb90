"""Words for decisions and for the reasons of a rating, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

DECISIONS: Mapping[str, LazyString] = {
    "validated": lazy_gettext("Validated"),
    "validated_after_resit": lazy_gettext("Validated after the resit"),
    "validated_by_compensation": lazy_gettext("Validated by compensation"),
    "validated_by_equivalence": lazy_gettext("Validated by equivalence"),
    "not_validated": lazy_gettext("Not validated"),
    "absent_justified": lazy_gettext("Absent, justified"),
    "absent": lazy_gettext("Absent"),
    "withheld": lazy_gettext("Result withheld"),
    "annulled": lazy_gettext("Annulled"),
}
SESSIONS: Mapping[str, LazyString] = {
    "normal": lazy_gettext("Ordinary session"),
    "resit": lazy_gettext("Resit session"),
}


def decision_word(decision: str | None) -> str:
    """Return the words for a decision; the code itself where a school knows one that Maslak does not."""
    return str(DECISIONS.get(decision or "", decision or ""))


def session_word(session: str) -> str:
    """Return the words for a session of examinations."""
    return str(SESSIONS.get(session, session))
