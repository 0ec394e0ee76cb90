"""The same thing said twice: in a bank it wastes an item, in a lesson it wastes the reader's time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from maslak_content.course import Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import Passage, list_block_passages
from maslak_domain.language import normalise_answer
from maslak_xblocks.olx import Element

ITEM_REPEATED = error(
    "item_repeated",
    "The item {id} asks the same as {other} in “{language}”.",
    "Keep one, or make a sibling of it that asks about another case.",
)
ITEM_SIMILAR = warning("item_similar", "The item {id} is nearly the same as {other} in “{language}”.", "Ask about another case.")
PARAGRAPH_REPEATED = warning(
    "paragraph_repeated", "The same paragraph stands in {file_other}, line {line_other}.", "Say it once and refer to it."
)

_WORD = re.compile(r"\w+")
_NEARLY, _TELLING = 0.9, 12
_BY_PLACE = attrgetter("place")


def check(course: Course) -> Iterator[Finding]:
    """Find items and paragraphs that stand twice in the course."""
    yield from _check_items(course)
    yield from _check_paragraphs(course)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an item asks in one language: which it is in the order of the course, and its words."""

    place: int
    id: str
    file: str
    variant: Element
    language: str
    text: str
    words: frozenset[str]

    def is_like(self, other: _Asked) -> bool:
        """Say whether both ask the same, or share nearly all words."""
        shared = len(self.words & other.words)
        return shared > _NEARLY * (len(self.words) + len(other.words) - shared) or self.text == other.text


def _check_items(course: Course) -> Iterator[Finding]:
    asked = _list_asked(course)
    frequency = Counter(word for own in asked for word in own.words)
    seen: dict[tuple[str, str], list[_Asked]] = {}
    for own in asked:
        keys = [(own.language, word) for word in _pick_rarest(own, frequency)]
        others = {other.place: other for key in keys for other in seen.get(key, ())}
        for other in sorted(filter(own.is_like, others.values()), key=_BY_PLACE):
            kind = ITEM_REPEATED if other.text == own.text else ITEM_SIMILAR
            yield kind.at(own.file, own.variant, id=own.id, other=other.id, language=own.language)
        for key in keys:
            seen.setdefault(key, []).append(own)


def _list_asked(course: Course) -> list[_Asked]:
    found: list[_Asked] = []
    for block in course.question_blocks:
        for item in block.element.iterchildren("item"):
            for variant in item.iterchildren("variant"):
                text, language = _say(variant), variant.get("lang", "")
                words = frozenset(_WORD.findall(text))
                found.append(_Asked(len(found), item.get("id", ""), block.file, variant, language, text, words))
    return found


def _pick_rarest(asked: _Asked, frequency: Mapping[str, int]) -> list[str]:
    """Give so many of the rarest words that whoever shares nearly all words shares one of these, in its own choice as well.

    Two that share no rare word need not be compared: in a course of thousands of items nearly all pairs do not.
    """
    words = sorted(asked.words, key=lambda word: (frequency[word], word))
    return words[: len(words) - int(_NEARLY * len(words)) + 1] or [""]


def _say(variant: Element) -> str:
    """Give question and options as one comparable text; the order of the options does not matter."""
    stem = " ".join("".join(node.itertext()) for node in variant.iterchildren("stem"))
    options = sorted("".join(node.itertext()) for node in variant.iterchildren("text"))
    return normalise_answer(" ".join((stem, *options)), "ar" if variant.get("lang") == "ar" else "fr")


def _check_paragraphs(course: Course) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Passage] = {}
    for block in course.lessons:
        for passage in list_block_passages(block):
            if passage.tag not in ("p", "li") or len(_WORD.findall(passage.plain)) < _TELLING or passage.is_source:
                continue
            other = seen.setdefault((passage.language, passage.plain), passage)
            if other is not passage:
                line = other.element.sourceline or 0
                yield PARAGRAPH_REPEATED.at(passage.file, passage.element, file_other=other.file, line_other=line)
