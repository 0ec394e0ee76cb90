"""When a stage is due and until when it takes work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maslak_companion.dossiers.dates import Dates

OPENS = datetime(2026, 9, 14, 7, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=100)


def test_stage_is_due_so_many_days_after_the_opening() -> None:
    assert Dates(OPENS, CLOSES).find_due(14) == OPENS + timedelta(days=14)


@pytest.mark.parametrize(("opens", "days"), [(None, 14), (OPENS, None), (None, None)])
def test_without_an_opening_or_a_time_nothing_is_due(opens: datetime | None, days: int | None) -> None:
    assert Dates(opens, None).find_due(days) is None


def test_nothing_is_due_after_the_project_closes() -> None:
    assert Dates(OPENS, CLOSES).find_due(400) == CLOSES


@pytest.mark.parametrize(("granted", "due"), [(30, 30), (5, 14)])
def test_what_was_granted_moves_the_day_later_and_never_earlier(granted: int, due: int) -> None:
    dates = Dates(OPENS, CLOSES, OPENS + timedelta(days=granted))
    assert dates.find_due(14) == OPENS + timedelta(days=due)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [(OPENS - timedelta(seconds=1), False), (OPENS, True), (CLOSES - timedelta(seconds=1), True), (CLOSES, False)],
)
def test_project_takes_work_from_its_opening_until_it_closes(at: datetime, is_open: bool) -> None:
    assert Dates(OPENS, CLOSES).is_open(at) is is_open


def test_project_without_dates_is_always_open() -> None:
    assert Dates(None, None).is_open(OPENS)
