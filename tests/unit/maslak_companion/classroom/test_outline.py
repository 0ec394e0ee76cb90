"""A course of several chapters: how far each is, and in which one a unit stands."""

from __future__ import annotations

import pytest

from maslak_companion.classroom.outline import ChapterLine, CourseMap, UnitLine, find_first_open


def chapter(name: str, *units: tuple[int, int]) -> ChapterLine:
    return ChapterLine(
        name, {}, tuple(UnitLine(f"{name}-u{number}", {}, done, total, None, False) for number, (done, total) in enumerate(units))
    )


@pytest.mark.parametrize(
    ("units", "state", "done"),
    [
        (((0, 2), (0, 3)), "new", 0),
        (((1, 2), (0, 3)), "begun", 0),
        (((1, 2), (1, 3)), "begun", 0),
        (((2, 2), (0, 3)), "begun", 1),
        (((2, 2), (3, 3)), "done", 2),
    ],
)
def test_chapter_is_as_far_as_its_units(units: tuple[tuple[int, int], ...], state: str, done: int) -> None:
    line = chapter("tc01", *units)
    assert (line.state, line.done) == (state, done)


def test_unit_is_found_in_its_chapter() -> None:
    first, second = chapter("tc01", (2, 2)), chapter("tc06", (0, 2), (2, 2))
    course = CourseMap("shared_core", {}, (first, second))
    assert [course.chapter_of(unit) for unit in ("tc06-u1", "tc01-u0", "gone", None)] == [second, first, None, None]
    assert course.done == 2


def test_what_is_never_done_with_counts_nowhere_and_comes_when_all_else_is_done() -> None:
    logbook = UnitLine("logbook", {}, 0, 0, None, False, stays_open=True)
    unit = UnitLine("u1", {}, 1, 2, None, False)
    course = CourseMap("c", {}, (ChapterLine("company", {}, (logbook,)), ChapterLine("tc01", {}, (unit,))))
    assert (course.required, course.done, course.offered) == ([unit], 0, None)
    assert find_first_open(course) == unit
    assert find_first_open(CourseMap("c", {}, (ChapterLine("company", {}, (logbook,)),))) == logbook
