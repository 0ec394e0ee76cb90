"""What was read and by whom, in words for the learner."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext


def what_words(what: str) -> str:
    """Return what somebody read about the learner."""
    words: dict[str, str] = {
        "jury": gettext("Your mark and decision, on the page of the jury"),
        "cohort": gettext("Your progress, on the page of your group"),
        "arrangement": gettext("What was granted to you, on the page of your course"),
        "dossier": gettext("Your project, on the page of whoever marks it"),
        "list": gettext("Your name, in the list of learners"),
        "placement": gettext("Your alternance, on the pages of its tutors"),
        "identity": gettext("Your identity, on your own page"),
    }
    return words.get(what) or str(gettext("Your record"))


def role_words(roles: Sequence[str]) -> str:
    """Return as whom somebody may have read it; that they also learn here says nothing about it."""
    words: dict[str, str] = {
        "registrar": gettext("registrar’s office"),
        "instructor": gettext("instructor"),
        "administrator": gettext("administrator"),
    }
    return " · ".join(words[role] for role in roles if role in words)
