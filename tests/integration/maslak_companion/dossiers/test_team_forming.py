"""Learners form teams: by a code or by asking, within their group, up to the size, until a date, before anything is handed in."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.factories.classroom import AT
from tests.factories.project import PROJECT, Author, ProjectSchool
from werkzeug.test import TestResponse

from maslak_companion.dossiers import handing_in
from maslak_companion.dossiers.models import Dossier, DossierMember
from maslak_companion.dossiers.team_forming.models import JoinRequest
from maslak_companion.offerings.models import Enrolment, Group, OfferingGroup
from maslak_companion.people.models import Learner
from maslak_web.database import Database

PAGE = "/to-mark/dates/core-2026"


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return open_school(sqlite_database, tmp_path)


def open_school(database: Database, home: Path) -> ProjectSchool:
    made = ProjectSchool(database, home / "home", team=3)
    made.instructor.get("/account")
    until = (AT + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    answer = made.instructor.post(PAGE, {"project": PROJECT, "version": "0", "teams_by": "learners", "teams_until": until})
    assert answer.status_code == 303
    return made


def enter(school: ProjectSchool, *names: str) -> list[Author]:
    authors = [Author(school.enter()) for _ in names]
    with school.database.session() as session:
        for name, author in zip(names, authors, strict=True):
            session.get_one(Learner, author.pupil.learner_id).name_latin = name
    return authors


def move_to_other_group(school: ProjectSchool, author: Author) -> None:
    with school.database.session() as session:
        other = session.scalar(select(Group).where(Group.key == "g2"))
        if other is None:
            other = Group(key="g2", titles={"fr": "Groupe 2"})
            session.add(other)
            session.flush()
            session.add(OfferingGroup(offering_id=school.offering_id, group_id=other.id))
        session.scalars(select(Enrolment).where(Enrolment.learner_id == author.pupil.learner_id)).one().group_id = other.id


def do(author: Author, act: str, **more: str) -> TestResponse:
    return author.pupil.call(PROJECT, "team", {"act": act, **more})


def forming(author: Author) -> dict[str, Any]:
    found: dict[str, Any] = author.pupil.call(PROJECT, "state", {}).get_json()["dossier"]["forming"]
    return found


def sizes(school: ProjectSchool) -> list[int]:
    with school.database.session(reading=True) as session:
        ids = session.scalars(select(Dossier.id).order_by(Dossier.number)).all()
        return [len(session.scalars(select(DossierMember).where(DossierMember.dossier_id == each)).all()) for each in ids]


def test_team_is_made_and_joined_by_its_code_however_it_is_typed(school: ProjectSchool) -> None:
    first, second = enter(school, "Amina", "Badr")
    made = do(first, "create", name="  Les\u202eÉconomes ").get_json()["dossier"]
    assert (made["team"], made["has_team"]) == ("LesÉconomes", True)
    code = forming(first)["code"]
    assert len(code) == 6
    assert do(second, "join", code=f" {code[:3].lower()}-{code[3:]} ").status_code == 200
    assert do(second, "join", code=code).status_code == 200
    assert sizes(school) == [2]
    first.save("plan", question="Notre question")
    assert second.state()["draft"]["texts"] == {"question": "Notre question"}
    assert "Les" in second.pupil.client.get("/learn/tiny/u1/u1-more").text


def test_member_lets_in_whoever_asks_and_declines_others(school: ProjectSchool) -> None:
    first, second, third = enter(school, "Amina", "Badr", "Chama")
    do(first, "create", name="Un")
    (offer,) = forming(second)["offers"]
    assert (offer["name"], offer["members"], offer["size"]) == ("Un", ["Amina"], 1)
    for each in (second, third):
        assert do(each, "ask", team=offer["id"]).get_json()["dossier"]["forming"]["asked"] == offer["id"]
    asked = {each["name"]: each["id"] for each in forming(first)["requests"]}
    assert set(asked) == {"Badr", "Chama"}
    assert do(second, "accept", request=asked["Badr"]).get_json()["code"] == "no_team"
    assert do(first, "accept", request=asked["Badr"]).status_code == 200
    assert do(first, "decline", request=asked["Chama"]).status_code == 200
    assert do(first, "accept", request=asked["Chama"]).get_json()["code"] == "unknown_team"
    assert sizes(school) == [2]
    assert forming(third)["asked"] == ""


def test_request_is_withdrawn_and_forgotten_once_a_team_is_found(school: ProjectSchool) -> None:
    first, second, third = enter(school, "Amina", "Badr", "Chama")
    do(first, "create", name="Un")
    do(third, "create", name="Deux")
    one, two = (next(each["id"] for each in forming(second)["offers"] if each["name"] == name) for name in ("Un", "Deux"))
    do(second, "ask", team=one)
    do(second, "ask", team=two)
    assert (forming(first)["requests"], len(forming(third)["requests"])) == ([], 1)
    do(second, "withdraw")
    assert forming(third)["requests"] == []
    do(second, "ask", team=two)
    do(second, "join", code=forming(first)["code"])
    with school.database.session(reading=True) as session:
        assert session.scalars(select(JoinRequest)).all() == []


def test_full_team_takes_nobody_and_shows_nobody_its_code(school: ProjectSchool) -> None:
    authors = enter(school, "A", "B", "C", "D")
    do(authors[0], "create", name="Un")
    code = forming(authors[0])["code"]
    for each in authors[1:3]:
        assert do(each, "join", code=code).status_code == 200
    assert do(authors[3], "join", code=code).get_json()["code"] == "team_full"
    assert (forming(authors[0])["code"], forming(authors[3])["offers"]) == ("", [])
    assert sizes(school) == [3]


def test_learner_of_another_group_sees_and_reaches_nothing(school: ProjectSchool) -> None:
    first, stranger = enter(school, "Amina", "Zineb")
    move_to_other_group(school, stranger)
    team = do(first, "create", name="Un").get_json()
    code = forming(first)["code"]
    with school.database.session(reading=True) as session:
        dossier_id = str(session.scalars(select(Dossier.id)).one())
    assert forming(stranger)["offers"] == []
    foreign, none = do(stranger, "join", code=code), do(stranger, "join", code="ZZZZZZ")
    assert (foreign.status_code, foreign.get_json()["code"]) == (none.status_code, none.get_json()["code"]) == (404, "unknown_team")
    assert do(stranger, "ask", team=dossier_id).get_json()["code"] == "unknown_team"
    assert "Amina" not in stranger.pupil.client.get("/learn/tiny/u1/u1-more").text
    assert team["dossier"]["has_team"]
    assert sizes(school) == [1]


def test_learner_leaves_before_anything_is_handed_in_and_not_after(school: ProjectSchool) -> None:
    first, second, third = enter(school, "Amina", "Badr", "Chama")
    do(first, "create", name="Un")
    code = forming(first)["code"]
    do(second, "join", code=code)
    assert do(second, "leave").get_json()["dossier"]["has_team"] is False
    do(second, "join", code=code)
    first.hand_in()
    assert forming(first) is None
    assert do(second, "leave").get_json()["code"] == "team_at_work"
    assert do(third, "join", code=code).get_json()["code"] == "team_at_work"
    assert forming(third)["offers"] == []
    assert sizes(school) == [2]


def test_team_that_everybody_left_is_gone_unless_it_holds_work(school: ProjectSchool) -> None:
    first, second = enter(school, "Amina", "Badr")
    do(first, "create", name="Un")
    do(first, "leave")
    assert sizes(school) == []
    do(second, "create", name="Deux")
    second.save("plan", question="Q")
    do(second, "leave")
    assert sizes(school) == [0]


def test_nothing_is_formed_after_the_date_or_where_a_teacher_makes_the_teams(school: ProjectSchool) -> None:
    (first,) = enter(school, "Amina")
    school.now = AT + timedelta(days=4)
    assert forming(first) is None
    assert do(first, "create", name="Un").get_json()["code"] == "forming_closed"
    school.now = AT
    school.instructor.post(PAGE, {"project": PROJECT, "version": "1"})
    assert do(first, "create", name="Un").get_json()["code"] == "forming_closed"
    assert "Votre enseignant" in first.pupil.client.get("/learn/tiny/u1/u1-more").text


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"act": "create", "name": "x" * 41}, "team_name"),
        ({"act": "create", "name": " \u200f "}, "team_name"),
        ({"act": "steal"}, "invalid_payload"),
        ({"act": "join"}, "invalid_payload"),
        ({"act": "join", "code": 7}, "invalid_payload"),
        ({"act": "ask", "team": "x'; drop table dossier"}, "unknown_team"),
        ({"act": "ask", "team": str(uuid.uuid4())}, "unknown_team"),
        ({"act": "leave"}, "no_team"),
        ({}, "invalid_payload"),
    ],
)
def test_what_cannot_be_is_refused(school: ProjectSchool, payload: dict[str, Any], code: str) -> None:
    (first,) = enter(school, "Amina")
    answer = first.pupil.call(PROJECT, "team", payload)
    assert answer.status_code >= 400
    assert answer.get_json()["code"] == code
    assert sizes(school) == []


def test_second_team_of_one_learner_is_refused(school: ProjectSchool) -> None:
    first, second = enter(school, "Amina", "Badr")
    do(first, "create", name="Un")
    do(second, "create", name="Deux")
    assert do(first, "create", name="Trois").get_json()["code"] == "already_in_team"
    assert do(first, "join", code=forming(second)["code"]).get_json()["code"] == "already_in_team"
    assert sizes(school) == [1, 1]


def test_plain_form_makes_a_team_without_a_script(school: ProjectSchool) -> None:
    (first,) = enter(school, "Amina")
    address = f"/learn/tiny/blocks/{PROJECT}/handler/team"
    fields = {"csrf_token": first.pupil.token, "act": "create", "name": "<b>Un</b>"}
    assert first.pupil.client.post(address, data=fields).status_code == 303
    page = first.pupil.client.get("/learn/tiny/u1/u1-more").text
    assert "&lt;b&gt;Un&lt;/b&gt;" in page
    assert "Quitter cette équipe" in page
    refused = first.pupil.client.post(address, data=fields)
    assert refused.status_code == 409
    assert "Vous êtes déjà dans une équipe" in refused.text


def test_two_who_take_the_last_place_at_one_moment(database: Database, tmp_path: Path) -> None:
    school = open_school(database, tmp_path)
    authors = enter(school, "A", "B", "C", "D")
    do(authors[0], "create", name="Un")
    code = forming(authors[0])["code"]
    do(authors[1], "join", code=code)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda each=each: answers.append(do(each, "join", code=code).status_code)) for each in authors[2:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert sizes(school) == [3]


def test_whoever_leaves_while_the_team_hands_in_is_told_that_it_has(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    school = open_school(database, tmp_path)
    first, second = enter(school, "A", "B")
    do(first, "create", name="Un")
    do(second, "join", code=forming(first)["code"])
    first.save(question="Combien coûte l'eau ?")
    is_handing_in, goes_on = threading.Event(), threading.Event()
    count = handing_in.count_rounds

    def count_slowly(session: Session, stage_id: uuid.UUID) -> int:
        is_handing_in.set()
        assert goes_on.wait(20)
        return count(session, stage_id)

    monkeypatch.setattr(handing_in, "count_rounds", count_slowly)
    answers: dict[str, TestResponse] = {}
    threads = [
        threading.Thread(target=lambda: answers.update(submit=first.submit())),
        threading.Thread(target=lambda: answers.update(leave=do(second, "leave"))),
    ]
    threads[0].start()
    assert is_handing_in.wait(20)
    threads[1].start()
    threads[1].join(1)
    goes_on.set()
    for thread in threads:
        thread.join()
    assert answers["submit"].status_code == 200
    assert (answers["leave"].status_code, answers["leave"].get_json()["code"]) == (409, "team_at_work")
    assert sizes(school) == [2]


def test_staff_rearrange_what_learners_formed(school: ProjectSchool) -> None:
    first, second = enter(school, "Amina", "Badr")
    do(first, "create", name="Les Uns")
    page = "/to-mark/projects/core-2026"
    assert "Les Uns" in school.instructor.get(page).text
    fields = {"project": PROJECT, f"team-{second.pupil.learner_id}": "1"}
    assert school.instructor.post(f"{page}/teams", fields).status_code == 303
    assert sizes(school) == [2]
