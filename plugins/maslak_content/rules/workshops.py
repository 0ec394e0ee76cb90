"""The time of a workshop: a lesson that says how long its work takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maslak_content.course import Course
from maslak_content.findings import Finding, warning
from maslak_content.stats import WORDS_A_MINUTE

WORKSHOP_TIME_ODD = warning(
    "workshop_time_odd",
    "{minutes} minutes for a workshop of {words} words are hardly what a learner needs.",
    "Time a learner: working takes longer than reading, and what takes more than three hours is a project.",
)

_LONGEST: Final = 180  # minutes


def check(course: Course) -> Iterator[Finding]:
    """Find workshops whose time reading alone would take, or that no sitting holds."""
    for unit in course.sequentials:
        for block in unit.list_blocks("maslak_lesson"):
            text, source = block.element.get("minutes", ""), block.element.find("variant[@status='source']")
            if source is None or not (text.isascii() and text.isdigit()):
                continue
            words = sum(len(part.split()) for part in source.itertext())
            if not words / WORDS_A_MINUTE <= int(text) <= _LONGEST:
                yield WORKSHOP_TIME_ODD.at(block.file, block.element, minutes=text, words=words)
