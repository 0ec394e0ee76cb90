"""Numbers come back as they were written, in every language; nothing typed makes the reader fail in another way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslak_domain.language import (
    LANGUAGES,
    InvalidNumberError,
    fold_answer,
    fold_arabic,
    format_decimal,
    normalise_answer,
    parse_decimal,
    tidy_code,
)

languages = st.sampled_from(LANGUAGES)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)
ARABIC = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٫")


@given(decimals, languages)
def test_written_number_is_read_as_the_same_number(value, language):
    assert parse_decimal(format_decimal(value, language), language) == value


@given(decimals)
def test_number_in_arabic_digits_is_the_same_number(value):
    assert parse_decimal(format_decimal(value, "ar").translate(ARABIC), "ar") == value


@given(st.integers(1, 999), st.integers(0, 999))
def test_thousands_of_another_language_are_never_read_as_decimals(whole, rest):
    for language, sign in (("fr", "."), ("ar", "."), ("en", ",")):
        with pytest.raises(InvalidNumberError):
            parse_decimal(f"{whole}{sign}{rest:03}", language)


@given(st.text(max_size=50), languages)
def test_any_text_is_a_number_or_is_refused(typed, language):
    try:
        value = parse_decimal(typed, language)
    except InvalidNumberError:
        return
    assert isinstance(value, Decimal)
    assert value.is_finite()


@given(st.text(max_size=50), languages)
def test_normalising_twice_changes_nothing_more(typed, language):
    once = normalise_answer(typed, language)
    assert normalise_answer(once, language) == once


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=30))
def test_folding_twice_changes_nothing_more(typed):
    assert fold_arabic(fold_arabic(typed)) == fold_arabic(typed)


@given(st.text(max_size=50))
def test_folding_an_answer_twice_changes_nothing_more(typed):
    assert fold_answer(fold_answer(typed)) == fold_answer(typed)
    assert tidy_code(tidy_code(typed)) == tidy_code(typed)


@given(st.text(max_size=50), st.sampled_from(["  {}", "{}\u200f", "«{}»", "{}.", "\u202b{}\u202c"]))
def test_what_stands_around_an_answer_does_not_count(typed, around):
    assert fold_answer(around.format(typed)) == fold_answer(typed)
