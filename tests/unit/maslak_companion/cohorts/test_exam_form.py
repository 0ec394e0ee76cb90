"""The duration of an exam, as people type it."""

from __future__ import annotations

import pytest

from maslak_companion.cohorts.exam_form import InvalidDurationError, read_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("60", 60), ("٦٠", 60), ("۶۰", 60), ("\u2067٩٠\u2069", 90), ("  1 ", 1), ("600", 600), ("", None), (" \u200f ", None)],
)
def test_digits_of_every_script_are_read(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "00", "601", "6e1", "1.5", "1,5", "-1", "+5", "½", "²", "sixty", "60min", "1" * 300])
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(InvalidDurationError):
        read_minutes(typed)
