"""Teams: made by staff, up to the size of the project, kept once they have handed in; one dossier for all members."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool
from werkzeug.test import TestResponse

from maslak_companion.dossiers.teams import list_teams
from maslak_companion.progress.models import EvidenceRow
from maslak_web.database import Database

PAGE = "/to-mark/projects/core-2026"


@pytest.fixture
def school(database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(database, tmp_path / "home", team=3)


@pytest.fixture
def authors(school: ProjectSchool) -> list[Author]:
    return [Author(school.enter()) for _ in range(7)]


def post(marker: Marker, **fields: str) -> TestResponse:
    marker.browser.get(PAGE)
    return marker.browser.post(f"{PAGE}/teams", {"project": PROJECT, **fields})


def sizes(school: ProjectSchool) -> list[int]:
    with school.database.session(reading=True) as session:
        return [len(team.members) for team in list_teams(session, school.offering_id, PROJECT)]


def place(author: Author, number: int | str) -> dict[str, str]:
    return {f"team-{author.pupil.learner_id}": str(number)}


def test_everybody_is_put_into_teams_of_nearly_one_size(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    assert post(marker, action="form").status_code == 303
    assert sizes(school) == [3, 2, 2]
    assert post(marker, action="form").status_code == 303
    assert sizes(school) == [3, 2, 2]


def test_learner_without_a_team_reads_that_a_team_is_needed(authors: list[Author]) -> None:
    answer = authors[0].save("plan", 0, question="Q")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "no_team")


def test_members_share_one_dossier_and_all_get_the_evidence(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    first, second, third = authors[:3]
    assert post(marker, **place(first, 1), **place(second, 1), **place(third, 1)).status_code == 303
    first.save("plan", question="De la première")
    assert second.state()["draft"]["texts"] == {"question": "De la première"}
    second.upload()
    third.submit("report")
    assert len(first.state("report")["rounds"]) == 1
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="4", band_c2="4")
    marker.publish()
    with school.database.session(reading=True) as session:
        assert set(session.scalars(select(EvidenceRow.learner_id))) == {each.pupil.learner_id for each in (first, second, third)}


def test_fourth_member_is_refused_and_nothing_changes(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    answer = post(marker, **{name: value for each in authors[:4] for name, value in place(each, 1).items()})
    assert answer.status_code == 422
    assert "plus de membres" in answer.text
    assert sizes(school) == []


def test_team_that_has_handed_in_keeps_its_members(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    post(marker, **place(authors[0], 1), **place(authors[1], 1))
    authors[0].hand_in()
    answer = post(marker, **place(authors[1], ""))
    assert answer.status_code == 422
    assert sizes(school) == [2]
    assert post(marker, **place(authors[2], 1)).status_code == 303
    assert sizes(school) == [3]


def test_learner_moves_from_team_to_team_before_anything_is_handed_in(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    post(marker, **place(authors[0], 1), **place(authors[1], 2))
    assert post(marker, **place(authors[0], 2)).status_code == 303
    assert sizes(school) == [0, 2]
    page = marker.browser.get(PAGE).text
    assert len(re.findall(r'<option value="2" selected>', page)) == 2


def test_members_of_two_full_teams_change_places(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    post(marker, **{name: value for index, each in enumerate(authors[:6]) for name, value in place(each, 1 + index // 3).items()})
    assert sizes(school) == [3, 3]
    assert post(marker, **place(authors[0], 2), **place(authors[3], 1)).status_code == 303
    with school.database.session(reading=True) as session:
        first, second = list_teams(session, school.offering_id, PROJECT)
        assert authors[3].pupil.learner_id in first.learner_ids
        assert authors[0].pupil.learner_id in second.learner_ids


@pytest.mark.parametrize("number", ["-1", "0", "x", "99999999", "1.5"])
def test_number_that_is_none_takes_nobody_out_of_order(school: ProjectSchool, authors: list[Author], marker: Marker, number: str) -> None:
    assert post(marker, **place(authors[0], number)).status_code == 303
    assert sizes(school) == []


def test_file_of_another_team_is_not_found(school: ProjectSchool, authors: list[Author], marker: Marker) -> None:
    post(marker, **place(authors[0], 1), **place(authors[1], 2))
    assert authors[0].upload().status_code == 200
    file = authors[0].state("report")["draft"]["files"][0]["id"]
    assert authors[0].download(file).status_code == 200
    foreign, nothing = authors[1].download(file), authors[1].download("01900000-0000-7000-8000-000000000000")
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.get_json()["code"] == nothing.get_json()["code"] == "unknown_file"
    assert authors[1].download("../../etc/passwd").status_code == 404
