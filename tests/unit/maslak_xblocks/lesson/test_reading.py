from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maslak_xblocks.lesson.reading import accept_fraction, minimum_seconds, minutes_to_read, seconds_left

OPENED = datetime(2026, 11, 23, 10, tzinfo=UTC)


def after(seconds: float) -> dict[str, object]:
    return {"words": 200, "opened_at": OPENED, "now": OPENED + timedelta(seconds=seconds)}


@pytest.mark.parametrize(
    ("known", "claimed", "seconds", "accepted"),
    [(0, 1, 0, 0), (0, 1, 5, 0.5), (0, 1, 10, 1), (0, 0.3, 60, 0.3), (0.8, 0.1, 60, 0.8), (0.4, 1, 0, 0.4)],
)
def test_reading_never_shrinks_and_never_outruns_the_clock(known: float, claimed: float, seconds: float, accepted: float) -> None:
    assert accept_fraction(known, claimed, **after(seconds)) == pytest.approx(accepted)  # type: ignore[arg-type]


def test_a_clock_that_went_back_gives_nothing() -> None:
    assert accept_fraction(0, 1, **after(-60)) == 0  # type: ignore[arg-type]


def test_a_long_text_holds_nobody_up() -> None:
    assert minimum_seconds(100_000) == 20
    assert seconds_left(1, **after(4)) == 6  # type: ignore[arg-type]


def test_an_empty_lesson_is_read_at_once() -> None:
    assert accept_fraction(0, 1, words=0, opened_at=OPENED, now=OPENED) == 1
    assert minutes_to_read(0) == 1
