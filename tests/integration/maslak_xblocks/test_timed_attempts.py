"""Attempts with a time limit, of a checkpoint and of a lab: begun by a button, judged by the server's clock, ended by themselves."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.factories.exam import Exam
from tests.factories.xblock import make_checkpoint_olx

KINDS = ("checkpoint", "lab")


def length(state: Any) -> timedelta:
    return datetime.fromisoformat(state["ends_at"]) - datetime.fromisoformat(state["now"])


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.mark.parametrize("purpose", ["practice", "mastery"])
def test_clock_starts_with_a_button_and_never_by_reading_or_answering(kind: str, purpose: str) -> None:
    exam = Exam(kind, purpose=purpose)
    page = exam.render("student_view")
    assert "You have 60 minutes." in page
    assert "runs on when the page is closed" in page
    assert "extra time" not in page
    assert 'data-handler="begin_attempt"' in page
    assert "data-clock" not in page
    assert (exam.state()["attempt"], exam.state()["minutes"], exam.state()["ends_at"]) == (None, 60, None)
    payload = {"revision": 0, "idempotency_key": "k", "item": "q3", "task": "total", "response": "12,5"}
    assert exam.post("answer", payload)[1]["code"] == "attempt_over"
    assert exam.block.attempts == []


def test_begun_attempt_tells_the_servers_time_its_end_and_its_minutes(kind: str) -> None:
    exam = Exam(kind)
    begun = exam.begin()
    assert timedelta(minutes=59, seconds=58) < length(begun) <= timedelta(minutes=60)
    assert begun["minutes"] == 60
    page = exam.render("student_view")
    assert re.search(r'role="timer"[^>]*dir="ltr"', page)
    assert 'role="status" class="mk-says"' in page, "the live region is there from the start"
    assert 'data-at-10="10 minutes left."' in page
    exam.wait(minutes=10)
    assert length(exam.state()) <= timedelta(minutes=50)
    assert exam.state()["ends_at"] == begun["ends_at"]


def test_extra_time_is_in_the_minutes_and_named_neutrally(kind: str) -> None:
    exam = Exam(kind, extra_time=Decimal("0.33"))
    assert "You have 80 minutes, extra time included." in exam.render("student_view")
    begun = exam.begin()
    assert (begun["minutes"], length(begun) > timedelta(minutes=79)) == (80, True)


def test_attempt_that_would_outlast_the_closing_time_ends_then_and_says_so(kind: str) -> None:
    exam = Exam(kind)
    closes_at = exam.host.now() + timedelta(minutes=20)
    exam.grant(minutes=60, exam_mode=True, closes_at=closes_at)
    assert "at the latest, when this closes." in exam.render("student_view")
    assert exam.begin()["ends_at"] == closes_at.isoformat()
    exam.wait(minutes=20, seconds=20)
    assert exam.give()[0] == 200, "within the grace, though closed"
    exam.wait(seconds=11)
    assert exam.give(1)[1]["code"] == "time_over"


@pytest.mark.parametrize("minutes", [None, 5, 600])
def test_duration_changed_while_it_runs_is_for_the_next_attempt(kind: str, minutes: int | None) -> None:
    exam = Exam(kind)
    begun = exam.begin()
    exam.grant(minutes=minutes, exam_mode=True)
    assert (exam.state()["ends_at"], exam.state()["minutes"]) == (begun["ends_at"], 60)
    exam.wait(minutes=61)
    ended = exam.post("time_up", {})[1]
    assert (ended["attempt"]["finished"], ended["minutes"]) == (True, minutes)


def test_attempt_begun_without_a_limit_stays_without_one(kind: str) -> None:
    exam = Exam(kind, minutes=None)
    exam.begin() if kind == "lab" else exam.post("answer", {"revision": 0, "idempotency_key": "k", "item": "q3", "response": "12,5"})
    exam.grant(minutes=1, exam_mode=True)
    exam.wait(hours=5)
    assert (exam.state()["ends_at"], exam.state()["minutes"]) == (None, None)
    assert exam.give(1)[0] == 200


def test_answer_after_the_grace_is_refused_and_the_attempt_ends_with_what_was_given_in_time(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    assert exam.give()[0] == 200
    exam.wait(minutes=60, seconds=31)
    status, problem = exam.give(1)
    assert (status, problem["code"]) == (409, "time_over")
    assert problem["title"] == "The time is over: this arrived too late and does not count. What you answered in time counts."
    state = exam.state()
    assert (state["attempt"]["finished"], state["attempt"]["answered"], state["revision"]) == (True, 1, problem["revision"])
    assert exam.block.attempts[0]["finished_at"] == problem["ended_at"], "when its time was over, not when that was noticed"
    assert [seen.item for *_, seen in exam.memory.evidence].count("*") == 1
    assert "The time was over, and the attempt has ended." in exam.render("student_view")
    assert exam.give(1)[1]["code"] == "time_over", "and says the same ever after"
    assert exam.block.revision == state["revision"]


def test_late_answer_does_not_depend_on_the_revision_it_speaks_of(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    exam.wait(hours=2)
    assert exam.give(revision=0)[1]["code"] == "time_over"


@pytest.mark.parametrize("seconds", [0, 29, 30])
def test_answer_given_in_time_and_received_a_little_late_counts(kind: str, seconds: int) -> None:
    exam = Exam(kind)
    exam.begin()
    exam.wait(minutes=60, seconds=seconds - 1)
    assert exam.give()[0] == 200


def test_answer_that_was_received_in_time_is_answered_again_after_it(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    first = exam.give()[1]
    exam.wait(hours=3)
    again = exam.give()
    assert again[0] == 200
    name = "item" if kind == "checkpoint" else "task"
    assert again[1][name]["answer"]["received_at"] == first[name]["answer"]["received_at"]
    exam.post("time_up", {})
    assert exam.give()[0] == 200, "and after its end, too"


def test_time_up_ends_nothing_before_the_end_and_the_attempt_once_after_it(kind: str) -> None:
    exam = Exam(kind)
    exam.begin()
    exam.give()
    exam.wait(minutes=59)
    early = exam.post("time_up", {"html": False})[1]
    assert (early["attempt"]["finished"], "html" in early) == (False, False)
    assert not exam.block.end_overdue()
    exam.wait(minutes=1)
    ended = exam.post("time_up", {})[1]
    assert (ended["attempt"]["finished"], ended["ends_at"]) == (True, None)
    assert "mk-result" in ended["html"]
    revision = exam.block.revision
    assert exam.post("time_up", {})[1]["attempt"] == ended["attempt"]
    assert (exam.block.revision, [seen.item for *_, seen in exam.memory.evidence].count("*")) == (revision, 1)
    assert [event for event, _ in exam.runtime.published] == ["grade", "completion"]


def test_host_ends_what_its_learner_left_as_if_the_learner_had(kind: str) -> None:
    left, pressed = Exam(kind), Exam(kind)
    for exam in (left, pressed):
        exam.begin()
        exam.give()
        exam.wait(minutes=60, seconds=31)
    block = left.block
    assert block.end_overdue()
    block.save()
    pressed.post("time_up", {})
    assert not left.block.end_overdue(), "once"
    assert left.runtime.published == pressed.runtime.published
    seen = [[(each.item, each.attempt, each.score) for *_, each in exam.memory.evidence] for exam in (left, pressed)]
    assert seen[0] == seen[1]
    assert left.state()["attempt"]["score"] == pressed.state()["attempt"]["score"]


def test_host_waits_for_the_grace_and_ends_what_closed_without_a_limit(kind: str) -> None:
    exam = Exam(kind, minutes=60)
    exam.begin()
    exam.wait(minutes=60, seconds=29)
    assert not exam.block.end_overdue(), "an answer may be on the way"
    free = Exam(kind, minutes=None, purpose="mastery")
    free.begin()
    free.wait(days=90)
    assert not free.block.end_overdue()
    free.grant(closes_at=free.host.now() - timedelta(minutes=1))
    assert free.block.end_overdue()


def test_begin_that_was_sent_twice_is_one_attempt_with_one_end(kind: str) -> None:
    exam = Exam(kind)
    payload = {"revision": 0, "idempotency_key": "once"}
    first = exam.post("begin_attempt", payload)[1]
    exam.wait(minutes=5)
    assert exam.post("begin_attempt", payload)[1]["ends_at"] == first["ends_at"]
    assert len(exam.block.attempts) == 1


def test_plain_form_after_the_time_is_refused_in_words_and_the_result_is_there(kind: str) -> None:
    exam = Exam(kind, language="fr")
    exam.begin()
    exam.wait(hours=2)
    page = exam.render("student_view")
    assert "Le temps est écoulé." in page
    name = "item=q3" if kind == "checkpoint" else "task=total"
    response = exam.request("answer", f"{name}&revision=1&idempotency_key=k&response=5".encode(), "application/x-www-form-urlencoded")
    assert (response.status_int, "arrivé trop tard" in response.text) == (409, True)
    assert "mk-result" in exam.render("student_view")


def test_question_without_an_answer_takes_none_when_the_attempt_has_ended() -> None:
    exam = Exam("checkpoint")
    exam.begin()
    exam.wait(hours=2)
    html = exam.post("time_up", {})[1]["html"]
    assert (html.count("No answer."), html.count("Hand in this answer"), html.count("<fieldset")) == (3, 0, 3)
    assert len(re.findall(r"<fieldset[^>]* disabled", html)) == 3


def test_hint_after_the_time_is_refused_too() -> None:
    exam = Exam("lab")
    exam.begin()
    exam.wait(hours=2)
    assert exam.post("hint", {"revision": 1, "task": "total", "hint": "h1"})[1]["code"] == "time_over"


def test_pause_before_the_next_attempt_counts_from_the_end_of_the_time() -> None:
    exam = Exam("checkpoint")
    exam.usage = exam.runtime.parse_xml_string(make_checkpoint_olx("mastery", cooldown=30).encode())
    exam.grant(minutes=10)
    exam.begin()
    exam.wait(minutes=39)
    exam.post("time_up", {})
    assert exam.post("begin_attempt", {"revision": exam.block.revision, "idempotency_key": "x"})[1]["code"] == "cooling_down"
    exam.wait(minutes=1)
    assert exam.begin()["attempt"]["number"] == 2


def test_state_of_an_attempt_without_a_limit_is_stored_as_before(kind: str) -> None:
    exam = Exam(kind, minutes=None, purpose="mastery")
    exam.begin()
    assert not {"limit", "timed_out"} & set(exam.block.attempts[0])
    assert "data-clock" not in exam.render("student_view")
    assert "data-limit" not in json.dumps(exam.state())


def test_page_of_a_block_with_its_clock_stays_light(kind: str) -> None:
    exam = Exam(kind)
    fragment = exam.runtime.render(exam.block, "student_view")
    names = [resource.data.rpartition("/resource/")[2] for resource in fragment.resources if "/resource/" in resource.data]
    assert "public/timer.js" in names
    weight = 0
    for name in names:
        with type(exam.block).unmixed_class.open_local_resource(name) as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 12_000
