"""A number as a learner writes it: with its unit or without, from an Arabic or a Latin keyboard, typed or pasted.

Nothing is guessed: what could be two numbers, or holds words that are no unit of the question, is refused and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from maslak_domain.language import Language, normalise_answer, parse_decimal, tidy_code, to_western_digits

# An Arabic keyboard's percent sign, and the dash that a phone puts in place of a minus.
_SIGNS: Final = str.maketrans({"٪": "%", "\u2013": "-"})
_DECIMAL_SIGN: Final = "٫"
_OF_NUMBERS: Final = frozenset("0123456789.,٫،+-")


def read_quantity(text: str, units: Iterable[str], language: Language) -> str:
    """Give the number as plain decimal digits; nothing where nothing but a unit was written.

    ``units`` are the ways in which a unit may stand after the number or, as ``%`` in Arabic, before it; neither case nor vowel
    marks count. Raises InvalidNumberError.
    """
    plain = to_western_digits(tidy_code(text)).translate(_SIGNS)
    known, signs = _fold_all(frozenset(units))
    # Where every sign belongs to a number and to no unit, there is no unit to look for.
    has_unit = bool(known) and not (_OF_NUMBERS.issuperset(plain) and signs.isdisjoint(plain))
    number = next((rest.strip() for rest, unit in _part(plain) if _fold(unit) in known), plain) if has_unit else plain
    if not number:
        return ""
    # Both signs of an Arabic keyboard say what a comma says; the decimal one can mean nothing else, in any language.
    number = number.replace(_DECIMAL_SIGN, "." if language == "en" else ",").replace("،", ",")
    return format(parse_decimal(number, language), "f")


def _part(text: str) -> Iterator[tuple[str, str]]:
    """Give the ways to part a text in a number and what stands after it, then before it, the longest unit first."""
    yield from ((text[:at], text[at:]) for at in range(len(text)))
    yield from ((text[at:], text[:at]) for at in range(len(text), 0, -1))


@lru_cache(maxsize=1024)
def _fold_all(units: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the units as they are compared, and the signs of numbers that they hold: an author writes few, and each answer asks."""
    known = frozenset(_fold(unit) for unit in units) - {""}
    return known, frozenset(sign for unit in known for sign in unit) & _OF_NUMBERS


def _fold(unit: str) -> str:
    return normalise_answer(unit.translate(_SIGNS), "ar")
