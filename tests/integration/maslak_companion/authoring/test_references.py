"""What a school's editors offer by name: the framework beside the courses, and the objectives of the chapter as they are written now."""

from __future__ import annotations

from lxml import html
from tests.factories.authoring import COURSE, WritingSchool, lesson_form
from tests.factories.classroom import CHECKPOINT


def test_a_question_chooses_among_the_objectives_of_its_chapter_as_they_are_drafted(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    form = lesson_form("<p>Bonjour.</p>")
    form["objectives"] = [{"id": "o1", "competency": "MA-NUM.TC.06", "level": "N1", "verb": "recognise", "text": {"fr": "Reconnaître."}}]
    answer = author.call("studio_save", {"form": form, "base": author.newest()["base"]}, 0)
    assert answer.status_code == 200, answer.text
    page = html.fromstring(author.get(f"{COURSE}/blocks/{CHECKPOINT}?lang=fr").text)
    objectives = page.xpath("//datalist[@id='mk-objectives']/option")
    assert ("o1", "Reconnaître.") in [(each.get("value"), each.text) for each in objectives]
    competencies = page.xpath("//datalist[@id='mk-competencies']/option")
    assert len(competencies) == 51
    assert "MA-NUM.TC.06" in [each.get("value") for each in competencies]
