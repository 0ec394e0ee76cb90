"""What an author of a logbook block is told while writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.logbook.editing.draft import LogbookDraft
from maslak_xblocks.notes import Note, check_html, check_languages

_COMPETENCY: Final = re.compile(r"[A-Z]{2}-[A-Z]{3}\.[A-Z]{2,3}\.[0-9]{2}")
# More than these nobody reads on a phone beside a machine.
MOST_QUESTIONS: Final = 5


def check_draft(draft: LogbookDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    untitled = translate("Give the block a title.")
    empty = translate("Say what a good entry tells: a learner alone at the company has nobody to ask.")
    languages = check_languages(draft, translate, untitled, empty)
    notes = [*_check_competencies(draft, translate), *languages, *_check_prompts(draft, translate)]
    for language, html in draft.html.items():
        notes += check_html(html, f"html.{language}", translate)
    return sorted(notes, key=lambda note: note.severity != "error")


def _check_competencies(draft: LogbookDraft, translate: Translator) -> Iterator[Note]:
    for number, key in enumerate(draft.competencies):
        if key and not _COMPETENCY.fullmatch(key):
            words = translate("This is not the id of a competency, such as MA-NUM.CYB.03: {id}", id=key)
            yield Note(f"competencies.{number}.competency", words, "error")


def _check_prompts(draft: LogbookDraft, translate: Translator) -> Iterator[Note]:
    seen: set[str] = set()
    for number, prompt in enumerate(draft.prompts):
        if prompt.id in seen:
            yield Note(
                f"prompts.{number}", translate("Two questions have the same name inside the file; delete one and add it again."), "error"
            )
        seen.add(prompt.id)
        for language in draft.languages:
            if language not in prompt.text:
                yield Note(f"prompts.{number}.text.{language}", translate("This question is not asked in this language."))
    for purpose in ("entry", "synthesis"):
        places = [number for number, each in enumerate(draft.prompts) if each.purpose == purpose]
        if len(places) > MOST_QUESTIONS:
            words = translate("More than {number} questions: on a phone nobody reads them all.", number=MOST_QUESTIONS)
            yield Note(f"prompts.{places[MOST_QUESTIONS]}", words)
