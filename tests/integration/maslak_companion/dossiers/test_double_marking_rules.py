"""Who marks how much, how a project goes from one marker to two and back, and what the queue says to whom."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.double_marking import RULE_PAGE, Colleague, name_colleague, set_double, share_out
from tests.factories.mark_sheet import SheetDesk, change_sheet, fill
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.marking.models import Marking
from maslak_web.database import Database


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


@pytest.fixture
def first(school: ProjectSchool) -> Colleague:
    return name_colleague(school, "Amina")


@pytest.fixture
def second(school: ProjectSchool) -> Colleague:
    return name_colleague(school, "Badr")


def seats(school: ProjectSchool) -> list[tuple[str, int, str]]:
    with school.database.session(reading=True) as session:
        rows = session.scalars(select(IndependentMark).order_by(IndependentMark.round_id, IndependentMark.seat)).all()
        return [(str(row.account_id), row.seat, row.state) for row in rows]


def test_open_rounds_are_shared_out_evenly_and_never_twice_to_one(school: ProjectSchool, first: Colleague, second: Colleague) -> None:
    set_double(school)
    for _ in range(3):
        Author(school.enter()).hand_in()
    assert share_out(school).status_code == 303
    assert share_out(school).status_code == 303
    assert sorted(Counter(account for account, _, _ in seats(school)).values()) == [2, 2, 2]
    with school.database.session(reading=True) as session:
        pairs = Counter((row.round_id, row.account_id) for row in session.scalars(select(IndependentMark)))
    assert set(pairs.values()) == {1}


def test_colleague_who_is_in_a_team_is_given_no_round(school: ProjectSchool, first: Colleague, second: Colleague) -> None:
    set_double(school)
    for _ in range(3):
        Author(school.enter()).hand_in()
    with school.database.session() as session:
        learner = session.scalars(select(Account).where(Account.learner_id.is_not(None)).limit(1)).one()
        learner_id, learner.learner_id = learner.learner_id, None
        session.flush()
        session.get_one(Account, school.find_account(first.browser)).learner_id = learner_id
    assert share_out(school).status_code == 303
    assert str(school.find_account(first.browser)) not in {account for account, _, _ in seats(school)}
    assert len(seats(school)) == 6


def test_one_marker_alone_cannot_be_two(school: ProjectSchool, author: Author) -> None:
    set_double(school)
    author.hand_in()
    answer = share_out(school)
    assert answer.status_code == 422
    assert "désignez au moins un collègue" in answer.text
    assert seats(school) == []


def test_what_one_began_becomes_the_first_of_two(school: ProjectSchool, author: Author, marker: Marker, first: Colleague) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="3")
    assert set_double(school).status_code == 303
    assert [(seat, state) for _, seat, state in seats(school)] == [(1, "done")]
    with school.database.session(reading=True) as session:
        assert session.scalars(select(Marking)).all() == []
    first.sit(round_id)
    first.mark(round_id, band_c1="3")
    assert "Côte à côte" in first.open(round_id)
    back = set_double(school, markers="1")
    assert back.status_code == 422
    assert "1 remise est entre deux évaluateurs" in back.text


def test_project_goes_back_to_one_marker_where_nothing_is_between_two(school: ProjectSchool, author: Author, marker: Marker) -> None:
    set_double(school)
    author.hand_in()
    assert set_double(school, markers="1").status_code == 303
    (round_id,) = marker.find_rounds()
    assert marker.take(round_id).status_code == 303


def test_what_one_of_two_began_becomes_theirs_again(school: ProjectSchool, author: Author, marker: Marker, first: Colleague) -> None:
    author.hand_in()
    Author(school.enter()).hand_in()
    done, begun = marker.find_rounds()
    marker.take(done)
    marker.mark(done, "ready", band_c1="3")
    set_double(school)
    first.sit(begun)
    assert set_double(school, markers="1").status_code == 303
    assert seats(school) == []
    assert marker.find_rounds(state="ready") == [done]
    assert marker.find_rounds(state="waiting") == [begun]


def test_what_two_settled_stays_theirs_on_the_way_there_and_back(
    school: ProjectSchool, author: Author, marker: Marker, first: Colleague, second: Colleague
) -> None:
    set_double(school)
    author.hand_in()
    (round_id,) = first.queue.find_rounds()
    for each in (first, second):
        each.sit(round_id)
        each.mark(round_id, band_c1="2")
    first.settle(round_id, "propose", band_c1="3")
    second.settle(round_id, "agree")
    for markers in ("1", "2", "1"):
        assert set_double(school, markers=markers).status_code == 303
        assert marker.find_rounds(state="ready") == [round_id]
    first.queue.take(round_id)
    assert first.queue.mark(round_id, "ready", band_c1="4").status_code == 303
    marker.publish()
    assert author.state()["rounds"][0]["mark"]["by"] == "Amina"


def test_difference_within_the_tolerance_is_proposed_in_the_learners_favour(
    school: ProjectSchool, author: Author, first: Colleague, second: Colleague
) -> None:
    set_double(school, tolerance="1")
    author.hand_in()
    (round_id,) = first.queue.find_rounds()
    for each, band in ((first, "2"), (second, "3")):
        each.sit(round_id)
        each.mark(round_id, band_c1=band)
    page = first.open(round_id)
    assert "à discuter" not in page
    assert 'name="band-c1" value="3" checked' in page
    set_double(school, tolerance="0")
    page = first.open(round_id)
    assert "à discuter" in page
    assert 'value="3" checked' not in page


@pytest.mark.parametrize("typed", ["-1", "3", "x", "", "9" * 40])
def test_tolerance_that_is_none_is_none(school: ProjectSchool, author: Author, typed: str) -> None:
    assert set_double(school, tolerance=typed).status_code == 303
    assert '<option value="0" selected>' in school.instructor.get(f"{RULE_PAGE}?project={PROJECT.replace('+', '%2B')}").text


def test_queue_tells_each_what_is_theirs(school: ProjectSchool, author: Author, first: Colleague, second: Colleague) -> None:
    set_double(school)
    author.hand_in()
    (round_id,) = first.queue.find_rounds(state="waiting")
    first.sit(round_id)
    assert first.queue.find_rounds(state="waiting") == []
    assert first.queue.find_rounds(state="marking") == [round_id]
    assert second.queue.find_rounds(state="waiting") == [round_id]
    first.mark(round_id, band_c1="2")
    assert first.queue.find_rounds(state="second") == [round_id]
    assert "À évaluer (" not in first.browser.get("/cohorts").text
    assert "À évaluer (1)" in second.browser.get("/cohorts").text
    second.sit(round_id)
    third = Marker(school.instructor)
    assert third.find_rounds(state="marking") == [round_id]
    assert "À évaluer (" not in school.instructor.get("/cohorts").text
    second.mark(round_id, band_c1="2")
    for queue in (first.queue, second.queue, third):
        assert queue.find_rounds(state="compare") == [round_id]


def test_seat_is_left_with_its_draft_and_a_done_mark_stays(
    school: ProjectSchool, author: Author, first: Colleague, second: Colleague
) -> None:
    set_double(school)
    author.hand_in()
    (round_id,) = first.queue.find_rounds()
    first.sit(round_id)
    first.mark(round_id, "save", remark="À oublier")
    mine = str(school.find_account(first.browser))
    second.browser.get("/account")
    second.browser.post(f"/to-mark/two/{round_id}/leave", {"account": mine})
    assert len(seats(school)) == 1
    school.instructor.get("/account")
    school.instructor.post(f"/to-mark/two/{round_id}/leave", {"account": mine})
    assert seats(school) == []
    second.sit(round_id)
    second.mark(round_id, band_c1="2")
    second.browser.post(f"/to-mark/two/{round_id}/leave", {})
    assert len(seats(school)) == 1


def test_sheet_holds_ones_own_mark_alone(school: ProjectSchool, author: Author, first: Colleague, second: Colleague) -> None:
    set_double(school)
    author.hand_in()
    (round_id,) = first.queue.find_rounds()
    first.sit(round_id)
    first.mark(round_id, band_c1="2", remark="Un secret")
    desk = SheetDesk(second.browser)
    second.browser.get("/account")
    raw = desk.download()
    assert b"Un secret" not in change_sheet(raw)
    assert desk.take_over(change_sheet(raw, fill(3, band_c1=4))).status_code == 303
    assert [state for _, _, state in seats(school)] == ["done", "done"]
    _, page = desk.send_and_open(change_sheet(raw, fill(3, band_c1=1)))
    assert "Modifiées entre-temps" in page
    assert "Côte à côte" in first.open(round_id)
