"""A release changes the bank while somebody is in the middle of an attempt: what they see is fair, and the mark can be explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from tests.factories.xblock import Classroom, make_checkpoint_olx

from maslak_xblocks.host import HostArrangement

Change = Callable[[Any], None]


def release(room: Classroom, change: Change) -> None:
    """Put another bank in place of the one that the attempt began with."""
    block = room.block
    root = etree.fromstring(block.effective_source)
    change(root)
    block.replace_source(etree.tostring(root, encoding="unicode"))
    block.save()


def drop(*names: str) -> Change:
    """Take items out."""

    def change(root: Any) -> None:
        for item in root.findall("item"):
            if item.get("id") in names:
                root.remove(item)

    return change


def rename_all(root: Any) -> None:
    for item in root.findall("item"):
        item.set("id", f"new-{item.get('id')}")


def rekey(root: Any) -> None:
    """Make the second option of q2 a wrong one, and the third a right one."""
    options = {option.get("id"): option for option in root.find("item[@id='q2']").findall("option")}
    del options["b"].attrib["correct"]
    options["b"].set("misconception", "trust")
    options["c"].set("correct", "true")


def begin(purpose: str = "mastery", **rules: int) -> tuple[Classroom, list[str]]:
    room = Classroom(make_checkpoint_olx(purpose, **rules))
    _, state = room.post("begin_attempt", {"revision": 0, "idempotency_key": "begin-1"})
    return room, [item["id"] for item in state["attempt"]["items"]]


def read_state(room: Classroom) -> Any:
    return room.post("state", {})[1]


def begin_again(room: Classroom, key: str = "begin-2") -> tuple[int, Any]:
    return room.post("begin_attempt", {"revision": read_state(room)["revision"], "idempotency_key": key})


def test_attempt_whose_open_questions_were_taken_out_is_ended_and_counts_what_was_answered() -> None:
    room, (first, *others) = begin(attempts=1)
    right = ["a"] if first == "q1" else ["b"]
    room.answer(first, right)
    release(room, drop(*others))
    page = room.render("student_view")
    assert "Voir mon résultat" in page
    assert "mk-result" not in page
    status, ended = begin_again(room)
    assert (status, ended["attempt"]["number"], ended["attempt"]["score"], ended["attempt"]["passed"]) == (200, 1, "1", True)
    assert ended["attempts_left"] == 0
    assert "mk-result" in ended["html"]
    assert [observation.item for *_, observation in room.host.memory.evidence] == [first, "*"]
    assert ("completion", {"completion": 1.0}) in room.runtime.published
    assert begin_again(room, "begin-3")[1]["code"] == "no_attempt_left"


def test_attempt_of_which_nothing_is_left_costs_nobody_an_attempt() -> None:
    room, (first, *_) = begin(attempts=1)
    room.answer(first, ["b"])
    release(room, rename_all)
    assert read_state(room)["attempt"] is None
    assert read_state(room)["attempts_left"] == 1
    status, begun = begin_again(room)
    assert (status, begun["attempt"]["number"], begun["attempt"]["answered"], begun["attempts_left"]) == (200, 1, 0, 0)
    assert all(item["id"].startswith("new-") for item in begun["attempt"]["items"])
    assert begin_again(room)[1]["revision"] == begun["revision"], "the same key begins nothing more"
    assert len(room.block.attempts) == 1


def test_practice_goes_on_with_a_new_bank_where_nothing_is_left_of_the_old_one() -> None:
    room = Classroom(make_checkpoint_olx("practice"))
    room.answer("q3", "12,5")
    release(room, rename_all)
    status, outcome = room.answer("new-q3", "12,5")
    assert (status, outcome["attempt"]["answered"]) == (200, 1)
    assert len(room.block.attempts) == 1


def test_question_whose_key_changed_keeps_its_mark_and_says_nothing_against_it() -> None:
    room = Classroom(make_checkpoint_olx("practice"))
    room.answer("q2", ["a", "b"])
    release(room, rekey)
    answer = next(item["answer"] for item in read_state(room)["attempt"]["items"] if item["id"] == "q2")
    assert (answer["score"], answer["feedback"], answer["changed"]) == ("1", [], True)
    assert "right" not in answer
    page = room.render("student_view")
    assert "Cette question a été modifiée après votre réponse" in page
    assert "MISCONCEPTION-TRUST" not in page


def test_end_of_an_attempt_names_no_misconception_that_its_marks_do_not_show() -> None:
    room = Classroom(make_checkpoint_olx("practice"))
    first = next(item["id"] for item in read_state(room)["attempt"]["items"] if item["id"] in ("q1", "q1s"))
    room.answer(first, ["a"] if first == "q1" else ["b"])
    room.answer("q2", ["a", "b"])
    release(room, rekey)
    _, outcome = room.answer("q3", "12,5")
    assert outcome["attempt"]["score"] == "1"
    assert "MISCONCEPTION-TRUST" not in json.dumps(outcome)


def test_change_of_a_key_is_not_told_while_an_exam_runs() -> None:
    room = Classroom(make_checkpoint_olx("practice"))
    room.host.memory.arrangements[str(room.usage)] = HostArrangement(exam_mode=True)
    room.answer("q2", ["a", "b"])
    release(room, rekey)
    answer = next(item["answer"] for item in read_state(room)["attempt"]["items"] if item["id"] == "q2")
    assert answer.keys() == {"response", "received_at"}


@pytest.mark.parametrize("gone", ["q1", "q2"])
def test_questions_of_a_finished_attempt_are_numbered_as_they_are_shown(gone: str) -> None:
    room = Classroom(make_checkpoint_olx("practice"))
    answers = {"q1": ["a"], "q1s": ["b"], "q2": ["a", "b"], "q3": "12,5"}
    for item in read_state(room)["attempt"]["items"]:
        room.answer(item["id"], answers[item["id"]])
    release(room, drop(gone, "q1s"))
    page = room.render("student_view")
    left = read_state(room)["attempt"]["total"]
    assert [f"Question {number} sur {left}" in page for number in range(1, 4)] == [number <= left for number in range(1, 4)]


def test_new_order_of_the_bank_and_its_options_changes_nothing_of_a_running_attempt() -> None:
    room, items = begin()
    before = read_state(room)["attempt"]

    def turn(root: Any) -> None:
        found = root.findall("item")
        for item in found:
            root.remove(item)
            options = item.findall("option")
            for place, option in enumerate(reversed(options)):
                item.remove(option)
                item.insert(place, option)
        root.extend(reversed(found))

    release(room, turn)
    assert read_state(room)["attempt"] == before
    assert room.answer(items[0], [before["items"][0]["options"][0]["id"]])[0] == 200
