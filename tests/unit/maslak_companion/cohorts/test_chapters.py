"""A course of several chapters reads chapter by chapter."""

from __future__ import annotations

from uuid import uuid4

import pytest

from maslak_companion.cohorts.chapters import FIRST_QUESTIONS, ChapterCell, count_questions, read_cells, sort_questions
from maslak_companion.cohorts.item_analysis import ItemReport
from maslak_companion.cohorts.standing import ChapterColumn, CompetencyColumn, CoursePlan, Standing, UnitColumn
from maslak_domain.mastery import Rating

FIRST = ChapterColumn("tc01", {"fr": "Programmation"}, (0, 1), (0,), frozenset({"a1", "a2", "b1", "b2"}))
SECOND = ChapterColumn("tc06", {"fr": "Sécurité"}, (2,), (1,), frozenset({"c1"}))
PLAN = CoursePlan(
    (
        UnitColumn("u1", {}, frozenset({"a1", "a2"})),
        UnitColumn("u2", {}, frozenset({"b1", "b2"})),
        UnitColumn("u3", {}, frozenset({"c1"})),
    ),
    (CompetencyColumn("MA-NUM.TC.01", "N1", {}), CompetencyColumn("MA-NUM.TC.06", "N1", {})),
    (FIRST, SECOND),
)


def stand(*done: int, expected: tuple[int, ...] = (2, 2, 1)) -> Standing:
    return Standing(uuid4(), done, (Rating.IN_PROGRESS, Rating.ACQUIRED), 0, None, "on_the_way", expected)


def report(item: str, *, right: int = 50, misbehaves: str | None = None) -> ItemReport:
    return ItemReport(item, "single", {}, 5, right, (), None, misbehaves)


@pytest.mark.parametrize(
    ("done", "units_done", "shade"),
    [((0, 0, 0), 0, 0), ((1, 0, 0), 0, 1), ((2, 0, 0), 1, 2), ((2, 1, 0), 1, 3), ((2, 2, 0), 2, 4)],
)
def test_cell_tells_whole_units_and_deepens_with_each_page(done: tuple[int, ...], units_done: int, shade: int) -> None:
    assert read_cells(PLAN, stand(*done)) == (
        ChapterCell(units_done, 2, shade, (Rating.IN_PROGRESS,)),
        ChapterCell(0, 1, 0, (Rating.ACQUIRED,)),
    )


def test_cell_leaves_out_what_the_learner_is_excused_from() -> None:
    first, second = read_cells(PLAN, stand(1, 0, 0, expected=(1, 0, 0)))
    assert (first.units_done, first.units_all, first.shade) == (1, 1, 4)
    assert (second.units_done, second.units_all, second.shade) == (0, 0, 0)


def test_course_shows_few_questions_and_those_that_misbehave_first() -> None:
    easy = [("a1", report(f"q{number}", right=number)) for number in range(9)]
    shown = sort_questions([*easy, ("c1", report("misled", misbehaves="wrong_preferred"))], None)
    assert [each.item for _key, each in shown] == ["misled", "q0", "q1", "q2", "q3"]
    assert len(shown) == FIRST_QUESTIONS


def test_chapter_shows_all_of_its_own_questions_and_no_others() -> None:
    items = [("a1", report("q1")), ("c1", report("q2")), ("b2", report("q3", misbehaves="hard"))]
    assert [each.item for _key, each in sort_questions(items, FIRST)] == ["q3", "q1"]


def test_questions_are_counted_by_chapter() -> None:
    items = [("a1", report("q1")), ("b2", report("q3", misbehaves="hard")), ("gone", report("q9"))]
    assert [(each.chapter.name, each.answered, each.misbehaving) for each in count_questions(PLAN, items)] == [
        ("tc01", 2, 1),
        ("tc06", 0, 0),
    ]


def test_only_chapter_is_shown_without_a_choice() -> None:
    assert CoursePlan(PLAN.units, PLAN.competencies, (SECOND,)).choose_chapter(None) == SECOND


def test_unknown_chapter_shows_all_of_them() -> None:
    assert [PLAN.choose_chapter(name) for name in (None, "tc99", "tc06")] == [None, None, SECOND]
