"""Terms of the glossary: each of its own, in words alone, and called in the lessons as the glossary calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error
from maslak_domain.language import LANGUAGES, fold_arabic
from maslak_xblocks.olx import Element

TERM_REPEATED = error(
    "term_repeated", "The terms “{key}” and “{other}” are both called “{text}” in “{language}”.", "Keep one, or call one otherwise."
)
TERM_DIFFERS = error(
    "term_differs",
    "“{text}” is marked as the term “{key}”, which the glossary calls “{expected}” in “{language}”.",
    "Correct data-term, or use the word of the glossary.",
)

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# Letters that come and go as an Arabic word is inflected.
_WEAK: Final = str.maketrans("", "", "اويءأإآؤئ")
_ARTICLE: Final = re.compile("^(?:[وفبك]?ال|لل)(?=\\w{2})")
_STEM: Final = 4


def check(course: Course) -> Iterator[Finding]:
    """Find terms that share a name, and places of the lessons that call a term by another word."""
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for key, entry in course.glossary.items():
            text = _read_text(entry, "text", language)
            other = seen.setdefault(text.casefold(), key)
            if text and other != key:
                yield TERM_REPEATED.at("glossary.xml", entry, key=key, other=other, text=text, language=language)
    for block in course.lessons:
        for variant in block.element.iterchildren("variant"):
            yield from _check_marked(course, block, variant)


def _check_marked(course: Course, block: Block, variant: Element) -> Iterator[Finding]:
    language = variant.get("lang", "")
    for node in variant.iter("dfn"):
        key = node.get("data-term", "")
        entry, text = course.glossary.get(key), " ".join("".join(node.itertext()).split())
        expected = _read_text(entry, "text", language) if entry is not None else ""
        if entry is None or not expected or not text:
            continue
        whole = expected if language == "ar" else f"{expected} {_read_text(entry, 'definition', language)}"
        if _WORD.search(text) and not (_are_kin(text, expected) if language == "ar" else _stems(text) & _stems(whole)):
            yield TERM_DIFFERS.at(block.file, node, text=text, key=key, expected=expected, language=language)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}


def _are_kin(one: str, other: str) -> bool:
    """Say whether two Arabic terms share a root: letters that follow one another in both once the weak ones are gone."""
    roots = [[_ARTICLE.sub("", word).translate(_WEAK) for word in _WORD.findall(fold_arabic(text))] for text in (one, other)]
    pairs = ((a, b, 3 if min(len(a), len(b)) > 2 else 2) for a in roots[0] for b in roots[1])
    return any(a[place : place + size] in b for a, b, size in pairs for place in range(max(1, len(a) - size + 1)))


def _read_text(entry: Element, tag: str, language: str) -> str:
    return next((" ".join("".join(node.itertext()).split()) for node in entry.iterchildren(tag) if node.get("lang") == language), "")
