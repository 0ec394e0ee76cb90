"""Every way of asking, answered as a script, a phone and a plain form answer it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.factories.question import ANSWERS, QUESTIONS, make_questions_olx
from tests.factories.xblock import Classroom, make_host

FEEDBACK = re.compile(r"FEEDBACK|MISCONCEPTION|SECRET")


def seen(room: Classroom, name: str) -> Any:
    status, state = room.post("state", {})
    assert status == 200
    return next(item for item in state["attempt"]["items"] if item["id"] == name)


def tokens(room: Classroom, name: str) -> dict[str, str]:
    """Give the learner's names by the authors' ids."""
    block = room.block
    item = block.document.find_item(name)
    return {id: token for token, id in block.situation().tokens(item).items()}


def under_names(given: Any, names: dict[str, str]) -> Any:
    if isinstance(given, dict):
        return {names[left]: names[right] for left, right in given.items()}
    return [names[one] for one in given] if isinstance(given, list) else given


@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize("view", ["student_view", "author_view", "studio_view", "public_view"])
def test_every_question_has_every_view(name: str, view: str) -> None:
    assert "mk" in Classroom(make_questions_olx(name)).render(view)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_nothing_of_the_key_goes_out_before_the_answer(name: str) -> None:
    room = Classroom(make_questions_olx(name))
    page = room.render("student_view")
    state = str(seen(room, name)) + str(room.block.student_view_data()) + str(room.block.index_dictionary())
    assert not FEEDBACK.search(page + state)
    authored = room.block.document.items[0].task.names
    assert not [id for id in authored if f'"{id}"' in page or f"'{id}'" in state]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_right_and_a_wrong_answer_are_marked_and_explained(name: str) -> None:
    for given, score in zip(ANSWERS[name], ("1", "0"), strict=True):
        room = Classroom(make_questions_olx(name))
        sent = under_names(given, tokens(room, name))
        status, answer = room.answer(name, sent)
        assert (status, answer["item"]["answer"]["score"]) == (200, score)
        described = answer["item"]["answer"]
        assert described["right"]
        if not isinstance(sent, str):
            assert sorted(described["response"]) == sorted(sent)
        assert ("MISCONCEPTION" in answer["html"]["card"]) == (score == "0")
        assert "mk-verdict" in room.render("student_view")


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_mastery_question_keeps_its_key_until_the_attempt_is_passed(name: str) -> None:
    room = Classroom(make_questions_olx(name, purpose="mastery"))
    room.post("begin_attempt", {"revision": 0, "idempotency_key": "k0"})
    status, answer = room.answer(name, under_names(ANSWERS[name][1], tokens(room, name)))
    assert status == 200
    assert "right" not in answer["item"]["answer"]
    assert "right answer" not in answer["html"]["card"]
    assert "SECRET" not in str(answer)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_the_same_answer_twice_counts_once_and_another_one_is_refused(name: str) -> None:
    room = Classroom(make_questions_olx(name))
    names = tokens(room, name)
    right, wrong = (under_names(given, names) for given in ANSWERS[name])
    first = room.answer(name, right, key="k1")
    assert room.answer(name, right, key="k1", revision=0)[1]["item"] == first[1]["item"]
    assert room.answer(name, wrong, key="k1")[1]["code"] == "already_answered"
    assert room.answer(name, wrong, key="k2")[1]["code"] == "already_answered"
    assert len(room.block.attempts[0]["answers"]) == 1


@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize(
    "given",
    [
        None,
        True,
        7,
        1.5,
        [1],
        [["a"]],
        [None],
        {"a": 1},
        {"a": {"b": "c"}},
        ["unknown"] * 3,
        ["unknown=x", "unknown=y"],
        ["x"] * 500,
        "x" * 5000,
        {f"k{n}": "v" for n in range(300)},
        ["=", "==", "=1"],
    ],
)
def test_whatever_cannot_be_an_answer_is_refused_and_changes_nothing(name: str, given: object) -> None:
    room = Classroom(make_questions_olx(name))
    status, problem = room.answer(name, given)
    assert status == 400, problem
    assert problem["code"] in ("invalid_payload", "empty_answer", "incomplete_answer")
    assert problem["title"]
    assert room.block.attempts == []


def test_a_missing_line_is_said_in_words_of_its_own() -> None:
    room = Classroom(make_questions_olx("pairs"))
    names = tokens(room, "pairs")
    status, problem = room.answer("pairs", {names["l1"]: names["c1"]})
    assert (status, problem["code"]) == (400, "incomplete_answer")
    assert "line" in problem["title"] or "ligne" in problem["title"] or "سطر" in problem["title"]


FIELD = re.compile(r'<(?:input|option)\b[^>]*?\bvalue="([^"]*)"[^>]*>')


@pytest.mark.parametrize("name", ["steps", "pairs", "classes", "log"])
def test_a_plain_form_can_give_every_answer_with_the_values_that_stand_in_the_page(name: str) -> None:
    room = Classroom(make_questions_olx(name))
    page, names = room.render("student_view"), tokens(room, name)
    given: Any = ANSWERS[name][0]
    if name == "steps":
        values = [("response", f"{names[step]}={place}") for place, step in enumerate(given, 1)]
    elif name == "log":
        values = [("response", names[row]) for row in given]
    else:
        field = "response" if name == "pairs" else "response.{}"
        values = [(field.format(names[left]), f"{names[left]}={names[right]}") for left, right in given.items()]
    offered = {unescape(value) for value in FIELD.findall(page)}
    assert {value for _, value in values} <= offered
    assert all(f'name="{field}"' in page for field, _ in values)
    body = urlencode([("item", name), ("language", "fr"), ("revision", "0"), ("idempotency_key", "plain"), *values]).encode()
    response = room.request("answer", body, "application/x-www-form-urlencoded", referer="http://localhost/page")
    assert response.status_int == 303
    assert room.block.attempts[0]["answers"][name]["score"] == "1"


def test_a_plain_form_without_an_answer_is_told_to_choose_one() -> None:
    room = Classroom(make_questions_olx("log"))
    body = urlencode([("item", "log"), ("revision", "0"), ("idempotency_key", "plain")]).encode()
    response = room.request("answer", body, "application/x-www-form-urlencoded")
    assert response.status_int == 400
    assert room.block.attempts == []


def test_every_learner_gets_steps_and_choices_in_an_order_and_under_names_of_their_own() -> None:
    orders = set()
    for learner in range(12):
        room = Classroom(make_questions_olx("steps", "pairs"), make_host(key=f"learner-{learner}"))
        orders.add(tuple(step["html"] for step in seen(room, "steps")["options"]))
        assert tuple(step["html"] for step in seen(room, "steps")["options"])[0:4] != ("un", "deux", "trois", "quatre")
    assert len(orders) > 3


def test_rows_of_a_log_keep_their_order_and_read_from_left_to_right() -> None:
    room = Classroom(make_questions_olx("log"))
    assert [row["cells"] for row in seen(room, "log")["options"]][0] == ["10:02 GET /login 200"]
    room.post("set_language", {"language": "ar"})
    page = room.render("student_view")
    table = re.search(r'<table class="mk-log"[^>]*>', page)
    assert table
    assert 'dir="ltr"' in table[0]
    assert '<th scope="col" lang="ar" dir="rtl">السطر</th>' in page


def test_an_answer_is_kept_when_its_question_has_become_another_type() -> None:
    room = Classroom(make_questions_olx("pairs"))
    room.answer("pairs", under_names(ANSWERS["pairs"][0], tokens(room, "pairs")))
    stored = room.block.attempts
    other = Classroom(make_questions_olx("steps").replace('id="steps"', 'id="pairs"'))
    block = other.block
    block.attempts = stored
    block.save()
    assert "mk-card" in other.render("student_view")
    assert other.post("state", {})[0] == 200


def test_what_a_learner_wrote_never_becomes_markup() -> None:
    room = Classroom(make_questions_olx("command"))
    _, answer = room.answer("command", "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in answer["html"]["card"]
    assert "<img src=x" not in room.render("student_view")
