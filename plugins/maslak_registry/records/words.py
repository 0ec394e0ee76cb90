"""The words for states, decisions and sessions, in the reader's language; one place for pages and files."""

from __future__ import annotations

import re

from flask_babel import gettext as babel_gettext


def gettext(text: str) -> str:
    """Translate; Flask-Babel carries no types."""
    return str(babel_gettext(text))


def state_word(state: str) -> str:
    """Return the word for how firm a record is."""
    words = {
        "provisional": gettext("Provisional"),
        "proposed": gettext("Proposed"),
        "final": gettext("Final"),
        "revoked": gettext("Withdrawn"),
    }
    return words.get(state, state)


def decision_word(decision: str | None) -> str:
    """Return the word for what was decided."""
    words = {
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
    return "" if decision is None else words.get(decision, decision)


def session_word(session: str) -> str:
    """Return the word for the session."""
    return {"normal": gettext("Ordinary session"), "resit": gettext("Resit session")}.get(session, session)


def period_word(key: str) -> str:
    """Return a period in words where its key says a semester; a school's other keys stay as they are."""
    found = re.fullmatch(r"(\d{4}-\d{4})-S(\d)", key)
    return gettext("Semester %(number)s, %(years)s") % {"number": found[2], "years": found[1]} if found else key


def filter_words(names: str) -> str:
    """Return the labels of the filters in `names`, a list with commas; a name that is no filter stays as it was written."""
    words = {
        "institution": gettext("Institution"),
        "offering": gettext("Result in"),
        "period": gettext("Period"),
        "state": gettext("State"),
        "decision": gettext("Decision"),
        "name": gettext("Learner’s name"),
    }
    return ", ".join(words.get(name, name) for name in names.split(", "))


def kind_word(kind: str) -> str:
    """Return the word for what a record is about."""
    words = {"offering": gettext("Course"), "programme": gettext("Programme"), "competency": gettext("Competency")}
    return words.get(kind, kind)


def change_word(kind: str) -> str:
    """Return the words for a line of the feed."""
    words = {
        "completion.recorded": gettext("Completion record"),
        "credential.issued": gettext("Badge issued"),
        "credential.revoked": gettext("Badge withdrawn"),
        "enrolment.recorded": gettext("Enrolment"),
        "learner.verified": gettext("Identity verified"),
        "learner.unlinked": gettext("Not the same person: drop this institution’s results"),
    }
    return words.get(kind, kind)


def reason_word(reason: str | None) -> str:
    """Return the words for why a revision was made; a school's own code shows as it is."""
    words = {
        "jury_closed": gettext("The jury closed the results"),
        "correction": gettext("A mistake was corrected"),
        "appeal": gettext("After a request of the learner"),
        "fraud": gettext("After a disciplinary decision"),
    }
    return "" if reason is None else words.get(reason, reason)


def state_tag(state: str) -> str:
    """Return the class that colours the word of a state."""
    return {"final": "tag-good", "revoked": "tag-bad"}.get(state, "tag-attention")
