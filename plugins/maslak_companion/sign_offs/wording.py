"""What tutors answer, in plain words, and what is refused to them."""

from __future__ import annotations

from flask_babel import gettext, ngettext


def rating_words() -> dict[str, str]:
    """Return how well something was done, as a colleague would say it."""
    return {
        "not_observed": gettext("I did not see this"),
        "N1": gettext("Does it with help"),
        "N2": gettext("Does the usual cases alone"),
        "N3": gettext("Copes with new situations too"),
        "N4": gettext("Others ask them how to do it"),
    }


def seen_words() -> dict[str, str]:
    """Return the answers to the first question."""
    return {"often": gettext("Yes, several times"), "once": gettext("Yes, once"), "never": gettext("No")}


def kind_words() -> dict[str, str]:
    """Return what the tutor of the company said."""
    return {
        "signed": gettext("Signed"),
        "not_observed": gettext("Not observed"),
        "disagreed": gettext("Does not agree"),
        "no_longer_tutor": gettext("No longer the tutor"),
    }


def error_words() -> dict[str, str]:
    """Return what an answer still lacks, by the field that lacks it."""
    return {
        "seen": gettext("Please answer the first question."),
        "rating": gettext("Please choose one of these."),
        "remark": gettext("Please say in a few words what is not right."),
        "remark_too_long": gettext("This is too long: at most 2,000 characters."),
        "kind": gettext("This mission names no competency yet, so there is nothing to sign. The school has been told to add one."),
    }


def code_words(left: int | None) -> str:
    """Return why a code was refused; `left` is None where no try is left."""
    if left is None:
        words: str = gettext("The code was wrong too often, so this link is closed for signing. Ask the school for a new one.")
        return words
    tries: str = ngettext("You have %(num)d try left.", "You have %(num)d tries left.", left)
    return f"{gettext('This is not the code that the school gave you. Nothing was signed; your answers are kept.')} {tries}"


def refusal_words() -> dict[str, tuple[str, str]]:
    """Return why a link does not open, and what to do."""
    ask = gettext("Ask the school that gave it to you for a new one. Nothing you signed before is lost.")
    return {
        "unknown_link": (
            gettext("This link leads nowhere"),
            gettext("Check that you copied it whole, or scan the code on the slip again."),
        ),
        "link_expired": (gettext("This link has expired"), ask),
        "link_withdrawn": (gettext("The school has closed this link"), ask),
    }


def conflict_words() -> dict[str, str]:
    """Return why an answer was not recorded."""
    return {
        "content_changed": gettext(
            "The apprentice or the school changed something while you were reading. Nothing was signed. "
            "Your answers are kept: read the page again, then sign."
        ),
        "answered_meanwhile": gettext("Another answer was recorded meanwhile, so this one was not. This is how it stands now."),
        "already_countersigned": gettext("The school has already answered what you signed. Nothing more is needed."),
        "replayed": gettext("This form was already sent with other answers. Nothing was changed."),
    }


def obstacle_words() -> dict[str, str]:
    """Return why a sign-off cannot be countersigned."""
    return {
        "nothing_observed": gettext("The company tutor observed nothing that could be countersigned."),
        "content_changed": gettext("A mission changed after the company tutor signed. Ask them to sign again."),
        "mission_not_agreed": gettext("A mission is not agreed by all three yet."),
    }


def verdict_error_words() -> dict[str, str]:
    """Return what a verdict lacks."""
    return {
        "missing": gettext("Say why: the learner and the company tutor will read it."),
        "differs": gettext("You rate otherwise than the company tutor: say why."),
        "too_long": gettext("This is too long: at most 2,000 characters."),
        "ratings": gettext("Please choose one of these."),
    }


def use_words() -> dict[str, str]:
    """Return what happened through a link."""
    return {
        "right_code": gettext("Answered with the right code"),
        "wrong_code": gettext("Wrong code"),
        "locked": gettext("Tried while locked"),
        "link_expired": gettext("Used after its last day"),
        "link_withdrawn": gettext("Used after it was closed"),
        "replayed": gettext("Sent a second time with other answers"),
    }
