"""What the project refuses, in the reader's language: what happened, what was kept, what to try."""

from __future__ import annotations

from collections.abc import Mapping

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.project.intake import LONGEST_TEAM_NAME


def explain_refusals(translate: Translator) -> Mapping[str, str]:
    """Give the sentences by code."""
    return {
        "not_signed_in": translate("Sign in to hand in your work. Reading the project is open to you."),
        "no_project": translate("This platform keeps no projects. Nothing was changed."),
        "no_team": translate("You are in no team yet, so nothing can be kept. Speak to your teacher."),
        "forming_closed": translate("Teams are not formed here by yourselves, or no longer. Speak to your teacher."),
        "already_in_team": translate("You are in a team already. Nothing was changed."),
        "unknown_team": translate("No team of your group has this code, or it is gone. Look at the code again."),
        "team_full": translate("This team has no place left. Nothing was changed."),
        "team_at_work": translate("This team has handed in already, so its members stay. Speak to your teacher."),
        "team_name": translate("A team needs a name of at most {limit} characters.", limit=LONGEST_TEAM_NAME),
        "stage_closed": translate("This stage takes nothing now. What was saved and handed in is kept."),
        "no_round_left": translate("Every round of this stage was handed in. Your draft is kept."),
        "incomplete_round": translate("Something that is needed is still missing. Your draft is kept: complete it, then hand in."),
        "unknown_stage": translate("This is not part of the project any more. Open the page again; nothing was changed."),
        "unknown_file": translate("Your team has no such file."),
        "too_many_files": translate("No more files fit here. Remove one first; nothing was changed."),
        "file_type": translate(
            "The content of this file is not of a type that is asked for here. A text must be saved as UTF-8, an office file without "
            "macros. Nothing was changed."
        ),
        "file_too_large": translate("This file is too large. Make it smaller, or hand in a link if one is asked for."),
        "empty_file": translate("No file arrived, or it is empty. Choose it again."),
        "invalid_link": translate("A link must be a whole address that begins with https://. Your draft is kept."),
        "stale_revision": translate(
            "Your team saved something meanwhile. Nothing of theirs was overwritten: open the page again to see it, then put in your text."
        ),
    }
