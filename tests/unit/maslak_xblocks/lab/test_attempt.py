"""The life of an attempt: what may be begun, answered and handed in, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from maslak_xblocks.errors import AttemptOverError, AttemptRunningError, CoolingDownError, NoAttemptLeftError, NotOpenError
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.lab.attempt import (
    Attempt,
    Rules,
    TaskState,
    attempts_left,
    check_may_answer,
    check_may_begin,
    is_settled,
    score_attempt,
    tries_left,
)
from maslak_xblocks.lab.errors import NoTryLeftError

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FREE = Rules(0, 0, 0, HostArrangement())
RUNNING = Attempt(1, "sales_table", 80, "", AT)
DONE = replace(RUNNING, finished_at=AT, score=Decimal("0.5"))
WEIGHTS = {"a": Decimal(2), "b": Decimal(1)}
RIGHT = TaskState(best=Decimal(1), tries=1, response="x", score=Decimal(1), keys=("k",), at=AT)
WRONG = TaskState(tries=3, response="x", keys=("k",), at=AT)


def test_attempt_survives_its_storage() -> None:
    attempt = replace(RUNNING, begin_key="b").with_task("a", RIGHT)
    assert Attempt.from_json(attempt.to_json()) == attempt
    assert Attempt.from_json(DONE.to_json()) == DONE


def test_next_attempt_waits_for_the_running_one_the_pause_and_the_limit() -> None:
    check_may_begin((), FREE, AT)
    check_may_begin((DONE,), FREE, AT)
    with pytest.raises(AttemptRunningError):
        check_may_begin((RUNNING,), FREE, AT)
    with pytest.raises(NoAttemptLeftError):
        check_may_begin((DONE,), Rules(1, 0, 0, HostArrangement()), AT)
    check_may_begin((DONE,), Rules(1, 0, 0, HostArrangement(extra_attempts=1)), AT)
    with pytest.raises(CoolingDownError):
        check_may_begin((DONE,), Rules(0, 30, 0, HostArrangement()), AT + timedelta(minutes=29))
    check_may_begin((DONE,), Rules(0, 30, 0, HostArrangement()), AT + timedelta(minutes=30))
    assert attempts_left((DONE,), Rules(3, 0, 0, HostArrangement())) == 2


def test_answers_need_a_running_attempt_an_open_door_and_a_try() -> None:
    assert check_may_answer(RUNNING, "a", FREE, AT) is RUNNING
    for over in (None, DONE):
        with pytest.raises(AttemptOverError):
            check_may_answer(over, "a", FREE, AT)
    with pytest.raises(NotOpenError):
        check_may_answer(RUNNING, "a", Rules(0, 0, 0, HostArrangement(closes_at=AT - timedelta(seconds=1))), AT)
    with pytest.raises(NotOpenError):
        check_may_answer(RUNNING, "a", Rules(0, 0, 0, HostArrangement(opens_at=AT + timedelta(seconds=1))), AT)
    with pytest.raises(NoTryLeftError):
        check_may_answer(RUNNING.with_task("a", WRONG), "a", Rules(0, 0, 3, HostArrangement()), AT)
    assert tries_left(WRONG, Rules(0, 0, 5, HostArrangement())) == 2


def test_score_is_the_mean_by_weight_and_an_open_task_counts_nothing() -> None:
    assert score_attempt(RUNNING, WEIGHTS) == 0
    assert score_attempt(RUNNING.with_task("a", RIGHT), WEIGHTS) == Decimal("0.6666")
    assert score_attempt(RUNNING.with_task("a", RIGHT).with_task("b", RIGHT), WEIGHTS) == 1
    assert score_attempt(RUNNING, {}) == 0


def test_attempt_is_settled_when_nothing_can_be_gained() -> None:
    limited = Rules(0, 0, 3, HostArrangement())
    both = RUNNING.with_task("a", RIGHT).with_task("b", WRONG)
    assert not is_settled(RUNNING.with_task("a", RIGHT), WEIGHTS, FREE)
    assert not is_settled(both, WEIGHTS, FREE)
    assert is_settled(both, WEIGHTS, limited)
    # In an exam the end would tell that the answer was right.
    assert not is_settled(both, WEIGHTS, Rules(0, 0, 3, HostArrangement(exam_mode=True)))
