"""Feedback that sends readers to a unit by its number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.factories.course_draft import Draft, make_clean_course

from maslak_content.course import Course, read_course
from maslak_content.rules import rereading


def keep_units(course: Course, *numbers: int) -> Course:
    """Return the course with the pages of some units of its chapter empty, as an author's desk reads one unit alone."""
    (chapter,) = course.chapters
    units = [
        unit if number in numbers else replace(unit, verticals=tuple(replace(page, blocks=()) for page in unit.verticals))
        for number, unit in enumerate(chapter.sequentials, 1)
    ]
    return replace(course, chapters=(replace(chapter, sequentials=tuple(units)),))


def test_number_of_a_unit_is_judged_only_where_the_unit_is_there(tmp_path: Path) -> None:
    course = make_clean_course(tmp_path)
    Draft(course, 1).replace("vertical/tc06-checkpoint-page.xml", "Relisez l’unité 1", "Relisez l’unité 3")
    whole = read_course(course)
    assert [finding.code for finding in rereading.check(whole)] == ["reread_unit"]
    assert "reread_unit" in {finding.code for finding in rereading.check(keep_units(whole, 1, 3, 4))}
    assert "reread_unit" not in {finding.code for finding in rereading.check(keep_units(whole, 1, 2, 4))}
