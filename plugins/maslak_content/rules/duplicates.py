"""The same thing said twice: in a bank it wastes an item, in a lesson it wastes the reader's time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
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
    text: str
    words: frozenset[str]

    def is_like(self, other: _Asked) -> bool:
        """Say whether both ask the same, or share nearly all words."""
        shared = len(self.words & other.words)
        return shared > _NEARLY * (len(self.words) + len(other.words) - shared) or self.text == other.text


def _check_items(course: Course) -> Iterator[Finding]:
    # Two texts of very different lengths, which most pairs are, cannot share nearly all words: they are never compared.
    seen: dict[tuple[str, int], list[_Asked]] = {}
    place = count()
    for block in course.question_blocks:
        for item in block.element.iterchildren("item"):
            for variant in item.iterchildren("variant"):
                language, text = variant.get("lang", ""), _say(variant)
                own = _Asked(next(place), item.get("id", ""), text, frozenset(_WORD.findall(text)))
                length = len(own.words)
                lengths = range(int(_NEARLY * length), int(length / _NEARLY) + 2)
                others = (other for each in lengths for other in seen.get((language, each), ()))
                for other in sorted(filter(own.is_like, others), key=_BY_PLACE):
                    kind = ITEM_REPEATED if other.text == own.text else ITEM_SIMILAR
                    yield kind.at(block.file, variant, id=own.id, other=other.id, language=language)
                seen.setdefault((language, length), []).append(own)


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
