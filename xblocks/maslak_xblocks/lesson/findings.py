"""What an author of a lesson is told while writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.lesson.document import LONGEST_MINUTES
from maslak_xblocks.lesson.draft import LessonDraft
from maslak_xblocks.notes import Note, check_html, check_languages

_TERM = re.compile(r'<dfn\b[^>]*\bdata-term="([^"]*)"')


def check_lesson(draft: LessonDraft, translate: Translator) -> list[Note]:
    """Give the notes on a draft, the grave ones first."""
    untitled, empty = translate("Give the page a title."), translate("The page has a title but no text.")
    notes = [*check_languages(draft, translate, untitled, empty), *_check_objectives(draft, translate)]
    if not draft.has_known_minutes:
        text = translate("Write a whole number of minutes from 1 to {most}, or nothing.", most=LONGEST_MINUTES)
        notes.append(Note("minutes", text, "error"))
    for language, html in draft.html.items():
        notes += check_html(html, f"html.{language}", translate)
    notes += _check_terms(draft, translate)
    return sorted(notes, key=lambda note: note.severity != "error")


def _check_objectives(draft: LessonDraft, translate: Translator) -> Iterator[Note]:
    seen: set[str] = set()
    for number, objective in enumerate(draft.objectives):
        path = f"objectives.{number}"
        if not objective.competency:
            yield Note(f"{path}.competency", translate("An objective names one competency, such as MA-NUM.TC.06."), "error")
        if not objective.verb:
            yield Note(f"{path}.verb", translate("Choose what a learner can be seen doing."))
        if objective.id in seen:
            yield Note(path, translate("Two objectives have the same name inside the file; delete one and add it again."), "error")
        seen.add(objective.id)
        for language in draft.languages:
            if language not in objective.text:
                yield Note(f"{path}.text.{language}", translate("This objective has no words here: learners will not see it."))


def _check_terms(draft: LessonDraft, translate: Translator) -> Iterator[Note]:
    """A term that the source explains must not get lost in translation."""
    wanted = _terms(draft, draft.source)
    for language in draft.html:
        lost = sorted(wanted - _terms(draft, language)) if language != draft.source else []
        if lost:
            yield Note(
                f"html.{language}", translate("These glossary terms of the source are not marked here: {terms}.", terms=", ".join(lost))
            )


def _terms(draft: LessonDraft, language: Language) -> set[str]:
    return set(_TERM.findall(draft.html.get(language, "")))
