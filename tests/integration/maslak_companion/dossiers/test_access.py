"""Who sees and marks what: the lead, named colleagues and administrators; a team only its own; everybody else nothing."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from tests.factories.account import Browser
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.accounts.models import Account
from maslak_web.database import Database

PAGES = ("/to-mark", "/to-mark/sentences", "/to-mark/publish/core-2026", "/to-mark/projects/core-2026")


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


@pytest.mark.parametrize("page", PAGES)
def test_learner_opens_no_page_of_marking(author: Author, page: str) -> None:
    assert author.pupil.client.get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_stranger_is_sent_to_sign_in(school: ProjectSchool, page: str) -> None:
    assert school.app.test_client().get(page).status_code == 303


def test_dossier_of_another_offering_is_as_if_it_did_not_exist(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    colleague = Marker(school.add_staff("instructor"))
    assert colleague.find_rounds() == []
    assert colleague.browser.get(f"/to-mark/{round_id}").status_code == 404
    assert colleague.take(round_id).status_code == 404
    assert colleague.mark(round_id, "ready", version="1", band_c1="4").status_code == 404
    assert colleague.browser.get("/to-mark/publish/core-2026").status_code == 404
    assert colleague.browser.post("/to-mark/publish/core-2026", {f"mark-{uuid.uuid4()}": "1"}).status_code == 404
    assert colleague.browser.get("/to-mark/projects/core-2026").status_code == 404


def test_administrator_marks_everywhere(school: ProjectSchool, author: Author) -> None:
    author.hand_in()
    assert len(Marker(school.add_staff("administrator")).find_rounds()) == 1


def test_named_colleague_marks_until_released_and_decides_nothing(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    colleague = school.add_staff("instructor")
    login = school.login_of(colleague)
    page = "/to-mark/projects/core-2026"
    marker.browser.get(page)
    assert marker.browser.post(f"{page}/markers", {"project": PROJECT, "login": login}).status_code == 303
    assert len(Marker(colleague).find_rounds()) == 1
    assert colleague.get(page).status_code == 404
    assert colleague.post(f"{page}/rule", {"project": PROJECT, "anonymous": ""}).status_code == 404
    assert login in marker.browser.get(page).text
    assert marker.browser.post(f"{page}/markers", {"project": PROJECT, "release": login}).status_code == 303
    assert Marker(colleague).find_rounds() == []


@pytest.mark.parametrize("role", ["instructor", "administrator"])
def test_nobody_marks_where_they_are_in_a_team(school: ProjectSchool, author: Author, marker: Marker, role: str) -> None:
    author.hand_in()
    own = Marker(Browser(author.pupil.client, author.pupil.token))
    with school.database.session() as session:
        account = session.get_one(Account, school.find_account(own.browser))
        account.roles = ["student", role]
        login = account.login
    marker.browser.get("/to-mark/projects/core-2026")
    marker.browser.post("/to-mark/projects/core-2026/markers", {"project": PROJECT, "login": login})
    (round_id,) = marker.find_rounds()
    assert own.find_rounds() == []
    assert own.browser.get(f"/to-mark/{round_id}").status_code == 404
    assert own.take(round_id).status_code == 404
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="2")
    for page in ("publish", "sheets", "marks"):
        assert own.browser.get(f"/to-mark/{page}/core-2026").status_code == 404
    assert marker.publish().status_code == 303


def test_nobody_but_an_instructor_of_the_school_is_named(school: ProjectSchool, author: Author, marker: Marker) -> None:
    page = "/to-mark/projects/core-2026"
    learner_login = "nobody@school"
    marker.browser.get(page)
    for login in (learner_login, "", "x" * 5000):
        answer = marker.browser.post(f"{page}/markers", {"project": PROJECT, "login": login})
        assert answer.status_code == 422
        assert "Personne n’est désigné" in answer.text


def test_names_stay_hidden_until_the_mark_is_published(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    page = "/to-mark/projects/core-2026"
    marker.browser.get(page)
    assert marker.browser.post(f"{page}/rule", {"project": PROJECT, "anonymous": "yes"}).status_code == 303
    (round_id,) = marker.find_rounds()
    for text in (marker.browser.get("/to-mark").text, marker.open(round_id)):
        assert "Salma" not in text
        assert re.search(r"Dossier n° \d{6}\b", text)
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="3")
    assert "Salma" not in marker.browser.get("/to-mark/publish/core-2026").text
    marker.publish()
    assert "Salma" in marker.open(round_id)
    assert "Salma" in marker.browser.get("/to-mark?state=marked").text


def test_learners_of_two_teams_never_see_one_anothers_work(school: ProjectSchool, author: Author) -> None:
    author.hand_in("plan", question="Mon secret")
    other = Author(school.enter())
    assert other.state()["rounds"] == []
    assert "Mon secret" not in other.pupil.client.get("/learn/tiny/u1/u1-more").text


def test_count_of_what_waits_stands_in_the_navigation(author: Author, marker: Marker) -> None:
    assert "À évaluer (" not in marker.browser.get("/cohorts").text
    author.hand_in()
    assert "À évaluer (1)" in marker.browser.get("/cohorts").text
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="3")
    assert "À évaluer (" not in marker.browser.get("/cohorts").text
    assert "1 évaluation est prête" in marker.browser.get("/to-mark").text


def test_page_of_a_refusal_does_without_the_count(marker: Marker) -> None:
    answer = marker.browser.get(f"/to-mark/{uuid.uuid4()}")
    assert answer.status_code == 404
    assert "À évaluer" in answer.text


def test_queue_filters_by_course_stage_and_state(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    assert marker.find_rounds(course="core-2026", stage=f"{PROJECT}#plan", state="waiting") == [round_id]
    assert marker.find_rounds(stage=f"{PROJECT}#report") == []
    assert marker.find_rounds(course="other") == []
    assert marker.find_rounds(state="marking") == []
    marker.take(round_id)
    assert marker.find_rounds(state="marking") == [round_id]
    assert marker.find_rounds(state="waiting") == []
    assert marker.find_rounds(state="nonsense") == [round_id]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_empty_queue_says_what_will_appear(school: ProjectSchool, language: str) -> None:
    words = {"ar": "تم تقييم كل شيء", "fr": "Tout est évalué", "en": "All marked"}
    assert words[language] in school.instructor.get(f"/to-mark?lang={language}").text


def test_instructor_without_a_course_is_told_so(school: ProjectSchool) -> None:
    assert "Vous n’évaluez encore dans aucun cours" in school.add_staff("instructor").get("/to-mark").text
