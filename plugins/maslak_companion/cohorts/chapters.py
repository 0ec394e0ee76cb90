"""A course by its chapters: one cell for each in the heat map, and its share of the questions. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maslak_companion.cohorts.item_analysis import ItemReport
from maslak_companion.cohorts.standing import ChapterColumn, CoursePlan, Standing
from maslak_domain.mastery import Rating

# How many questions a page shows at first glance.
FIRST_QUESTIONS: Final = 5
_SHADES: Final = 4


@dataclass(frozen=True, slots=True)
class ChapterCell:
    """Where one learner stands in one chapter. `shade` is 0 for nothing begun, and 4 for everything done.

    What the learner is excused from is not counted; where nothing else is left, `units_all` is 0.
    """

    units_done: int
    units_all: int
    shade: int
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class ChapterQuestions:
    """How many questions of a chapter somebody answered, and how many of them are worth a look."""

    chapter: ChapterColumn
    answered: int
    misbehaving: int


def read_cells(plan: CoursePlan, standing: Standing) -> tuple[ChapterCell, ...]:
    """Return one cell for each chapter."""
    return tuple(_read_cell(plan, chapter, standing) for chapter in plan.chapters)


def sort_questions(items: Sequence[tuple[str, ItemReport]], chapter: ChapterColumn | None) -> list[tuple[str, ItemReport]]:
    """Return the questions of a chapter, or the first ones of the course: those that misbehave, then the hardest."""
    ordered = sorted(items, key=lambda item: item[1].misbehaves is None)
    if chapter is None:
        return ordered[:FIRST_QUESTIONS]
    return [item for item in ordered if item[0] in chapter.blocks]


def count_questions(plan: CoursePlan, items: Sequence[tuple[str, ItemReport]]) -> list[ChapterQuestions]:
    """Return what there is to read on the questions of each chapter."""
    return [
        ChapterQuestions(chapter, len(reports), sum(report.misbehaves is not None for report in reports))
        for chapter in plan.chapters
        for reports in [[report for usage_key, report in items if usage_key in chapter.blocks]]
    ]


def _read_cell(plan: CoursePlan, chapter: ChapterColumn, standing: Standing) -> ChapterCell:
    awaited = [index for index in chapter.units if not standing.is_excused_from(plan, index)]
    sizes = [(standing.done[index], standing.expected[index]) for index in awaited]
    done, total = sum(done for done, _size in sizes), sum(size for _done, size in sizes)
    return ChapterCell(
        units_done=sum(bool(size) and done == size for done, size in sizes),
        units_all=len(sizes),
        shade=0 if not done else _SHADES if done == total else 1 + (_SHADES - 1) * done // total,
        ratings=tuple(standing.ratings[index] for index in chapter.competencies),
    )
