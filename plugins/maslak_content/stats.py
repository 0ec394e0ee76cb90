"""Counting a course: how much each competency gets, and how far each language has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from maslak_content.course import Block, Course
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element
from maslak_xblocks.variants import is_stale

# Measured on the units that were timed: words with their exercises and figures, and a question with its feedback.
WORDS_A_MINUTE: Final = 60
MINUTES_AN_ITEM: Final = 2.5
STATUSES: Final = ("source", "reviewed", "translated", "stale", "missing")


@dataclass
class Coverage:
    """What one competency gets: objectives, questions for practice, questions of the deciding bank, minutes of a learner."""

    objectives: int = 0
    practice: int = 0
    bank: int = 0
    minutes: float = 0.0


@dataclass
class Stats:
    """A course in numbers. `translation` counts texts by language and status, `words` counts words by language."""

    coverage: dict[str, Coverage] = field(default_factory=dict)
    translation: dict[Language, Counter[str]] = field(default_factory=lambda: {language: Counter() for language in LANGUAGES})
    words: Counter[str] = field(default_factory=Counter)

    @property
    def minutes(self) -> float:
        """The time that a learner needs for the whole course, estimated."""
        return sum(each.minutes for each in self.coverage.values())


def count_course(course: Course) -> Stats:
    """Count a course. Competencies of the groups that the course teaches are listed even where it gives them nothing yet."""
    stats = Stats()
    for block in course.lessons:
        _count_lesson(block, stats)
    for block in course.checkpoints:
        _count_checkpoint(block, stats)
    for block in _list_others(course):
        # Their texts count; their time does not: a project takes weeks beside the lessons, and a passport or a diagnostic teaches nothing.
        for parent in dict.fromkeys(variant.getparent() for variant in block.element.iter("variant")):
            if parent is not None:
                _count_variants(parent, stats)
    if course.framework:
        groups = {known.group for key in stats.coverage if (known := course.framework.competencies.get(key))}
        for competency in course.framework.competencies.values():
            if competency.group in groups:
                stats.coverage.setdefault(competency.id, Coverage())
    stats.coverage = dict(sorted(stats.coverage.items()))
    return stats


def _list_others(course: Course) -> list[Block]:
    blocks = (block for vertical in course.verticals for block in vertical.blocks)
    return [block for block in blocks if block.kind.startswith("maslak_") and block.kind not in ("maslak_lesson", "maslak_checkpoint")]


def _count_lesson(block: Block, stats: Stats) -> None:
    objectives = [node.get("competency", "") for node in block.element.iterchildren("objective")]
    source = _count_variants(block.element, stats)
    for competency in objectives:
        coverage = stats.coverage.setdefault(competency, Coverage())
        coverage.objectives += 1
        # A lesson that serves two competencies gives each its share of the time.
        coverage.minutes += source / WORDS_A_MINUTE / len(objectives)


def _count_checkpoint(block: Block, stats: Stats) -> None:
    _count_variants(block.element, stats)
    coverage = stats.coverage.setdefault(block.element.get("competency", ""), Coverage())
    items = list(block.element.iterchildren("item"))
    for item in items:
        _count_variants(item, stats)
    if block.element.get("purpose") == "mastery":
        coverage.bank += len(items)
    else:
        coverage.practice += len(items)
    draw = int(block.element.get("draw") or 0) if (block.element.get("draw") or "0").isdigit() else 0
    coverage.minutes += (draw or len(items)) * MINUTES_AN_ITEM


def _count_variants(parent: Element, stats: Stats) -> int:
    """Count the variants of a lesson, checkpoint or item and return the words of the source."""
    variants = {node.get("lang", ""): node for node in parent.iterchildren("variant")}
    source = next((node for node in variants.values() if node.get("status") == "source"), None)
    for language in LANGUAGES:
        node = variants.get(language)
        stats.translation[language][_status_of(node, source)] += 1
        if node is not None:
            stats.words[language] += _count_words(node)
    return _count_words(source) if source is not None else 0


def _status_of(node: Element | None, source: Element | None) -> str:
    if node is None:
        return "missing"
    if source is not None and is_stale(node, source):
        return "stale"
    return node.get("status", "") if node.get("status") in STATUSES else "missing"


def _count_words(node: Element) -> int:
    return sum(len(text.split()) for text in node.itertext())


def as_object(stats: Stats) -> Mapping[str, object]:
    """Return the numbers as one JSON object."""
    return {
        "minutes": round(stats.minutes),
        "competencies": {key: _as_row(each) for key, each in stats.coverage.items()},
        "translation": {language: {status: counts[status] for status in STATUSES} for language, counts in stats.translation.items()},
        "words": {language: stats.words[language] for language in LANGUAGES},
    }


def _as_row(coverage: Coverage) -> dict[str, int]:
    minutes = round(coverage.minutes)
    return {"objectives": coverage.objectives, "practice": coverage.practice, "bank": coverage.bank, "minutes": minutes}


def list_bars(stats: Stats) -> Iterator[tuple[str, float, float]]:
    """Give for each competency its hours, and their share of the largest, for a chart."""
    largest = max((each.minutes for each in stats.coverage.values()), default=0.0) or 1.0
    for key, each in stats.coverage.items():
        yield key, each.minutes / 60, each.minutes / largest
