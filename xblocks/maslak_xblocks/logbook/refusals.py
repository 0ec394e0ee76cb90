"""What the logbook refuses, in the reader's language: what happened, what was kept, what to try."""

from __future__ import annotations

from collections.abc import Mapping

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.logbook.port import LARGEST_FILE


def explain_refusals(translate: Translator) -> Mapping[str, str]:
    """Give the sentence for each code."""
    return {
        "not_signed_in": translate("A logbook belongs to its learner and the two tutors. Sign in to see yours."),
        "no_logbook": translate("This platform keeps no logbook for you. Nothing was changed."),
        "logbook_away": translate("The server that keeps your logbook does not answer just now. Nothing is lost; try again in a moment."),
        "unknown_placement": translate("This contract is not in your logbook. Nothing was changed."),
        "unknown_entry": translate("This entry is not in your logbook. Nothing was changed."),
        "unknown_mission": translate("This mission is not in your logbook any more. Reload the page to see the present ones."),
        "unknown_period": translate("No synthesis is asked for this period. Nothing was changed."),
        "competency_outside_missions": translate(
            "One of these competencies is in none of your missions. Reload the page and choose again."
        ),
        "future_entry": translate("An entry tells of what was done: choose today or an earlier day."),
        "entry_outside_contract": translate("This day is not within your contract. Choose another day."),
        "unsafe_link": translate("Only a complete link that begins with https:// is accepted. Correct it or leave it out."),
        "evidence_too_large": translate(
            "This file is larger than {number} MB. Take a smaller photo or give a link instead.", number=LARGEST_FILE // 2**20
        ),
        "evidence_type": translate("This kind of file is not accepted. Send a photo, a PDF or an office document, or give a link."),
        "empty_evidence": translate("This file is empty. Nothing was added: choose it again, or leave it out."),
        "entry_superseded": translate("This entry was corrected already. Correct the newer text instead."),
        "key_reused": translate("This was received already, as you first sent it. Reload the page, then correct it there."),
        "mission_closed": translate("This mission is no longer open. Nothing was changed."),
        "synthesis_submitted": translate("This synthesis was handed in and can no longer be changed."),
        "placement_closed": translate("This contract takes no more entries. What you wrote stays readable."),
        "stale_revision": translate("This moved on in another window. Your text is still here: reload the page and compare the two."),
        "too_large": translate("This is too long to be accepted. Nothing was changed."),
        "invalid_payload": translate("Something is missing or too long. Fill in the day and what you did, then send it again."),
    }
