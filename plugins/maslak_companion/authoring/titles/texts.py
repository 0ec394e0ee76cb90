"""The titles of a chapter, its units and its pages as one text, so that it is drafted, compared and released as a block's is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from lxml import etree

from maslak_companion.classroom.courses.olx import read_titles
from maslak_companion.classroom.courses.release import CourseNode, CourseRelease
from maslak_domain.language import LANGUAGES

FILE: Final = "titles.xml"
CHAPTER: Final = "chapter"
# By the name of what is titled, then by language.
Titles: TypeAlias = Mapping[str, Mapping[str, str]]
# Narrow and unbreakable spaces are part of French text; what XML cannot hold is no part of any.
_SPACES: Final = re.compile(r"[\x00-\x20\x7f\ud800-\udfff\ufffe\uffff]+")


def list_titled(course: CourseRelease, chapter: CourseNode) -> Iterator[CourseNode]:
    """Yield the chapter, then each of its units with the pages of the unit behind it."""
    yield chapter
    for unit in course.children(chapter):
        yield unit
        yield from course.children(unit)


def describe_titles(course: CourseRelease, chapter: CourseNode) -> str:
    """Return the titles that a chapter has in its release, as a text."""
    return write_titles({node.url_name: node.titles for node in list_titled(course, chapter)})


def write_titles(titles: Titles) -> str:
    """Return titles as a text; a language without words is left out."""
    root = etree.Element("titles")
    for name, words in titles.items():
        title = etree.SubElement(root, "title", {"for": name})
        for language in LANGUAGES:
            if text := clean_title(words.get(language, "")):
                etree.SubElement(title, "text", lang=language).text = text
    return etree.tostring(root, encoding="unicode")


def parse_titles(source: str) -> Titles:
    """Return the titles that a text holds."""
    return read_titles({FILE: source.encode()})


def clean_title(text: str) -> str:
    """Return a title on one line."""
    return _SPACES.sub(" ", text).strip()
