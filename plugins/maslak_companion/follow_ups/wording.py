"""The follow-ups room's codes in words for people."""

from __future__ import annotations

from flask_babel import gettext


def mode_words() -> dict[str, str]:
    """Return where a visit takes place."""
    return {"company": gettext("At the company"), "remote": gettext("At a distance"), "school": gettext("At school")}


def outcome_words() -> dict[str, str]:
    """Return what can come of a defence. It is no decision about a module: that is the jury's of the school."""
    return {
        "": gettext("Still to come"),
        "passed": gettext("Successful"),
        "again": gettext("To be defended again"),
        "failed": gettext("Not successful"),
        "absent": gettext("Absent"),
    }
