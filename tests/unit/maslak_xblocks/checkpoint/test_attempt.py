from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from maslak_xblocks.checkpoint.attempt import Answer, Attempt, Rules, add_answer, attempts_left, check_may_begin, retire_missing
from maslak_xblocks.errors import (
    AlreadyAnsweredError,
    AttemptOverError,
    AttemptRunningError,
    CoolingDownError,
    NoAttemptLeftError,
    NotOpenError,
    UnknownItemError,
)
from maslak_xblocks.host import HostArrangement

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ANSWER = Answer(["a"], Decimal(1), "k1", NOW)
RUNNING = Attempt(1, ("q1", "q2"), {"q1": ANSWER}, NOW)
FINISHED = replace(RUNNING, finished_at=NOW, score=Decimal("0.5"))


def test_an_attempt_survives_storage() -> None:
    for attempt in (RUNNING, FINISHED):
        assert Attempt.from_json(attempt.to_json()) == attempt


def test_the_same_answer_under_the_same_key_changes_nothing() -> None:
    assert add_answer(RUNNING, "q1", ANSWER) is RUNNING


@pytest.mark.parametrize("other", [replace(ANSWER, key="k2"), replace(ANSWER, response=["b"])])
def test_another_answer_to_an_answered_item_is_refused(other: Answer) -> None:
    with pytest.raises(AlreadyAnsweredError):
        add_answer(RUNNING, "q1", other)


def test_an_answer_needs_a_running_attempt_that_holds_the_item() -> None:
    with pytest.raises(AttemptOverError):
        add_answer(None, "q1", ANSWER)
    with pytest.raises(AttemptOverError):
        add_answer(FINISHED, "q2", ANSWER)
    with pytest.raises(UnknownItemError):
        add_answer(RUNNING, "q9", ANSWER)


def test_a_second_attempt_waits_for_the_first_and_for_the_pause() -> None:
    rules = Rules(3, 30, HostArrangement())
    with pytest.raises(AttemptRunningError):
        check_may_begin([RUNNING], rules, NOW)
    with pytest.raises(CoolingDownError) as caught:
        check_may_begin([FINISHED], rules, NOW + timedelta(minutes=29))
    assert caught.value.params["available_at"] == (NOW + timedelta(minutes=30)).isoformat()
    check_may_begin([FINISHED], rules, NOW + timedelta(minutes=30))


def test_an_arrangement_gives_one_attempt_more() -> None:
    with pytest.raises(NoAttemptLeftError):
        check_may_begin([FINISHED], Rules(1, 0, HostArrangement()), NOW)
    granted = Rules(1, 0, HostArrangement(extra_attempts=1))
    check_may_begin([FINISHED], granted, NOW)
    assert attempts_left([FINISHED], granted) == 1
    assert attempts_left([FINISHED] * 9, Rules(0, 0, HostArrangement())) is None


def test_nothing_begins_before_the_opening_or_after_the_closing() -> None:
    hour = timedelta(hours=1)
    for arrangement in (HostArrangement(opens_at=NOW + hour), HostArrangement(closes_at=NOW - hour)):
        with pytest.raises(NotOpenError):
            check_may_begin([], Rules(0, 0, arrangement), NOW)
    check_may_begin([], Rules(0, 0, HostArrangement(opens_at=NOW - hour, closes_at=NOW + hour)), NOW)


def test_an_item_that_a_new_release_lacks_leaves_a_running_attempt_only() -> None:
    assert retire_missing(RUNNING, frozenset({"q1"})).items == ("q1",)
    assert retire_missing(FINISHED, frozenset({"q1"})).items == ("q1", "q2")
