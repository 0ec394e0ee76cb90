"""The papers room's codes in words for people."""

from __future__ import annotations

from flask_babel import gettext


def obstacle_words() -> dict[str, str]:
    """Return why a stay cannot be put on paper, and what to do."""
    return {
        "broken": gettext("The contract was broken off: nothing new is asked of the company."),
        "not_begun": gettext("The stay has not begun. The paper can be made on its first day."),
        "no_tutor": gettext("Nobody is named at the company. The registrar’s office names the company tutor first."),
        "nothing_claimed": gettext("The mission names no competency, so there is nothing to sign. The academic tutor completes it first."),
        "confidential": gettext(
            "Something here is confidential. The learner or the academic tutor makes this paper; the academic tutor receives it."
        ),
    }


def change_words() -> dict[str, str]:
    """Return what has moved since a paper was printed, and what to do."""
    again = gettext("Make a new paper and have it signed.")
    return {
        "contract": gettext("The contract was broken off. Only a paper that was signed before that day can still be entered."),
        "tutor": f"{gettext('The company tutor is no longer the one named on this paper.')} {again}",
        "answer": f"{gettext('The company tutor has answered another way since this paper was made.')} {again}",
        "missions": f"{gettext('A mission changed since this paper was made: what was signed is not what stands.')} {again}",
        "entries": gettext("The learner wrote more since this paper was made. The signature is about what is printed, not about the rest."),
    }


def error_words() -> dict[str, str]:
    """Return what is wrong with a field of the receipt, by field and reason."""
    return {
        "scan missing": gettext("Choose the scan: without it nothing is recorded."),
        "scan too_large": gettext("The scan is too large: at most 10 MB. Scan in grey at 150 points per inch."),
        "scan type": gettext("The scan must be a PDF, a JPEG or a PNG."),
        "signed_on not_a_date": gettext("Write the date as day/month/year."),
        "signed_on outside": gettext("Choose a day from the making of the paper to today."),
        "received_on not_a_date": gettext("Write the date as day/month/year."),
        "received_on outside": gettext("Choose a day from the signature to today."),
        "received_by missing": gettext("Write who had the paper in hand."),
        "accepts_age missing": gettext("Say that you know it, or have a new paper signed."),
        "kind missing": gettext("Choose what the tutor ticked."),
    }


def answer_words() -> dict[str, str]:
    """Return what a tutor can have ticked, as it stands on the paper."""
    return {
        "signed": gettext("The three questions are answered and the paper is signed"),
        "not_observed": gettext("I did not observe this work"),
        "disagreed": gettext("I do not agree with what is written"),
        "no_longer_tutor": gettext("No longer the tutor"),
    }


def received_words() -> str:
    """Return why a paper is not entered a second time."""
    words: str = gettext("This paper was entered before, with another scan or other answers. Nothing was changed; this is how it stands.")
    return words
