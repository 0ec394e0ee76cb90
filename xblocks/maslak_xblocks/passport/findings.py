"""What an author of a passport block is told while writing."""

from __future__ import annotations

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.notes import Note, check_html, check_languages
from maslak_xblocks.passport.draft import PassportDraft


def check_passport(draft: PassportDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    notes = list(check_languages(draft, translate, translate("Give the block a title.")))
    if draft.show == "course" and not draft.domains:
        notes.append(Note("show", translate("Choose the domains of this course."), "error"))
    for language, html in draft.html.items():
        notes += check_html(html, f"html.{language}", translate)
    return sorted(notes, key=lambda note: note.severity != "error")
