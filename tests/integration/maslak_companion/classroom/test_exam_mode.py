"""A checkpoint that its instructor takes as an exam: nothing tells how an answer was marked before the attempt is finished."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from tests.factories.account import Browser, make_account, sign_in
from tests.factories.classroom import AT, CHECKPOINT, LESSON, Pupil, School
from tests.factories.course import PREFIX
from tests.factories.lab import make_lab_olx

from maslak_companion.offerings.models import ExamMode, Offering
from maslak_companion.offerings.services import list_exams, record_exam_mode
from maslak_web.database import Database

PAGE = "/cohorts/core-2026/exams"
TELLING = ("yes fr", "no fr", "m fr", "mk-right", "mk-wrong", '"score"', '"right"')


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home")


def sign_in_instructor(school: School, *, leads: bool = True) -> Browser:
    browser = sign_in(school.app, school.database, "instructor")
    if leads:
        school.change_offering(lead_account_id=account_of(browser))
    return browser


def account_of(browser: Browser) -> UUID:
    with browser.client.session_transaction() as cookie:
        return UUID(cookie["_user_id"].partition(":")[0])


def set_exam(browser: Browser, is_on: bool, usage: str = CHECKPOINT) -> Any:
    return browser.post(PAGE, {"usage": usage, "exam": "1" if is_on else "0"})


def list_words(answer: Any) -> list[str]:
    """Give the words of an answer without what differs between two people anyway: order and names of options, keys, times."""
    text = re.sub(r'"(response|options|received_at|note)":(\[.*?\]|"[^"]*")', "", answer.text)
    text = re.sub(r'(value|id|for|aria-describedby)=\\"[^"]*\\"|\d\d:\d\d|(right|wrong) fr', "", text)
    return sorted(re.findall(r"[\w-]+", text))


def test_an_exam_set_on_the_page_holds_feedback_back_until_the_end(school: School) -> None:
    assert set_exam(sign_in_instructor(school), True).status_code == 303
    pupil = school.enter()
    pupil.begin()
    first = pupil.answer("q1", "a", pupil.state()["revision"])
    page = pupil.client.get("/learn/tiny/cp").text
    assert not any(word in first.text + page + json.dumps(pupil.state()) for word in TELLING if word != '"score"')
    assert first.get_json()["ratings"] == []
    assert first.get_json()["attempt"]["earned"] is None
    assert "Ceci est un examen" in page
    for item in ("q2", "q3"):
        last = pupil.answer(item, "b", pupil.state()["revision"])
    assert "yes fr" in last.text
    assert "no fr" in last.text
    assert "Ceci est un examen" not in pupil.client.get("/learn/tiny/cp").text


def test_a_right_and_a_wrong_answer_look_alike_in_an_exam(school: School) -> None:
    set_exam(sign_in_instructor(school), True)
    answers = []
    for option in ("a", "b"):
        pupil = school.enter()
        pupil.begin()
        answers.append(list_words(pupil.answer("q2", option, pupil.state()["revision"])))
    assert answers[0] == answers[1]
    assert len(answers[0]) > 100


def test_without_an_exam_each_answer_is_met_with_its_feedback_again(school: School) -> None:
    browser = sign_in_instructor(school)
    set_exam(browser, True)
    pupil = school.enter()
    pupil.begin()
    pupil.answer("q1", "a", pupil.state()["revision"])
    set_exam(browser, False)
    assert "yes fr" in pupil.client.get("/learn/tiny/cp").text, "it holds at once"
    with school.database.session(reading=True) as session:
        assert list_exams(session, session.get_one(Offering, school.offering_id)) == {}
        assert session.query(ExamMode).one().set_by == account_of(browser)


@pytest.mark.parametrize("usage", [LESSON, "", "block-v1:no+such+block", "x" * 500])
def test_only_a_checkpoint_of_the_course_can_be_an_exam(school: School, usage: str) -> None:
    assert set_exam(sign_in_instructor(school), True, usage).status_code == 404


def test_an_instructor_sets_the_exams_of_their_own_offerings_only(school: School) -> None:
    browser = sign_in_instructor(school, leads=False)
    assert (browser.get(PAGE).status_code, set_exam(browser, True).status_code) == (404, 404)
    learner: Pupil = school.enter()
    answer = learner.client.post(PAGE, data={"usage": CHECKPOINT, "exam": "1", "csrf_token": learner.token})
    assert answer.status_code == 403


def test_setting_the_same_again_keeps_who_set_it_first(school: School) -> None:
    with school.database.session() as session:
        offering = session.get_one(Offering, school.offering_id)
        first, second = make_account(session, "instructor").id, make_account(session, "instructor").id
        for account in (first, second):
            record_exam_mode(session, offering, CHECKPOINT, is_on=True, author=account, at=AT)
        assert session.query(ExamMode).one().set_by == first


def test_a_block_asks_the_database_once_for_its_rules(school: School) -> None:
    pupil = school.enter()
    pupil.begin()
    seen: list[str] = []
    event.listen(school.database.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    pupil.answer("q1", "a", pupil.state()["revision"])
    # One request for the revision, one for the names of the options, one for the answer.
    assert sum("FROM exam_mode" in statement for statement in seen) == 3
    assert sum("FROM arrangement" in statement for statement in seen) == 3


def set_duration(browser: Browser, minutes: str, usage: str = CHECKPOINT, exam: str = "1") -> Any:
    return browser.post(PAGE, {"usage": usage, "exam": exam, "minutes": minutes})


def durations(school: School) -> Any:
    with school.database.session(reading=True) as session:
        return list_exams(session, session.get_one(Offering, school.offering_id))


@pytest.mark.parametrize(("typed", "minutes"), [("60", 60), (" ٩٠ ", 90), ("\u200f۱۲۰\u200f", 120), ("", None), ("600", 600), ("1", 1)])
def test_duration_is_typed_in_digits_of_any_script_and_may_be_left_out(school: School, typed: str, minutes: int | None) -> None:
    browser = sign_in_instructor(school)
    assert set_duration(browser, typed).status_code == 303
    assert durations(school) == {CHECKPOINT: minutes}
    assert (f'value="{minutes}"' in browser.get(PAGE).text) is (minutes is not None)
    begun = school.enter().begin()
    assert begun["minutes"] == minutes


@pytest.mark.parametrize("typed", ["0", "601", "1,5", "90.0", "une heure", "-5", "1e2", "²", "9" * 400, "<b>"])
def test_duration_that_cannot_be_is_refused_beside_its_field_and_changes_nothing(school: School, typed: str) -> None:
    browser = sign_in_instructor(school)
    set_duration(browser, "45")
    answer = set_duration(browser, typed)
    assert answer.status_code == 422
    assert re.search(r'id="minutes-1"[^>]*aria-describedby="minutes-1-hint minutes-1-error"[^>]*aria-invalid="true"', answer.text)
    assert "<b>" not in answer.text
    assert durations(school) == {CHECKPOINT: 45}


def test_duration_is_changed_taken_away_and_forgotten_with_the_exam(school: School) -> None:
    browser = sign_in_instructor(school)
    set_duration(browser, "45")
    school.enter().begin()
    assert re.search(r"1 (tentative|attempt)|محاولة واحدة", browser.get(PAGE).text), "how many run is said beside what a change means"
    set_duration(browser, "30")
    assert durations(school) == {CHECKPOINT: 30}
    set_duration(browser, "30", exam="0")
    assert durations(school) == {}
    set_duration(browser, "")
    assert durations(school) == {CHECKPOINT: None}


def test_lab_that_decides_can_be_an_exam_with_a_duration(database: Database, tmp_path: Path) -> None:
    olx = make_lab_olx("mastery").replace("MA-NUM.TC.05", "MA-NUM.TC.06")
    changes = {"vertical/u1-more.xml": f'<vertical display_name="TP">{olx}</vertical>'}
    school = School(database, tmp_path / "home", changes=changes)
    lab = f"{PREFIX}+type@maslak_lab+block@lab1"
    assert set_duration(sign_in_instructor(school), "20", lab).status_code == 303
    assert school.enter().begin(lab)["minutes"] == 20
