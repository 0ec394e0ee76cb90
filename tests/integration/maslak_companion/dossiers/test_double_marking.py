"""Two mark a round without seeing one another; the team reads what they settled on, or what a third decided, and nothing before."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.double_marking import Colleague, name_colleague, set_double
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.dossiers.double_marking.models import Agreement, IndependentMark
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(database, tmp_path / "home")


@pytest.fixture
def first(school: ProjectSchool) -> Colleague:
    return name_colleague(school, "Amina")


@pytest.fixture
def second(school: ProjectSchool) -> Colleague:
    return name_colleague(school, "Badr")


@pytest.fixture
def round_id(school: ProjectSchool, author: Author, first: Colleague, second: Colleague) -> str:
    assert set_double(school).status_code == 303
    author.hand_in()
    (found,) = first.queue.find_rounds()
    return found


def mark_both(round_id: str, first: Colleague, second: Colleague, bands: tuple[str, str] = ("2", "4")) -> None:
    for each, band in zip((first, second), bands, strict=True):
        assert each.sit(round_id).status_code == 303
        assert each.mark(round_id, band_c1=band, comment_c1=f"Vu par {each.name}", remark=f"Selon {each.name}").status_code == 303


def test_neither_sees_the_other_before_both_are_done(round_id: str, first: Colleague, second: Colleague) -> None:
    first.sit(round_id)
    first.mark(round_id, band_c1="2", remark="Un secret")
    for each in (second, Colleague(second.browser, "")):
        assert "Un secret" not in each.open(round_id)
    second.sit(round_id)
    second.mark(round_id, "save", band_c1="4")
    assert "Un secret" not in second.open(round_id)
    assert "Côte à côte" not in first.open(round_id)
    second.mark(round_id, band_c1="4")
    for each in (first, second):
        assert "Côte à côte" in each.open(round_id)
        assert "Un secret" in each.open(round_id)


def test_lead_sees_no_draft_either(school: ProjectSchool, round_id: str, first: Colleague) -> None:
    first.sit(round_id)
    first.mark(round_id, band_c1="2", remark="Un secret")
    assert "Un secret" not in school.instructor.get(f"/to-mark/two/{round_id}").text
    assert (
        "Un secret"
        not in school.instructor.get(
            f"/to-mark/{round_id}",
        ).text
    )


def test_two_agree_and_the_team_reads_only_what_they_agreed_on(
    author: Author, marker: Marker, round_id: str, first: Colleague, second: Colleague
) -> None:
    mark_both(round_id, first, second)
    page = first.open(round_id)
    assert "2 degrés" in page
    assert "à discuter" in page
    assert first.settle(round_id, "propose", band_c1="3", remark="Ensemble").status_code == 303
    assert "Rien n’est prêt" in marker.browser.get("/to-mark/publish/core-2026").text
    assert second.settle(round_id, "agree").status_code == 303
    assert author.state()["rounds"][0]["mark"] is None
    assert marker.publish().status_code == 303
    mark = author.state()["rounds"][0]["mark"]
    assert (mark["by"], mark["remark"], mark["criteria"][0]["band"]) == ("Amina · Badr", "Ensemble", 3)
    assert "Selon" not in author.pupil.client.get("/learn/tiny/u1/u1-more").text


def test_what_each_thought_stays_on_record(
    school: ProjectSchool, marker: Marker, round_id: str, first: Colleague, second: Colleague
) -> None:
    mark_both(round_id, first, second)
    first.settle(round_id, "propose", band_c1="3")
    second.settle(round_id, "agree")
    marker.publish()
    assert "Selon Amina" in first.open(round_id)
    with school.database.session(reading=True) as session:
        marks = session.scalars(select(IndependentMark).order_by(IndependentMark.seat)).all()
        assert [each.body["bands"] for each in marks] == [{"c1": 2}, {"c1": 4}]
        assert session.scalars(select(Agreement)).one().settled_by == school.find_account(second.browser)


def test_nobody_agrees_with_themselves_nor_to_what_changed_meanwhile(round_id: str, first: Colleague, second: Colleague) -> None:
    mark_both(round_id, first, second)
    assert second.settle(round_id, "agree").status_code == 409
    first.settle(round_id, "propose", band_c1="3")
    assert first.settle(round_id, "agree").status_code == 409
    assert first.settle(round_id, "propose", band_c1="2").status_code == 303
    assert second.settle(round_id, "agree", version="1").status_code == 409
    assert second.settle(round_id, "agree", version="2").status_code == 303
    assert second.settle(round_id, "agree", version="2").status_code == 409


def test_third_decides_with_a_reason_and_one_of_the_two_does_not(
    school: ProjectSchool, marker: Marker, author: Author, round_id: str, first: Colleague, second: Colleague
) -> None:
    mark_both(round_id, first, second)
    third = Colleague(school.instructor, "Nadia")
    assert third.settle(round_id, "decide", band_c1="4", reason=" ").status_code == 422
    assert third.settle(round_id, "propose", band_c1="4").status_code == 409
    assert first.settle(round_id, "decide", band_c1="4", reason="Moi").status_code == 409
    assert third.settle(round_id, "decide", band_c1="4", reason="La consigne le demande").status_code == 303
    assert "La consigne le demande" in second.open(round_id)
    marker.publish()
    mark = author.state()["rounds"][0]["mark"]
    assert mark["criteria"][0]["band"] == 4
    assert "La consigne" not in str(mark)


def test_agreement_to_return_reaches_the_team_at_once(author: Author, round_id: str, first: Colleague, second: Colleague) -> None:
    mark_both(round_id, first, second)
    assert first.settle(round_id, "propose-return", remark="").status_code == 422
    assert first.settle(round_id, "propose-return", remark="Précisez").status_code == 303
    assert author.state()["state"] == "marking"
    assert second.settle(round_id, "agree").status_code == 303
    state = author.state()
    assert (state["state"], state["rounds"][0]["mark"]["remark"]) == ("returned", "Précisez")
    author.hand_in("plan", question="Mieux")
    (again,) = second.queue.find_rounds()
    assert again != round_id
    assert second.sit(again).status_code == 303


def test_settled_mark_is_opened_again_only_before_it_is_published(
    marker: Marker, author: Author, round_id: str, first: Colleague, second: Colleague
) -> None:
    mark_both(round_id, first, second)
    first.settle(round_id, "propose", band_c1="3")
    second.settle(round_id, "agree")
    assert first.settle(round_id, "reopen").status_code == 303
    assert marker.publish().status_code == 422
    second.settle(round_id, "propose", band_c1="4")
    first.settle(round_id, "agree")
    marker.publish()
    assert author.state()["rounds"][0]["mark"]["criteria"][0]["band"] == 4
    assert first.settle(round_id, "reopen").status_code == 409


def test_third_seat_there_is_none(school: ProjectSchool, round_id: str, first: Colleague, second: Colleague) -> None:
    for each in (first, second):
        assert each.sit(round_id).status_code == 303
        assert each.sit(round_id).status_code == 303
    third = Colleague(school.instructor, "Nadia")
    answer = third.sit(round_id)
    assert answer.status_code == 409
    assert "Deux collègues évaluent déjà" in answer.text
    assert third.mark(round_id, version="1", band_c1="1").status_code == 409


def test_mark_is_changed_until_the_other_is_done_and_not_after(round_id: str, first: Colleague, second: Colleague) -> None:
    first.sit(round_id)
    assert first.mark(round_id).status_code == 422
    assert first.mark(round_id, band_c1="2").status_code == 303
    assert first.mark(round_id, version="1", band_c1="3").status_code == 409
    assert 'name="band-c1" value="2" checked' in first.open(round_id)
    assert first.mark(round_id, version="2", band_c1="3").status_code == 303
    second.sit(round_id)
    second.mark(round_id, band_c1="4")
    answer = first.mark(round_id, version="3", band_c1="1")
    assert answer.status_code == 409


def test_no_road_of_a_single_marker_leads_round_the_two(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    assert marker.take(round_id).status_code == 409
    assert marker.mark(round_id, "ready", version="1", band_c1="4").status_code == 409
    assert marker.mark(round_id, "return", version="1", remark="x").status_code == 409
    with school.database.session(reading=True) as session:
        assert session.scalars(select(Marking)).all() == []
        assert session.scalars(select(PublishedMark)).all() == []


def test_strangers_and_learners_reach_nothing(school: ProjectSchool, author: Author, round_id: str, first: Colleague) -> None:
    stranger = Colleague(school.add_staff("instructor"), "X")
    assert stranger.sit(round_id).status_code == 404
    assert stranger.settle(round_id, "decide", version="0", band_c1="1", reason="x").status_code == 404
    assert author.pupil.client.get(f"/to-mark/two/{round_id}").status_code == 403
    assert first.browser.get("/to-mark/two/rule/core-2026").status_code == 404
