"""Which checkpoints of a course may be taken as an exam, and which are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from maslak_companion.classroom.release import CourseNode, CourseRelease

_EXAMINING = "maslak_checkpoint"  # the block that holds its feedback back when its host says so


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One checkpoint as the page shows it."""

    usage_key: str
    titles: Mapping[str, str]
    chapter_titles: Mapping[str, str]
    is_on: bool


def list_exam_lines(course: CourseRelease | None, exams: Collection[str]) -> list[ExamLine]:
    """Return the checkpoints that decide a competency, in reading order: practice without feedback would be no practice."""
    if course is None:
        return []
    return [
        ExamLine(block.usage_key, block.titles, chapter.titles, block.usage_key in exams)
        for chapter in course.children(course.course)
        for block in course.blocks_under(chapter)
        if _may_be_exam(course, block)
    ]


def _may_be_exam(course: CourseRelease, block: CourseNode) -> bool:
    return block.block_type == _EXAMINING and bool(course.block_map[block.usage_key]["decides"])
