"""Marks are read as the registrar's language writes them, and never outside the scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from maslak_companion.results.errors import InvalidMarkError
from maslak_companion.results.marks import parse_mark
from maslak_domain.language import InvalidNumberError, Language


@pytest.mark.parametrize(
    ("text", "language", "mark"),
    [
        ("12,5", "fr", "12.5"),
        ("12.5", "en", "12.5"),
        ("١٢٫٥", "ar", "12.5"),
        ("0", "fr", "0"),
        ("20", "ar", "20"),
        (" 7,25 ", "fr", "7.25"),
    ],
)
def test_mark_is_read_as_written(text: str, language: Language, mark: str) -> None:
    assert parse_mark(text, language, scale=Decimal(20), step=Decimal("0.25")) == Decimal(mark)


def test_empty_text_is_no_mark() -> None:
    assert parse_mark("  ", "fr", scale=Decimal(20), step=Decimal("0.25")) is None


@pytest.mark.parametrize(("text", "reason"), [("20,25", "outside_scale"), ("-1", "outside_scale"), ("12,3", "between_steps")])
def test_mark_off_the_scale_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidMarkError) as refusal:
        parse_mark(text, "fr", scale=Decimal(20), step=Decimal("0.25"))
    assert refusal.value.params["reason"] == reason


@pytest.mark.parametrize("text", ["douze", "1 2", "1.234", "12,5,0", "NaN", "1e1"])
def test_what_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidNumberError):
        parse_mark(text, "fr", scale=Decimal(20), step=Decimal("0.25"))
