"""The rules of the course applied to a draft."""

from __future__ import annotations

import re

from tests.factories.authoring import COURSE, NEW_TEXT, WritingSchool
from tests.factories.classroom import LESSON
from werkzeug.test import TestResponse

PAGE = f"{COURSE}/blocks/{LESSON}/check"
BEHIND = "La source a changé"


def list_findings(page: TestResponse) -> list[str]:
    assert page.status_code == 200
    return re.findall(r'<li class="panel finding.*?</li>', page.text, re.DOTALL)


def test_a_draft_is_checked_by_the_rules_of_the_authors(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    before = list_findings(author.get(PAGE))
    author.write(NEW_TEXT)
    after = list_findings(author.get(PAGE))
    assert [line for line in after if BEHIND in line], after
    assert not [line for line in before if BEHIND in line]
    assert not [line for line in after if "stamp_variants" in line], "nobody needs a command line here"
    author.hand_in(1)
    assert list_findings(colleague.get(colleague.list_reviews()[0])) == after, "whoever reviews sees the same"


def test_another_schools_instructor_checks_nothing_here(school: WritingSchool) -> None:
    school.hire(leads=True).write(NEW_TEXT)
    assert school.hire().get(PAGE).status_code == 404
