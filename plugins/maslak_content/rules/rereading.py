"""Feedback that sends readers back to a passage: are its words, between quotation marks, still the lesson's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maslak_content.course import Block, Chapter, Course
from maslak_content.findings import Finding, error
from maslak_content.passages import Passage, list_block_passages
from maslak_domain.language import Language

REREAD_UNKNOWN = error(
    "reread_unknown",
    "“{text}” is to be read again, but stands so in no lesson in “{language}”.",
    "Quote the heading as the lesson has it now, or send the reader elsewhere.",
)

REREAD_UNIT = error(
    "reread_unit",
    "“{text}” does not stand in unit {number} of this chapter, but in {units}.",
    "Correct the number of the unit.",
)

# What asks to read again, then everything between quotation marks up to the end of the sentence.
_SENT_BACK: Final = {
    "fr": (re.compile(r"[Rr]elisez((?:[^.«;]*«[^»]+»)+)"), re.compile("«([^»]+)»")),
    "en": (re.compile(r"[Rr]eread((?:[^.“;]*“[^”]+”)+)"), re.compile("“([^”]+)”")),
    "ar": (re.compile(r"راجع((?:[^.«؛]*«[^»]+»)+)"), re.compile("«([^»]+)»")),
}
# A unit by its number, then the heading that is to be read in it.
_NUMBERED: Final = {
    "fr": re.compile(r"l’unité[\s\u00a0](\d)[ ,]*«([^»]+)»"),
    "en": re.compile(r"unit[\s\u00a0](\d),? “([^”]+)”"),
    "ar": re.compile(r"الدرس[\s\u00a0](\d)[، ]*«([^»]+)»"),
}
# An answer to a question on an earlier unit, which names that unit by its title.
_NAMED: Final = {"fr": re.compile(r"unité «([^»]+)»"), "en": re.compile(r"unit “([^”]+)”"), "ar": re.compile(r"درس «([^»]+)»")}
_SENDING: Final = frozenset({"feedback", "hint"})
_HEADINGS: Final = frozenset({"h2", "h3", "caption", "summary", "title"})


def check(course: Course) -> Iterator[Finding]:
    """Find feedback that names a passage which was renamed, or never was."""
    titles = {(node.get("lang"), _fold(node.text or "")) for entry in course.titles.values() for node in entry.iterchildren("text")}
    lessons = _Lessons((*course.lessons, *course.labs))
    for block in course.readables:
        for passage in list_block_passages(block):
            if passage.tag in _SENDING:
                for text in _list_quoted(passage):
                    if not lessons.say(text, passage.language):
                        yield REREAD_UNKNOWN.at(passage.file, passage.element, text=text, language=passage.language)
            elif passage.tag == "p":
                for match in _NAMED[passage.language].finditer(passage.plain) if titles and _is_answer(passage) else ():
                    if (passage.language, _fold(match[1])) not in titles:
                        yield REREAD_UNKNOWN.at(passage.file, passage.element, text=match[1].strip(), language=passage.language)
    for chapter in course.chapters:
        yield from _check_numbers(chapter)


def _check_numbers(chapter: Chapter) -> Iterator[Finding]:
    places: dict[tuple[Language, str], set[int]] = {}
    # Of a chapter that is looked at in part, only the units that are there can be judged.
    judged = {number for number, unit in enumerate(chapter.sequentials, 1) if any(page.blocks for page in unit.verticals)}
    for number, unit in enumerate(chapter.sequentials, 1):
        for block in (*unit.list_blocks("maslak_lesson"), *unit.list_blocks("maslak_lab")):
            for passage in list_block_passages(block):
                if passage.tag in _HEADINGS:
                    places.setdefault((passage.language, _fold(passage.plain)), set()).add(number)
    for block in (*chapter.list_blocks("maslak_checkpoint"), *chapter.list_blocks("maslak_lab")):
        for passage in list_block_passages(block):
            for match in _NUMBERED[passage.language].finditer(passage.plain) if passage.tag in _SENDING else ():
                text = match[2].strip()
                units = places.get((passage.language, _fold(text)), set())
                if units and int(match[1]) not in units and (int(match[1]) in judged or int(match[1]) > len(chapter.sequentials)):
                    said = ", ".join(map(str, sorted(units)))
                    yield REREAD_UNIT.at(passage.file, passage.element, text=text, number=match[1], units=said)


class _Lessons:
    """What the lessons say, looked up by heading first: nearly every quotation is one."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self._blocks = blocks
        self._headings = {(passage.language, _fold(passage.plain)) for passage in self._list() if passage.tag in _HEADINGS}
        self._texts: dict[Language, str] = {}

    def say(self, text: str, language: Language) -> bool:
        """Say whether a text stands in some lesson in this language."""
        wanted = _fold(text)
        if (language, wanted) in self._headings:
            return True
        if language not in self._texts:
            self._texts[language] = " ".join(_fold(passage.plain) for passage in self._list() if passage.language == language)
        return wanted in self._texts[language]

    def _list(self) -> Iterator[Passage]:
        return (passage for block in self._blocks for passage in list_block_passages(block))


def _is_answer(passage: Passage) -> bool:
    return any(node.get("class") == "answer" for node in passage.element.iterancestors("details"))


def _list_quoted(passage: Passage) -> Iterator[str]:
    sent, quoted = _SENT_BACK[passage.language]
    for match in sent.finditer(passage.plain):
        yield from (text.strip() for text in quoted.findall(match[1]))


def _fold(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
