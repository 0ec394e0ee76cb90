"""When a stage is due and until when it takes work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maslak_companion.dossiers.dates import Dates
from maslak_xblocks.project.assignment import StageRule

OPENS = datetime(2026, 9, 14, 7, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=100)


def make_rule(days: int | None = 14, name: str = "plan") -> StageRule:
    return StageRule(name, (), days)


def test_stage_is_due_so_many_days_after_the_opening() -> None:
    assert Dates(OPENS, CLOSES).find_due(make_rule()) == OPENS + timedelta(days=14)


@pytest.mark.parametrize(("opens", "days"), [(None, 14), (OPENS, None), (None, None)])
def test_without_an_opening_or_a_time_nothing_is_due(opens: datetime | None, days: int | None) -> None:
    assert Dates(opens, None).find_due(make_rule(days)) is None


def test_nothing_is_due_after_the_project_closes() -> None:
    assert Dates(OPENS, CLOSES).find_due(make_rule(400)) == CLOSES


@pytest.mark.parametrize(("granted", "due"), [(30, 30), (5, 14)])
def test_what_was_granted_moves_the_day_later_and_never_earlier(granted: int, due: int) -> None:
    dates = Dates(OPENS, CLOSES, OPENS + timedelta(days=granted))
    assert dates.find_due(make_rule()) == OPENS + timedelta(days=due)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(OPENS - timedelta(seconds=1), False), (OPENS, True), (CLOSES - timedelta(seconds=1), True), (CLOSES, False)],
)
def test_project_takes_work_from_its_opening_until_it_closes(at: datetime, is_open: bool) -> None:
    assert Dates(OPENS, CLOSES).is_open(make_rule(), at) is is_open


def test_project_without_dates_is_always_open() -> None:
    assert Dates(None, None).is_open(make_rule(None), OPENS)


def test_day_that_a_lead_set_goes_before_the_author_s() -> None:
    dates = Dates(OPENS, CLOSES, due={"plan": OPENS + timedelta(days=40)})
    assert dates.find_due(make_rule()) == OPENS + timedelta(days=40)
    assert dates.find_due(make_rule(name="report")) == OPENS + timedelta(days=14)
    assert Dates(None, None, due={"plan": OPENS}).find_due(make_rule(None)) == OPENS


@pytest.mark.parametrize(("late_days", "closes"), [(None, 100), (0, 14), (3, 17), (400, 100)])
def test_late_work_is_taken_for_so_many_days(late_days: int | None, closes: int) -> None:
    dates = Dates(OPENS, CLOSES, late_days=late_days)
    assert dates.find_close(make_rule()) == OPENS + timedelta(days=closes)
    assert not dates.is_open(make_rule(), OPENS + timedelta(days=closes))
    assert dates.is_open(make_rule(), OPENS + timedelta(days=closes, seconds=-1))


def test_what_was_granted_moves_the_end_of_late_work_too() -> None:
    dates = Dates(OPENS, CLOSES, OPENS + timedelta(days=30), late_days=0)
    assert dates.is_open(make_rule(), OPENS + timedelta(days=29))
