"""What an author of a passport block is told while writing."""

from __future__ import annotations

from collections.abc import Iterator

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.notes import Note, check_html, note_missing
from maslak_xblocks.passport.draft import PassportDraft


def check_passport(draft: PassportDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    notes = list(_check_languages(draft, translate))
    if draft.show == "course" and not draft.domains:
        notes.append(Note("show", translate("Choose the domains of this course."), "error"))
    for language, html in draft.html.items():
        notes += check_html(html, f"html.{language}", translate)
    return sorted(notes, key=lambda note: note.severity != "error")


def _check_languages(draft: PassportDraft, translate: Translator) -> Iterator[Note]:
    for language in LANGUAGES:
        if language not in draft.languages:
            yield note_missing(f"title.{language}", language, translate)
            continue
        if not draft.title.get(language):
            yield Note(f"title.{language}", translate("Give the block a title."), "error")
        if draft.state.get(language) == "stale":
            text = translate("The source was changed after this was translated. Bring it up to date, then set its state.")
            yield Note(f"state.{language}", text)
