"""Does a logbook in a course help whoever writes in it: competencies that exist, guidance, and the same questions in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_xblocks.olx import Element, inner_html, plain_text

LOGBOOK_COMPETENCY_UNKNOWN = error(
    "logbook_competency_unknown",
    "The logbook names {id}, which is no competency of the framework.",
    "Use an id of the framework, or take it out of competencies.",
)
LOGBOOK_PROMPTS_DIFFER = error(
    "logbook_prompts_differ",
    "The questions in {language} are not those of the source: {ids}.",
    "Give each question the same id and the same purpose in every language.",
)
LOGBOOK_PROMPTS_MANY = warning(
    "logbook_prompts_many", "More than {number} questions for one purpose.", "Keep the best: on a phone nobody reads them all."
)
LOGBOOK_GUIDANCE_MISSING = warning(
    "logbook_guidance_missing",
    "The logbook does not say what a good entry tells.",
    "Write two sentences and an example: at the company nobody is there to ask.",
)
LOGBOOK_REPEATED = warning(
    "logbook_repeated", "The course shows the logbook in {other} already.", "Show it once: learners would wonder in which one to write."
)
MOST_QUESTIONS: Final = 5
_NOT_TEXT: Final = frozenset({"prompt"})


def check(course: Course) -> Iterator[Finding]:
    """Find logbooks with unknown competencies, without guidance, with questions that differ, and second ones."""
    first = ""
    for block in course.logbooks:
        known = course.framework.competencies if course.framework else {}
        for key in block.element.get("competencies", "").split():
            if known and key not in known:
                yield LOGBOOK_COMPETENCY_UNKNOWN.at(block.file, block.element, id=key)
        yield from _check_texts(block)
        if first:
            yield LOGBOOK_REPEATED.at(block.file, block.element, other=first)
        first = first or block.file


def _check_texts(block: Block) -> Iterator[Finding]:
    variants = block.element.findall("variant")
    source = next((each for each in variants if each.get("status") == "source"), None)
    wanted = _questions(source) if source is not None else {}
    for variant in variants:
        if not plain_text(inner_html(variant, _NOT_TEXT)):
            yield LOGBOOK_GUIDANCE_MISSING.at(block.file, variant)
        asked = _questions(variant)
        if asked != wanted:
            ids = sorted({key for key, _ in asked.items() ^ wanted.items()})
            yield LOGBOOK_PROMPTS_DIFFER.at(block.file, variant, language=variant.get("lang", ""), ids=", ".join(ids))
        if max(Counter(asked.values()).values(), default=0) > MOST_QUESTIONS:
            yield LOGBOOK_PROMPTS_MANY.at(block.file, variant, number=MOST_QUESTIONS)


def _questions(variant: Element) -> dict[str, str]:
    """Give the purpose of each question by its id."""
    return {node.get("id", ""): node.get("for", "entry") for node in variant.findall("prompt")}
