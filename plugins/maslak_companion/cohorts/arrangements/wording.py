"""Words of the pages of arrangements that are chosen in code."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext, pgettext


def error_words() -> Mapping[str, str]:
    """Return what is wrong with a field, by its code."""
    return {
        "attempts_outside": gettext("Write a whole number from 1 to 20, or leave it empty."),
        "time_outside": gettext("Write a percentage from 1 to 300, or leave it empty."),
        "two_times": gettext("Choose one: what the list says, or a percentage of your own."),
        "no_moment": gettext("Write a date and a time, such as 2026-12-18 23:59."),
        "closes_too_early": gettext("It would close before it opens."),
        "against_usual": gettext("With the other date, which is the course’s, it would never be open."),
        "already_over": gettext("This moment has passed already."),
        "reason_long": gettext("At most 2,000 characters."),
        "nothing_granted": gettext("Nothing is granted yet: fill in at least one of these."),
        "no_block": gettext("Choose something that the course has."),
        "no_limit": gettext("There is no limit of attempts here, so there is none to add."),
        "no_clock": gettext("Nothing here is done against the clock, so there is no time to add."),
    }


def event_words() -> Mapping[str, str]:
    """Return what was done to an arrangement."""
    return {"given": gettext("Granted"), "changed": gettext("Changed"), "withdrawn": pgettext("arrangement", "Withdrawn")}


def state_words() -> Mapping[str, str]:
    """Return the states by which the list is filtered."""
    return {
        "current": gettext("In force"),
        "over": gettext("Over"),
        "withdrawn": pgettext("arrangement", "Withdrawn"),
        "all": gettext("All of them"),
    }
