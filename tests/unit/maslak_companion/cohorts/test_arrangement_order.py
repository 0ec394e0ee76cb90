"""Which of two arrangements counts is said wherever they differ, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from maslak_companion.cohorts.arrangements.order import Holder, list_rivals
from maslak_companion.offerings.granted import Grant, Terms

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SALMA, OMAR, GROUP = uuid4(), uuid4(), uuid4()
MEMBERS = {GROUP: {SALMA}}


def hold(who: UUID, usage_key: str | None = None, days: int = 0, **terms: Any) -> Holder:
    grant = Grant(uuid4(), Terms(**terms), who != GROUP, usage_key, NOW + timedelta(days=days))
    return Holder(grant, None if who == GROUP else who, GROUP if who == GROUP else None)


def test_personal_one_counts_before_the_groups_for_its_members_alone() -> None:
    groups, hers, his = hold(GROUP, "exam", extra_attempts=1), hold(SALMA, extra_attempts=2), hold(OMAR, extra_attempts=3)
    everyone = [groups, hers, his]
    before, after = list_rivals(hers, everyone, MEMBERS)
    assert ([each.second for each in before], after) == ([groups], [])
    before, after = list_rivals(groups, everyone, MEMBERS)
    assert (before, [each.first for each in after]) == ([], [hers])
    assert list_rivals(his, everyone, MEMBERS) == ([], [])


def test_only_what_both_say_differently_is_a_matter_of_order() -> None:
    one = hold(SALMA, "exam", extra_attempts=1, excused=True)
    same = hold(SALMA, extra_attempts=1, excused=True)
    other_value = hold(SALMA, "exam", closes_at=NOW)
    other_place = hold(SALMA, "lab", extra_attempts=5)
    newer = hold(SALMA, "exam", days=1, extra_attempts=4, closes_at=NOW)
    before, after = list_rivals(one, [one, same, other_value, other_place, newer], MEMBERS)
    assert before == []
    assert [(each.first, each.values) for each in after] == [(newer, frozenset({"extra_attempts"}))]
