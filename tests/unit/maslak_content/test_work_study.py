"""The course of one page that brings the logbook to learners in alternance."""

from __future__ import annotations

from pathlib import Path

from maslak_content.check import check_course
from maslak_content.course import read_course

WORK_STUDY = Path(__file__).parents[3] / "course_content" / "work_study"


def test_course_of_alternance_is_clean_and_holds_the_logbook_once() -> None:
    course = read_course(WORK_STUDY)
    assert check_course(course) == []
    assert [block.url_name for block in course.logbooks] == ["logbook-mine"]
