"""Which checkpoints and labs of a course may be taken as an exam, which are, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maslak_companion.classroom.courses.release import CourseNode, CourseRelease

_EXAMINING: Final = frozenset({"maslak_checkpoint", "maslak_lab"})  # the blocks that hold their feedback back when their host says so


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One checkpoint or lab as the page shows it. `minutes` is None without a limit; `running` is how many attempts run now."""

    usage_key: str
    titles: Mapping[str, str]
    chapter_titles: Mapping[str, str]
    is_on: bool
    minutes: int | None
    running: int


def list_exam_lines(
    course: CourseRelease | None, exams: Mapping[str, int | None], running: Mapping[str, int] | None = None
) -> list[ExamLine]:
    """Return the blocks that decide a competency, in reading order: practice without feedback would be no practice."""
    if course is None:
        return []
    counted = running or {}
    return [
        ExamLine(key, block.titles, chapter.titles, key in exams, exams.get(key), counted.get(key, 0))
        for chapter in course.children(course.course)
        for block in course.blocks_under(chapter)
        if _may_be_exam(course, block) and (key := block.usage_key)
    ]


def _may_be_exam(course: CourseRelease, block: CourseNode) -> bool:
    return block.block_type in _EXAMINING and bool(course.block_map[block.usage_key]["decides"])
