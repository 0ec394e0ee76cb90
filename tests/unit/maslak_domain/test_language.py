from __future__ import annotations

from decimal import Decimal

import pytest

from maslak_domain.language import (
    InvalidNumberError,
    MissingTextError,
    direction,
    fold_arabic,
    format_decimal,
    normalise_answer,
    parse_decimal,
    pick,
    to_western_digits,
)


def test_text_is_shown_in_the_readers_language_or_says_which_one_it_is_in():
    text = {"fr": "Réseaux", "en": "Networks"}
    assert pick(text, "en") == ("Networks", "en")
    assert pick(text, "ar") == ("Réseaux", "fr")
    assert pick({"ar": "شبكات", "fr": ""}, "fr") == ("شبكات", "ar")


def test_text_in_no_language_is_refused():
    with pytest.raises(MissingTextError):
        pick({"ar": ""}, "ar")


def test_only_arabic_runs_from_right_to_left():
    assert [direction(each) for each in ("ar", "fr", "en")] == ["rtl", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("fr", "12,5", "12.5"),
        ("fr", "12.5", "12.5"),
        ("fr", "0.125", "0.125"),
        ("fr", "1,234", "1.234"),
        ("ar", "١٢٫٥", "12.5"),
        ("ar", "١٢،٥", "12.5"),
        ("ar", "\u200f١٢,٥\u200e", "12.5"),
        ("ar", "-3", "-3"),
        ("en", "1.234", "1.234"),
        ("en", "12,5", "12.5"),
        ("en", "\u22123.5", "-3.5"),
        ("en", ".5", "0.5"),
        ("fr", " +7 ", "7"),
        ("fr", "1234.567", "1234.567"),
    ],
)
def test_number_is_read_as_its_writer_means_it(language, typed, meant):
    assert parse_decimal(typed, language) == Decimal(meant)


@pytest.mark.parametrize(("language", "typed"), [("fr", "1.234"), ("ar", "١.٢٣٤"), ("en", "1,234"), ("en", "999,000")])
def test_number_that_two_readers_would_read_differently_is_refused(language, typed):
    with pytest.raises(InvalidNumberError) as refused:
        parse_decimal(typed, language)
    assert refused.value.params["reason"] == "ambiguous"


@pytest.mark.parametrize(
    "typed", ["", "-", ",", "5,", "1 000", "1\u202f000,5", "1'000", "1,2,3", "1e3", "12%", "NaN", "inf", "½", "1" * 41]
)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_is_not_one_plain_number_is_refused(language, typed):
    with pytest.raises(InvalidNumberError):
        parse_decimal(typed, language)


def test_numbers_are_written_as_each_language_writes_them():
    assert format_decimal(Decimal("1234.50"), "fr") == "1234,50"
    assert format_decimal(Decimal("-0.5"), "ar") == "-0,5"
    assert format_decimal(Decimal("1E+3"), "en") == "1000"
    with pytest.raises(InvalidNumberError):
        format_decimal(Decimal("NaN"), "en")


def test_arabic_and_persian_digits_become_western_ones():
    assert to_western_digits("٠١٢٣٤٥٦٧٨٩ ۴ abc") == "0123456789 4 abc"


@pytest.mark.parametrize(
    ("typed", "same"),
    [("أمن", "امن"), ("إنترنت", "انترنت"), ("مُحَمَّـد", "محمد"), ("مدرسة", "مدرسه"), ("مستشفى", "مستشفي"), ("ﻻ", "لا"), ("آلة", "اله")],
)
def test_spellings_of_one_arabic_word_are_equal(typed, same):
    assert fold_arabic(typed) == fold_arabic(same)


def test_words_that_differ_stay_different():
    assert fold_arabic("علم") != fold_arabic("عمل")


@pytest.mark.parametrize(
    ("language", "typed", "same"),
    [
        ("fr", "  L’Été ", "l'ete"),
        ("fr", "Cœur", "coeur"),
        ("fr", "A\u00a0B", "a b"),
        ("en", "HTTPS", "https"),
        ("ar", "١٢ الأمن", "12 الامن"),
        ("ar", "VPN الآمنة", "vpn الامنه"),
    ],
)
def test_answers_that_a_teacher_would_call_equal_are_equal(language, typed, same):
    assert normalise_answer(typed, language) == normalise_answer(same, language)


def test_answers_that_differ_stay_different():
    assert normalise_answer("http", "en") != normalise_answer("https", "en")
