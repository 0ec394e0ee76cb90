"""Counting a course: how much each competency gets, and how far each language has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from maslak_content.course import Block, Course, Vertical
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element
from maslak_xblocks.variants import is_stale
from maslak_xblocks.wordings import list_groups, list_wordings

# Measured on the units that were timed: words with their exercises and figures, and a question with its feedback.
WORDS_A_MINUTE: Final = 60
MINUTES_AN_ITEM: Final = 2.5
# A placement asks about what is known already, or not at all: half a minute for each question, at most `most` of them.
MINUTES_A_PLACEMENT_QUESTION: Final = 0.5
ACTIVITIES: Final = ("lesson", "checkpoint", "workshop", "lab", "project", "diagnostic")
STATUSES: Final = ("source", "reviewed", "translated", "stale", "missing")


@dataclass
class Coverage:
    """What one competency gets: objectives, questions for practice, questions of the deciding bank, minutes of a learner.

    Minutes are those of its lessons, questions and labs. A project or a placement serves the whole course and stands apart.
    """

    objectives: int = 0
    practice: int = 0
    bank: int = 0
    minutes: float = 0.0


@dataclass
class Stats:
    """A course in numbers.

    `time` gives the minutes of a learner by activity: estimated for lessons, questions and placements, as their author declares
    for workshops (the lessons that say how long their work takes), labs and projects. `translation` counts texts by language and
    status, `words` counts words by language.
    """

    coverage: dict[str, Coverage] = field(default_factory=dict)
    time: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ACTIVITIES, 0.0))
    translation: dict[Language, Counter[str]] = field(default_factory=lambda: {language: Counter() for language in LANGUAGES})
    words: Counter[str] = field(default_factory=Counter)

    @property
    def minutes(self) -> float:
        """The time that a learner needs for the whole course."""
        return sum(self.time.values())


def count_course(course: Course) -> Stats:
    """Count a course. Competencies of the groups that the course teaches are listed even where it gives them nothing yet."""
    stats = Stats()
    for vertical in course.verticals:
        for block in vertical.blocks:
            if block.kind == "maslak_lesson":
                _count_lesson(block, vertical, stats)
            elif block.kind == "maslak_checkpoint":
                _count_checkpoint(block, stats)
            elif block.kind.startswith("maslak_"):
                _count_other(block, stats)
    if course.framework:
        groups = {known.group for key in stats.coverage if (known := course.framework.competencies.get(key))}
        for competency in course.framework.competencies.values():
            if competency.group in groups:
                stats.coverage.setdefault(competency.id, Coverage())
    stats.coverage = dict(sorted(stats.coverage.items()))
    return stats


def _count_lesson(block: Block, vertical: Vertical, stats: Stats) -> None:
    objectives = [node.get("competency", "") for node in block.element.iterchildren("objective")]
    declared, estimated = _read_count(block, "minutes"), _count_variants(block.element, stats) / WORDS_A_MINUTE
    minutes = declared or estimated
    stats.time["workshop" if declared else "lesson"] += minutes
    for competency in objectives:
        stats.coverage.setdefault(competency, Coverage()).objectives += 1
    # A lesson that serves two competencies gives each its share of the time; one that opens a lab serves that of the lab.
    served = objectives or [each.element.get("competency", "") for each in vertical.blocks if each.element.get("competency")][:1]
    for competency in served:
        stats.coverage.setdefault(competency, Coverage()).minutes += minutes / len(served)


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
    minutes = (_read_count(block, "draw") or len(items)) * MINUTES_AN_ITEM
    coverage.minutes += minutes
    stats.time["checkpoint"] += minutes


def _count_other(block: Block, stats: Stats) -> None:
    for parent in dict.fromkeys(variant.getparent() for variant in block.element.iter("variant")):
        if parent is not None:
            _count_variants(parent, stats)
    _count_wordings(block, stats)
    if block.kind == "maslak_lab":
        minutes = _read_count(block, "minutes")
        stats.time["lab"] += minutes
        stats.coverage.setdefault(block.element.get("competency", ""), Coverage()).minutes += minutes
    elif block.kind == "maslak_project":
        stats.time["project"] += 60 * _read_count(block, "hours")
    elif block.kind == "maslak_diagnostic":
        stats.time["diagnostic"] += MINUTES_A_PLACEMENT_QUESTION * _read_count(block, "most")


def _read_count(block: Block, name: str) -> int:
    """Give a declared number, 0 where it cannot be read: that is said elsewhere."""
    text = block.element.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0


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


def _count_wordings(block: Block, stats: Stats) -> None:
    """Count the labels, bands and names of a block: one text each, in every language."""
    translations = {wording.node: wording for wording in list_wordings(block.element)}
    for _, nodes in list_groups(block.element):
        by_language = {node.get("lang", ""): node for node in nodes}
        for language in LANGUAGES:
            node = by_language.get(language)
            wording = translations.get(node) if node is not None else None
            known = "source" if wording is None else "stale" if wording.is_stale else "translated"
            stats.translation[language]["missing" if node is None else known] += 1
            stats.words[language] += _count_words(node) if node is not None else 0


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
        "activities": {name: round(stats.time[name]) for name in ACTIVITIES},
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
