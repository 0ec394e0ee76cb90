"""The same thing said twice: in a bank it wastes an item, in a lesson it wastes the reader's time."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def check(course: Course) -> Iterator[Finding]:
    """Find items and paragraphs that stand twice in the course."""
    yield from _check_items(course)
    yield from _check_paragraphs(course)


def _check_items(course: Course) -> Iterator[Finding]:
    seen: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for block in course.question_blocks:
        for item in block.element.iterchildren("item"):
            for variant in item.iterchildren("variant"):
                language = variant.get("lang", "")
                id, text = item.get("id", ""), _say(variant)
                words = frozenset(_WORD.findall(text))
                for other, other_text, other_words in seen.setdefault(language, []):
                    if text == other_text:
                        yield ITEM_REPEATED.at(block.file, variant, id=id, other=other, language=language)
                    elif _are_near(words, other_words):
                        yield ITEM_SIMILAR.at(block.file, variant, id=id, other=other, language=language)
                seen[language].append((id, text, words))


def _are_near(words: frozenset[str], others: frozenset[str]) -> bool:
    """Say whether nearly all words are shared; two texts of very different lengths, which most pairs are, cannot share so many."""
    fewer, more = (len(words), len(others)) if len(words) < len(others) else (len(others), len(words))
    if fewer <= _NEARLY * more:
        return False
    shared = len(words & others)
    return shared > _NEARLY * (fewer + more - shared)


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
