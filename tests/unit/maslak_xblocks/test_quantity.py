"""A number is read as its writer means it, whatever the keyboard; what could be two numbers is refused."""

from __future__ import annotations

import pytest

from maslak_domain.language import LANGUAGES, InvalidNumberError, Language
from maslak_xblocks.quantity import read_quantity

UNITS = {"%": ("%",), "DH": ("DH", "درهم"), "m2": ("m2", "m²"), "": ()}


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12,5", ""),
        ("١٢٫٥", ""),
        ("١٢،٥", ""),
        ("12,5 %", "%"),
        ("12,5\u202f%", "%"),
        ("12,5\u00a0%", "%"),
        ("١٢٫٥٪", "%"),
        ("٪12,5", "%"),
        ("% 12,5", "%"),
        ("\u200f12,5\u200f%\u200f", "%"),
        ("\u206612,5 %\u2069", "%"),
        ("12,5 %\u200e", "%"),
        ("12,5 dh", "DH"),
        ("12,5DH", "DH"),
        ("12,5 دِرْهَم", "DH"),
        ("12,5 درهـم", "DH"),
        ("12,5 m²", "m2"),
        ("12,5 m2", "m2"),
        ("\u200b012,5", "DH"),
        ("+12,5", "DH"),
    ],
)
def test_number_is_read_with_its_unit_or_without_from_any_keyboard(text: str, unit: str, language: Language) -> None:
    assert read_quantity(text, UNITS[unit], language) == "12.5"


@pytest.mark.parametrize("text", ["12.5", "12,5", "١٢٫٥", "12.5 %", "١٢٫٥ ٪"])
def test_number_is_read_in_english_too(text: str) -> None:
    assert read_quantity(text, UNITS["%"], "en") == "12.5"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["-5", "−5", "–5", "\u200f-5", "-5 DH", "−٥ درهم"])
def test_number_below_zero_is_read_by_every_sign_that_keyboards_write(text: str, language: Language) -> None:
    assert read_quantity(text, UNITS["DH"], language) == "-5"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["12 MAD", "12 % DH", "1e3", "12 500", "12\u202f500", "12\u066c5", "5²", "5-", "12.", "12,,5", "twelve"])
def test_what_is_not_one_number_with_its_own_unit_is_refused(text: str, language: Language) -> None:
    with pytest.raises(InvalidNumberError):
        read_quantity(text, UNITS["%"], language)


@pytest.mark.parametrize(("text", "language"), [("1.234", "fr"), ("1.234", "ar"), ("1,234", "en"), ("1،234", "en")])
def test_sign_that_could_group_thousands_is_refused(text: str, language: Language) -> None:
    with pytest.raises(InvalidNumberError):
        read_quantity(text, (), language)


@pytest.mark.parametrize("text", ["", " ", "%", "٪", "\u200f% "])
def test_unit_alone_is_nothing(text: str) -> None:
    assert read_quantity(text, UNITS["%"], "ar") == ""
