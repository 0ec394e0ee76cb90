"""Arabic, French and English: text in three languages, numbers as people here write them, answers made comparable.

The traps this room exists for: "1.234" is one thousand two hundred and thirty-four in Morocco and 1.234 in English, Arabic
keyboards type other digits and other commas, and the same Arabic word is written with and without hamza and vowels.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from maslak_domain.errors import InvalidError

Language = Literal["ar", "fr", "en"]
Direction = Literal["rtl", "ltr"]
LocalizedText: TypeAlias = Mapping[Language, str]

LANGUAGES: Final[tuple[Language, ...]] = ("ar", "fr", "en")

# Whoever reads Arabic here reads French more often than English; whoever reads French or English reads the other one first.
_FALLBACK: Final[Mapping[Language, tuple[Language, ...]]] = {
    "ar": ("ar", "fr", "en"),
    "fr": ("fr", "en", "ar"),
    "en": ("en", "fr", "ar"),
}

_DIGITS: Final = {ord(arabic): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, arabic in enumerate(digits)}
# Direction marks arrive with pasted text, are invisible, and carry no meaning in a number or an answer.
_BIDI_MARKS: Final = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_OWN_SIGNS: Final[Mapping[Language, str]] = {"ar": ",٫،", "fr": ",", "en": "."}
_FOREIGN_SIGN: Final[Mapping[Language, str]] = {"ar": ".", "fr": ".", "en": ","}
_PLAIN_NUMBER: Final = re.compile(r"([+-]?)([0-9]*)(?:(\D)([0-9]+))?")
_LONGEST_NUMBER: Final = 40

_ARABIC_FOLDS: Final = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARABIC_MARKS: Final = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]")
_LATIN_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'"})
# What no reader sees, and what a phone's keyboard or a copied page slips in.
_UNSEEN: Final = dict.fromkeys([0x00AD, *range(0x200B, 0x200E), 0x2060])
# Letters of other Arabic keyboards, a hamza that many leave out, and the hyphens that "pare-feu" is written with or without.
_ANSWER_FOLDS: Final = str.maketrans({"ک": "ك", "ی": "ي", "ء": None, **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2212", " ")})
_EDGES: Final = " .,;:!?…،؛؟«»“”„\"'()"


class InvalidNumberError(InvalidError):
    """Raised when a text is not one number, or could be two different numbers to two readers."""

    code = "invalid_number"


class MissingTextError(InvalidError):
    """Raised when a text exists in none of the three languages."""

    code = "missing_text"


def pick(text: LocalizedText, language: Language) -> tuple[str, Language]:
    """Choose the text to show and say which language it is in, so that the page can set ``lang`` and ``dir``.

    Raises MissingTextError when no language has a text.
    """
    for candidate in _FALLBACK[language]:
        if found := text.get(candidate):
            return found, candidate
    raise MissingTextError("the text exists in none of the three languages")


def direction(language: Language) -> Direction:
    """Give the writing direction of a language."""
    return "rtl" if language == "ar" else "ltr"


def to_western_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits by 0–9 and leave everything else."""
    return text.translate(_DIGITS)


def parse_decimal(text: str, language: Language) -> Decimal:
    """Read a number as a person writing in ``language`` means it.

    The language's own decimal sign is always the decimal sign. The other sign is accepted where it cannot group thousands
    ("12.5" in French), and refused where it could ("1.234" in French, "1,234" in English). Grouping signs are refused.
    Raises InvalidNumberError.
    """
    plain = to_western_digits(text.translate(_BIDI_MARKS)).strip().replace("\u2212", "-")
    match = _PLAIN_NUMBER.fullmatch(plain) if len(plain) <= _LONGEST_NUMBER else None
    if match is None or not (match[2] or match[4]):
        raise InvalidNumberError("not a plain number", reason="not_a_number")
    minus, whole, sign, fraction = match.groups()
    if sign is not None and sign not in _OWN_SIGNS[language]:
        if sign != _FOREIGN_SIGN[language]:
            raise InvalidNumberError("a number is written without grouping signs", reason="not_a_number")
        if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole.strip("0"):
            raise InvalidNumberError("the sign could be a decimal sign or group thousands", reason="ambiguous")
    return Decimal(f"{minus}{whole or '0'}.{fraction or '0'}" if sign else f"{minus}{whole}")


def format_decimal(value: Decimal, language: Language) -> str:
    """Write a number for people: comma in Arabic and French, point in English, western digits, no grouping.

    Raises InvalidNumberError for NaN and infinities.
    """
    if not value.is_finite():
        raise InvalidNumberError("only finite numbers are written", reason="not_a_number")
    plain = format(value, "f")
    return plain if language == "en" else plain.replace(".", ",")


def fold_arabic(text: str) -> str:
    """Make spellings of one Arabic word equal: NFKC, no vowel marks or tatweel, one alif, ya, ha and waw."""
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ARABIC_FOLDS)


def normalise_answer(text: str, language: Language) -> str:
    """Make two typed answers comparable: case, digits, Latin accents, spacing, quotes and, in Arabic, spelling."""
    plain = to_western_digits(unicodedata.normalize("NFKC", text.translate(_BIDI_MARKS))).casefold().translate(_LATIN_LIGATURES)
    plain = unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", plain)))
    if language == "ar":
        plain = fold_arabic(plain)
    return " ".join(plain.split())


def fold_answer(text: str) -> str:
    """Make spellings of one short answer equal in whichever language it is written; nothing is left of an answer of signs alone.

    Beyond `normalise_answer` with Arabic spelling: no lone hamza, hyphens are spaces, and signs around the answer do not count.
    """
    plain = normalise_answer(text.translate(_UNSEEN), "ar").translate(_ANSWER_FOLDS)
    return " ".join(plain.split()).strip(_EDGES)


def tidy_code(text: str) -> str:
    """Give typed code with single spaces between its words and without marks that nobody sees; every other sign counts."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_BIDI_MARKS).translate(_UNSEEN)).split())
