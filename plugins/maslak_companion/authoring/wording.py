"""What the authoring room calls things, for people."""

from __future__ import annotations

from flask_babel import gettext

from maslak_companion.authoring.models import BROUGHT_BACK, DRAFT, EDITED, IN_REVIEW, RETURNED, REVIEWED, TAKEN, UNCHANGED
from maslak_companion.authoring.outline import RELEASED


def name_states() -> dict[str, str]:
    """Return the word for each state of a block."""
    return {
        UNCHANGED: gettext("As released"),
        DRAFT: gettext("Draft"),
        IN_REVIEW: gettext("Waiting for a review"),
        RETURNED: gettext("Returned"),
        REVIEWED: gettext("Accepted, not released yet"),
        RELEASED: gettext("In your release"),
    }


def name_blocks() -> dict[str, str]:
    """Return the word for each kind of block that can be edited here."""
    return {
        "maslak_lesson": gettext("Lesson"),
        "maslak_checkpoint": gettext("Checkpoint"),
        "maslak_diagnostic": gettext("Diagnostic"),
        "maslak_lab": gettext("Lab"),
        "maslak_project": gettext("Project"),
        "maslak_logbook": gettext("Logbook"),
        "maslak_passport": gettext("Passport"),
    }


def name_language_states() -> dict[str, str]:
    """Return the word for how far a language is."""
    return {
        "source": gettext("source"),
        "translated": gettext("translated"),
        "reviewed": gettext("reviewed"),
        "stale": gettext("behind its source"),
        "missing": gettext("missing"),
    }


def name_origins() -> dict[str, str]:
    """Return how a revision came about."""
    return {
        EDITED: gettext("Edited"),
        BROUGHT_BACK: gettext("Brought back from the history"),
        TAKEN: gettext("Taken from the authors’ release"),
    }


def name_picture_faults() -> dict[str, str]:
    """Return why a picture was not taken, by the code of the refusal."""
    return {
        "unknown_picture": gettext("This is no picture that we can show: choose a PNG, a JPEG or a WebP."),
        "damaged_picture": gettext(
            "The file of this picture is damaged. Open it in a program for pictures, save it anew, and choose that file."
        ),
        "large_picture": gettext(
            "This picture is too large: at most 2 MB, 6,000 pixels a side and 24 million in all. Make it smaller first."
        ),
        "many_pictures": gettext("The course holds as many pictures as it can; no other can be added."),
    }


def name_titled() -> dict[str, str]:
    """Return the word for each part of a course that has a title of its own."""
    return {"chapter": gettext("Chapter"), "sequential": gettext("Unit"), "vertical": gettext("Page")}
