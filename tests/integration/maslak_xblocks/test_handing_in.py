"""Handing in before every question has its answer: asked once, done once, and never to another attempt than the one it names."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from lxml import html
from tests.factories.exam import RIGHT, Exam
from tests.factories.xblock import Classroom, make_checkpoint_olx, make_host

KINDS = ("checkpoint", "lab")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def hand_in(exam: Exam, **more: Any) -> tuple[int, Any]:
    return exam.post("finish", {"attempt": 1, "revision": exam.block.revision, **more})


def count_ends(exam: Exam) -> int:
    return [seen.item for *_, seen in exam.memory.evidence].count("*")


def read_offer(page: str) -> Any:
    (found,) = html.fromstring(page).cssselect("details.mk-finish")
    return found


def test_exam_is_handed_in_with_what_was_answered_and_the_rest_counts_nothing(kind: str) -> None:
    exam = Exam(kind, minutes=None, purpose="mastery")
    exam.begin()
    exam.give()
    status, ended = hand_in(exam)
    assert status == 200
    assert (ended["attempt"]["finished"], ended["attempt"]["answered"], ended["attempt"]["passed"]) == (True, 1, False)
    assert "mk-result" in ended["html"]
    assert "mk-finish" not in ended["html"]
    assert count_ends(exam) == 1
    assert [event for event, _ in exam.runtime.published] == ["grade", "completion"]
    assert exam.give(1)[1]["code"] == "attempt_over"


def test_exam_is_handed_in_without_any_answer(kind: str) -> None:
    exam = Exam(kind, minutes=None, purpose="mastery")
    exam.begin()
    assert hand_in(exam, html=False)[1]["attempt"]["score"] == "0"


def test_handing_in_twice_changes_nothing_whatever_revision_the_second_window_knows(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    exam.give()
    known = exam.block.revision
    first = hand_in(exam)[1]
    again = hand_in(exam, revision=known)
    assert (again[0], again[1]["attempt"], again[1]["revision"]) == (200, first["attempt"], first["revision"])
    assert (count_ends(exam), len(exam.runtime.published)) == (1, 2)


def test_window_that_knows_an_older_state_is_told_before_anything_ends(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    known = exam.block.revision
    exam.give()
    assert hand_in(exam, revision=known)[1]["code"] == "stale_revision"
    assert not exam.state()["attempt"]["finished"]


def test_handing_in_when_the_time_is_over_ends_it_at_the_end_of_its_time(kind: str) -> None:
    exam = Exam(kind)
    ends_at = exam.begin()["ends_at"]
    exam.give()
    exam.wait(hours=2)
    assert "data-timed-out" in hand_in(exam)[1]["html"]
    assert exam.block.attempts[0]["finished_at"] == ends_at


def test_handing_in_after_the_closing_time_is_still_handed_in(kind: str) -> None:
    exam = Exam(kind, minutes=None, purpose="mastery")
    exam.begin()
    exam.give()
    exam.grant(exam_mode=True, closes_at=exam.host.now() - timedelta(minutes=1))
    assert hand_in(exam)[1]["attempt"]["finished"]


def test_clock_of_another_window_that_ends_after_handing_in_changes_nothing(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    exam.give()
    ended = hand_in(exam)[1]
    exam.wait(hours=2)
    later = exam.post("time_up", {})[1]
    assert (later["attempt"], later["revision"]) == (ended["attempt"], ended["revision"])
    assert "data-timed-out" not in later["html"], "it was handed in before"
    assert not exam.block.end_overdue()
    assert count_ends(exam) == 1


def test_what_belongs_to_an_earlier_attempt_never_touches_a_newer_one(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    first = exam.block.attempts[0]
    hand_in(exam)
    exam.begin()
    assert hand_in(exam)[1]["attempt"]["number"] == 2
    assert not exam.state()["attempt"]["finished"], "the one named was handed in long ago"
    late = {"item": first["items"][0], "response": RIGHT[first["items"][0]]} if kind == "checkpoint" else {"task": "total", "response": "5"}
    status, problem = exam.post("answer", {"revision": exam.block.revision, "idempotency_key": "late", "attempt": 1, **late})
    assert (status, problem["code"]) == (409, "attempt_over")
    assert exam.state()["attempt"]["answered"] == 0


@pytest.mark.parametrize("number", [0, 2, 99])
def test_attempt_that_is_not_there_cannot_be_handed_in(number: int) -> None:
    exam = Exam("checkpoint")
    assert hand_in(exam)[1]["code"] == "attempt_over"
    exam.begin()
    assert hand_in(exam, attempt=number)[1]["code"] == "attempt_over"
    assert not exam.state()["attempt"]["finished"]


@pytest.mark.parametrize("number", [None, "one", -1, True, [1]])
def test_attempt_is_named_by_a_whole_number(number: object) -> None:
    exam = Exam("checkpoint")
    exam.begin()
    assert hand_in(exam, attempt=number)[1]["code"] == "invalid_payload"


def test_offer_names_what_has_no_answer_and_leads_there(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    page = exam.render("student_view")
    offer = read_offer(page)
    assert offer.get("open") is None
    exam.give()
    page = exam.render("student_view")
    links = read_offer(page).cssselect("a")
    assert [link.text for link in links] == ["2", "3"]
    for link in links:
        (target,) = html.fromstring(page).cssselect(link.get("href"))
        assert target.get("tabindex") == "-1"
    assert "2 questions without an answer: 2, 3." in read_offer(page).text_content()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", ("3 أسئلة دون جواب: 1، 2، 3.", "سؤالان دون جواب: 2، 3.", "سؤال واحد دون جواب: 3.")),
        ("fr", ("3 questions sans réponse\u00a0: 1, 2, 3.", "2 questions sans réponse\u00a0: 2, 3.", "1 question sans réponse\u00a0: 3.")),
        ("en", ("3 questions without an answer: 1, 2, 3.", "2 questions without an answer: 2, 3.", "1 question without an answer: 3.")),
    ],
)
def test_offer_counts_in_each_language(language: str, told: tuple[str, ...]) -> None:
    exam = Exam("checkpoint", language=language)
    exam.begin()
    for number, sentence in enumerate(told):
        assert sentence in read_offer(exam.render("student_view")).text_content()
        exam.give(number)
    assert "mk-finish" not in exam.render("student_view")


def test_plain_form_hands_in_without_a_script(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    (form,) = read_offer(exam.render("student_view")).cssselect("form")
    body = "&".join(f"{field.get('name')}={field.get('value')}" for field in form.cssselect("input[type=hidden]"))
    assert exam.request("finish", body.encode(), "application/x-www-form-urlencoded").status_int == 303
    assert "mk-result" in exam.render("student_view")


def test_practice_is_ended_early_once_it_has_an_answer() -> None:
    room = Classroom(make_checkpoint_olx(), make_host(language="en"))
    assert "mk-finish" not in room.render("student_view"), "nothing has begun"
    assert room.post("finish", {"attempt": 1, "revision": 0})[1]["code"] == "attempt_over"
    item = room.post("state", {})[1]["attempt"]["items"][0]["id"]
    answered = room.answer(item, RIGHT[item])[1]
    assert re.search(r"<summary[^>]*>End this attempt</summary>", answered["html"]["result"])
    ended = room.post("finish", {"attempt": 1, "revision": answered["revision"]})[1]
    assert (ended["attempt"]["finished"], ended["attempt"]["score"]) == (True, "0.3333")
    assert "Practice finished" in ended["html"]


def test_start_says_when_feedback_comes_by_how_it_is_taken(kind: str) -> None:
    exam = Exam(kind, purpose="mastery")
    assert "feedback at the end" in exam.render("student_view").lower()
    assert exam.state()["exam"] is True
    exam.grant()
    assert "feedback after each answer" in exam.render("student_view").lower()
    assert exam.state()["exam"] is False
