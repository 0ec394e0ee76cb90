"""How long an attempt may take: extra time, the closing time, what is changed while it runs, and what arrives late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from maslak_xblocks.host import HostArrangement
from maslak_xblocks.timing import (
    GRACE,
    TimeLimit,
    allow_minutes,
    find_allowed,
    find_end,
    find_finish,
    is_over,
    is_overdue,
    is_too_late,
    make_limit,
)

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
FREE = HostArrangement()


@dataclass
class Begun:
    """An attempt, as far as its time is concerned."""

    limit: TimeLimit | None = TimeLimit(60, 60)
    began_at: datetime = BEGAN
    finished_at: datetime | None = None


@pytest.mark.parametrize(
    ("minutes", "extra", "allowed"),
    [(60, "0", 60), (60, "0.33", 80), (45, "0.333", 60), (1, "0.01", 2), (90, "0.5", 135), (30, "1", 60), (60, "-0.5", 60), (3, "0.1", 4)],
)
def test_extra_time_is_rounded_up_to_whole_minutes(minutes: int, extra: str, allowed: int) -> None:
    assert allow_minutes(minutes, Decimal(extra)) == allowed
    assert make_limit(HostArrangement(minutes=minutes, extra_time=Decimal(extra))) == TimeLimit(minutes, allowed)


def test_extra_time_of_nothing_is_no_limit() -> None:
    granted = HostArrangement(extra_time=Decimal("0.5"))
    assert (find_allowed(granted), make_limit(granted), find_end(Begun(None), granted)) == (None, None, None)


def test_end_is_the_beginning_and_what_was_allowed_and_never_after_the_closing_time() -> None:
    assert find_end(Begun(), FREE) == BEGAN + 60 * MINUTE
    assert find_end(Begun(), HostArrangement(closes_at=BEGAN + 20 * MINUTE)) == BEGAN + 20 * MINUTE
    assert find_end(Begun(), HostArrangement(closes_at=BEGAN + 61 * MINUTE)) == BEGAN + 60 * MINUTE


@pytest.mark.parametrize("minutes", [None, 1, 60, 600])
def test_begun_attempt_keeps_its_limit_whatever_is_set_later(minutes: int | None) -> None:
    assert find_end(Begun(), HostArrangement(minutes=minutes)) == BEGAN + 60 * MINUTE
    assert find_end(Begun(None), HostArrangement(minutes=minutes)) is None


def test_extra_time_granted_while_it_runs_is_added_and_never_taken_back() -> None:
    assert find_end(Begun(), HostArrangement(minutes=60, extra_time=Decimal("0.5"))) == BEGAN + 90 * MINUTE
    assert find_end(Begun(), HostArrangement(minutes=10, extra_time=Decimal("0.5"))) == BEGAN + 90 * MINUTE, "of what it began with"
    assert find_end(Begun(TimeLimit(60, 90)), HostArrangement(minutes=60)) == BEGAN + 90 * MINUTE


def test_what_arrives_within_the_grace_counts_and_later_does_not() -> None:
    end = BEGAN + 60 * MINUTE
    for moment, over, late in (
        (end - SECOND, False, False),
        (end, True, False),
        (end + GRACE, True, False),
        (end + GRACE + SECOND, True, True),
    ):
        assert (is_over(Begun(), FREE, moment), is_too_late(Begun(), FREE, moment)) == (over, late)
        assert is_overdue(Begun(), FREE, moment) is late
        assert not is_overdue(Begun(finished_at=BEGAN), FREE, moment)


def test_without_a_limit_the_closing_time_alone_counts_and_nothing_changes_after_it() -> None:
    closing = HostArrangement(closes_at=BEGAN)
    assert (is_over(Begun(None), closing, BEGAN), is_over(Begun(None), closing, BEGAN + SECOND)) == (False, True)
    assert is_overdue(Begun(None), closing, BEGAN + SECOND)
    assert not is_too_late(Begun(None), closing, BEGAN + 60 * MINUTE)
    assert not is_overdue(Begun(None), FREE, BEGAN + timedelta(days=999))


def test_attempt_that_ends_late_ended_when_its_time_was_over() -> None:
    assert find_finish(Begun(), FREE, BEGAN + 5 * MINUTE) == BEGAN + 5 * MINUTE
    assert find_finish(Begun(), FREE, BEGAN + 500 * MINUTE) == BEGAN + 60 * MINUTE
    assert find_finish(Begun(None), FREE, BEGAN + 500 * MINUTE) == BEGAN + 500 * MINUTE


def test_limit_is_stored_and_read_again() -> None:
    assert TimeLimit.from_json(TimeLimit(60, 80).to_json()) == TimeLimit(60, 80)
    assert TimeLimit.from_json(None) is None
