"""What holds for a learner is read value by value from several arrangements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from maslak_companion.offerings.arrangements import check_terms
from maslak_companion.offerings.granted import Grant, Granted, Grants, Terms

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
THIRD = Decimal("0.3333")


def make_grant(usage_key: str | None = None, *, personal: bool = True, days: int = 0, **terms: Any) -> Grant:
    return Grant(uuid4(), Terms(**terms), personal, usage_key, NOW + timedelta(days=days))


def hold(usage_key: str | None, *grants: Grant) -> Granted:
    found = Grants.sort(grants).find_at(usage_key)
    assert found is not None
    return found


def test_nothing_holds_where_nothing_was_granted() -> None:
    assert Grants().find_at("exam") is None
    assert Grants.sort([make_grant("lab", excused=True)]).find_at("exam") is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (make_grant(extra_attempts=1), make_grant("exam", personal=False, extra_attempts=2, days=9)),
        (make_grant("exam", extra_attempts=1), make_grant(extra_attempts=2, days=9)),
        (make_grant("exam", personal=False, extra_attempts=1), make_grant(personal=False, extra_attempts=2, days=9)),
        (make_grant("exam", extra_attempts=1, days=1), make_grant("exam", extra_attempts=2)),
    ],
    ids=["personal before group", "block before course", "block before course in a group", "newer before older"],
)
def test_first_in_order_counts_whichever_was_written_first(first: Grant, second: Grant) -> None:
    assert hold("exam", first, second).extra_attempts == hold("exam", second, first).extra_attempts == 1


def test_value_that_the_first_does_not_name_comes_from_the_next() -> None:
    end = NOW + timedelta(days=3)
    mine, groups = make_grant(extra_time=THIRD), make_grant("exam", personal=False, extra_time=Decimal("0.5"), closes_at=end, excused=True)
    found = hold("exam", groups, mine)
    assert (found.extra_time, found.closes_at, found.excused) == (THIRD, end, True)
    assert found.sources == {"extra_time": mine.id, "closes_at": groups.id, "excused": groups.id}
    elsewhere = hold("lab", groups, mine)
    assert (elsewhere.extra_time, elsewhere.closes_at, elsewhere.excused) == (THIRD, None, False)


def test_closing_date_of_the_course_is_not_one_for_this_place_alone() -> None:
    course, here = make_grant(closes_at=NOW + timedelta(days=9)), make_grant("exam", closes_at=NOW + timedelta(days=3))
    assert not hold("exam", course).closes_here
    assert hold("exam", course, here).closes_here
    assert not hold(None, course).closes_here


def test_somebody_excused_from_the_course_is_excused_from_all_of_it() -> None:
    assert Grants.sort([make_grant(excused=True)]).list_excused({"a", "b"}) == {"a", "b"}
    one = Grants.sort([make_grant("a", excused=True), make_grant(extra_attempts=1)])
    assert (one.list_excused({"a", "b"}), one.is_excused) == (frozenset({"a"}), False)


@pytest.mark.parametrize(
    ("terms", "faults"),
    [
        ({}, {"terms": "nothing_granted"}),
        ({"extra_attempts": -1}, {"extra_attempts": "attempts_outside"}),
        ({"extra_attempts": 21}, {"extra_attempts": "attempts_outside"}),
        ({"extra_time": Decimal("-0.1")}, {"extra_time": "time_outside"}),
        ({"extra_time": Decimal("3.01")}, {"extra_time": "time_outside"}),
        ({"extra_time": Decimal(3), "extra_attempts": 20}, {}),
        ({"closes_at": NOW}, {"closes_at": "already_over"}),
        ({"closes_at": NOW + timedelta(minutes=1)}, {}),
        ({"opens_at": NOW + timedelta(days=8)}, {"opens_at": "against_usual"}),
        ({"opens_at": NOW + timedelta(days=8), "closes_at": NOW + timedelta(days=9)}, {}),
        ({"opens_at": NOW + timedelta(days=9), "closes_at": NOW + timedelta(days=9)}, {"closes_at": "closes_too_early"}),
    ],
)
def test_terms_that_cannot_be_are_named_with_their_fault(terms: dict[str, Any], faults: dict[str, str]) -> None:
    assert check_terms(Terms(**terms), "", usual=(NOW - timedelta(days=9), NOW + timedelta(days=7)), at=NOW) == faults
