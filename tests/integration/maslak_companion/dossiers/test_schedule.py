"""A project's own dates: set by the lead, honoured by the block, and never worse for somebody to whom more was granted."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.factories.account import Browser
from tests.factories.classroom import AT
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool
from werkzeug.test import TestResponse

from maslak_companion.dossiers.teams import create_team
from maslak_companion.offerings.models import Arrangement, Group, Offering
from maslak_web.database import Database
from maslak_web.i18n import TIME_ZONE

PAGE = "/to-mark/dates/core-2026"


@pytest.fixture
def school(database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(database, tmp_path / "home")


def write(at: datetime) -> str:
    return at.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M")


def set_dates(browser: Browser, version: int = 0, **fields: str) -> TestResponse:
    browser.get("/account")
    typed = {name.replace("due_", "due-"): value for name, value in fields.items()}
    return browser.post(PAGE, {"project": PROJECT, "version": str(version), **typed})


def grant(school: ProjectSchool, author: Author | None, usage_key: str | None = PROJECT, **granted: Any) -> None:
    with school.database.session() as session:
        offering = session.get_one(Offering, school.offering_id)
        group = None if author else session.query(Group).one().id
        session.add(
            Arrangement(
                offering_id=offering.id, learner_id=author.pupil.learner_id if author else None, group_id=group, usage_key=usage_key,
                granted_by=school.find_account(school.instructor), granted_at=AT, private_reason="Maladie", **granted,
            )
        )  # fmt: skip


def test_stage_is_due_and_closes_when_the_lead_says(school: ProjectSchool, author: Author) -> None:
    due = AT + timedelta(days=2)
    answer = set_dates(school.instructor, due_plan=write(due), late_days="1", opens_at=write(AT - timedelta(days=1)))
    assert answer.status_code == 303
    state = author.state()
    assert (datetime.fromisoformat(state["due_at"]), datetime.fromisoformat(state["closes_at"])) == (due, due + timedelta(days=1))
    assert author.save(question="Q").status_code == 200
    school.now = due + timedelta(hours=1)
    assert author.submit().status_code == 200
    assert author.state()["rounds"][0]["is_late"] is True
    school.now = due + timedelta(days=1)
    other = Author(school.enter())
    assert other.state()["can_change"] is False
    assert other.save(question="Q").get_json()["code"] == "stage_closed"


def test_project_opens_when_the_lead_says(school: ProjectSchool, author: Author) -> None:
    set_dates(school.instructor, opens_at=write(AT + timedelta(days=1)))
    assert author.save(question="Q").get_json()["code"] == "stage_closed"
    school.now = AT + timedelta(days=1)
    assert author.save(question="Q").status_code == 200


def test_what_was_granted_goes_before_the_dates(school: ProjectSchool, author: Author) -> None:
    end = AT + timedelta(days=2)
    set_dates(school.instructor, closes_at=write(end), due_plan=write(AT + timedelta(days=1)), late_days="0")
    grant(school, author, closes_at=AT + timedelta(days=9))
    other = Author(school.enter())
    school.now = AT + timedelta(days=5)
    assert author.save(question="Q").status_code == 200
    assert author.submit().status_code == 200
    assert author.state()["rounds"][0]["is_late"] is False
    assert other.save(question="Q").get_json()["code"] == "stage_closed"


def test_nothing_of_somebody_who_is_excused_is_late(school: ProjectSchool, author: Author) -> None:
    due = AT + timedelta(days=2)
    set_dates(school.instructor, due_plan=write(due))
    other = Author(school.enter())
    grant(school, author, excused=True)
    school.now = due + timedelta(hours=1)
    for each, is_late in ((author, False), (other, True)):
        each.save(question="Q")
        assert each.submit().status_code == 200
        assert each.state()["rounds"][0]["is_late"] is is_late
    assert author.state()["due_at"] is None


def test_one_excused_member_leaves_the_team_its_day(sqlite_database: Database, tmp_path: Path) -> None:
    school = ProjectSchool(sqlite_database, tmp_path / "two", team=2)
    set_dates(school.instructor, due_plan=write(AT + timedelta(days=2)))
    authors = [Author(school.enter()) for _ in range(2)]
    with school.database.session() as session:
        create_team(session, school.offering_id, PROJECT, [each.pupil.learner_id for each in authors], AT)
    grant(school, authors[0], excused=True)
    assert authors[0].state()["due_at"] is not None
    grant(school, authors[1], excused=True)
    assert authors[0].state()["due_at"] is None


def test_round_that_could_not_come_back_is_not_sent_back(school: ProjectSchool, author: Author, marker: Marker) -> None:
    end = AT + timedelta(days=2)
    set_dates(school.instructor, closes_at=write(end), late_days="0")
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    assert 'value="return"' in marker.open(round_id)
    school.now = end
    marker.take(round_id)
    assert 'value="return"' not in marker.open(round_id)
    answer = marker.mark(round_id, "return", remark="Précisez la période.")
    assert answer.status_code == 409
    assert "close pour cette équipe" in answer.text
    assert "Précisez la période." in answer.text
    assert author.state()["state"] == "marking"
    # More time for the team opens the way.
    grant(school, author, closes_at=end + timedelta(days=3))
    assert marker.mark(round_id, "return", remark="Précisez la période.").status_code == 303
    author.hand_in(question="Du 1er au 30 novembre")


def test_older_grant_makes_a_longer_project_no_shorter(school: ProjectSchool, author: Author) -> None:
    grant(school, None, closes_at=AT + timedelta(days=2))
    set_dates(school.instructor, closes_at=write(AT + timedelta(days=9)))
    school.now = AT + timedelta(days=5)
    assert author.save(question="Q").status_code == 200


def test_page_shows_what_stands_without_a_reason(school: ProjectSchool, author: Author) -> None:
    grant(school, author, closes_at=AT + timedelta(days=9))
    grant(school, None, usage_key=None, closes_at=AT + timedelta(days=4))
    page = school.instructor.get(f"{PAGE}?project={PROJECT.replace('+', '%2B')}").text
    assert "Salma" in page
    assert "Groupe 1" in page
    assert "pour tout le cours" in page
    assert "Maladie" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens_at": "demain"}, "Écrivez une date"),
        ({"opens_at": "9999-12-31T23:59"}, "Écrivez une date"),
        ({"closes_at": "2026-13-01T00:00"}, "Écrivez une date"),
        ({"opens_at": "2026-12-02T00:00", "closes_at": "2026-12-01T00:00"}, "fermerait avant d’ouvrir"),
        ({"closes_at": "2026-12-01T00:00", "due_plan": "2026-12-02T00:00"}, "hors de la période"),
    ],
)
def test_dates_that_cannot_be_are_refused_and_stay_typed(school: ProjectSchool, author: Author, fields: dict[str, str], words: str) -> None:
    answer = set_dates(school.instructor, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert all(value in answer.text for value in fields.values())
    assert author.state()["opens_at"] is None


def test_second_of_two_leads_is_told_of_the_first(school: ProjectSchool) -> None:
    assert set_dates(school.instructor, closes_at="2026-12-20T20:00").status_code == 303
    other = school.add_staff("administrator")
    answer = set_dates(other, closes_at="2026-12-25T20:00")
    assert answer.status_code == 409
    assert "2026-12-25T20:00" in answer.text
    assert set_dates(other, 1, closes_at="2026-12-25T20:00").status_code == 303


def test_dates_are_for_the_lead_alone(school: ProjectSchool, author: Author, marker: Marker) -> None:
    colleague = school.add_staff("instructor")
    marker.browser.get("/to-mark/projects/core-2026")
    marker.browser.post("/to-mark/projects/core-2026/markers", {"project": PROJECT, "login": school.login_of(colleague)})
    assert set_dates(colleague, closes_at="2026-12-20T20:00").status_code == 404
    assert colleague.get(PAGE).status_code == 404
    assert author.pupil.client.get(PAGE).status_code == 403


def test_dossier_of_a_team_of_three_takes_five_queries(sqlite_database: Database, tmp_path: Path) -> None:
    school = ProjectSchool(sqlite_database, tmp_path / "three", team=3)
    authors = [Author(school.enter()) for _ in range(3)]
    with school.database.session() as session:
        create_team(session, school.offering_id, PROJECT, [each.pupil.learner_id for each in authors], AT)
    grant(school, authors[2], closes_at=AT + timedelta(days=40))
    authors[0].upload()
    authors[0].hand_in()
    marker = Marker(school.instructor)
    for round_id in marker.find_rounds():
        marker.take(round_id)
        marker.mark(round_id, "return", remark="Encore")
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if any(table in statement for table in ("dossier", "arrangement", "project_schedule", "marking", "published_mark")):
            said.append(statement)

    engine: Engine = school.database.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        state = authors[1].state()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert state["rounds"][0]["mark"]["remark"] == "Encore"
    assert len(said) <= 5, "\n\n".join(said)
