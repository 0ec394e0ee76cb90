"""Where names are hidden from markers, nothing else tells them whose work it is: no returned round, no number, no name of a file."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from tests.factories.double_marking import set_double
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

PAGE = "/to-mark/projects/core-2026"
TELLING = "Rapport de Salma Bennani.pdf"


@pytest.fixture(autouse=True)
def hide_names(marker: Marker) -> None:
    marker.browser.get(PAGE)
    assert marker.browser.post(f"{PAGE}/rule", {"project": PROJECT, "anonymous": "yes"}).status_code == 303


def find_number(text: str) -> str:
    found = re.search(r"Dossier n° (\d+)", text)
    assert found is not None
    return found[1]


def judge(marker: Marker, round_id: str, action: str, **fields: str) -> None:
    assert marker.take(round_id).status_code == 303
    assert marker.mark(round_id, action, **fields).status_code == 303


def hand_in_report(author: Author) -> None:
    assert author.upload(TELLING).status_code == 200
    assert author.submit("report").status_code == 200


def test_returned_round_has_no_mark_and_names_nobody(author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    judge(marker, round_id, "return", remark="Précisez la période.")
    for text in (marker.browser.get("/to-mark?state=returned").text, marker.open(round_id)):
        assert "Salma" not in text
        assert "Dossier n°" in text
    author.hand_in(question="Combien coûtait l'eau en 2025 ?")
    (second,) = marker.find_rounds()
    assert "Salma" not in marker.open(second)


def test_number_of_one_stage_says_nothing_about_the_next(author: Author, marker: Marker) -> None:
    author.hand_in()
    hand_in_report(author)
    plan, report = marker.find_rounds()
    number = find_number(marker.open(report))
    assert number != find_number(marker.open(plan))
    judge(marker, plan, "ready", band_c1="3")
    marker.publish()
    assert "Salma" in marker.open(plan)
    # What is published says the team's own number beside its names; the stage that is still open goes under another.
    marks = marker.browser.get("/to-mark/marks/core-2026").text
    assert "Salma" in marks
    assert number not in marks
    text = marker.open(report)
    assert "Salma" not in text
    assert find_number(text) == number == find_number(marker.browser.get("/to-mark").text)


def test_names_of_files_are_hidden_like_names_of_people(author: Author, marker: Marker) -> None:
    hand_in_report(author)
    (round_id,) = marker.find_rounds()
    text = marker.open(round_id)
    assert "Salma" not in text
    assert f"{find_number(text)}-paper-1.pdf" in text
    found = re.search(r'href="(/to-mark/files/[0-9a-f-]{36})"', text)
    assert found is not None
    name = marker.browser.get(found[1]).headers["Content-Disposition"]
    assert "Salma" not in name
    assert f"{find_number(text)}-paper-1.pdf" in name
    judge(marker, round_id, "ready", band_c1="3", band_c2="3")
    marker.publish()
    assert TELLING in marker.open(round_id)
    assert TELLING in unquote(marker.browser.get(found[1]).headers["Content-Disposition"])


def test_two_who_mark_one_dossier_see_no_name_either(school: ProjectSchool, author: Author, marker: Marker) -> None:
    hand_in_report(author)
    (round_id,) = marker.find_rounds()
    set_double(school)
    text = marker.browser.client.get(f"/to-mark/{round_id}", follow_redirects=True).text
    assert "Salma" not in text
    assert "-paper-1.pdf" in text
