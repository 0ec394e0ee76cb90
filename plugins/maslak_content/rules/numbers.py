"""Numbers and dates that every reader reads alike: 1.234 is a thousand and more in Morocco, and a little more than one in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslak_content.course import Course
from maslak_content.findings import Finding, Kind, error
from maslak_content.passages import Passage, list_passages
from maslak_domain.language import Language

DIGITS_EASTERN = error("digits_eastern", "“{text}” uses digits that are not used in Morocco.", "Write 0 to 9.")
DECIMAL_SIGN = error(
    "decimal_sign", "“{text}” does not use the decimal sign of “{language}”.", "Write a comma in Arabic and French, a point in English."
)
NUMBER_AMBIGUOUS = error(
    "number_ambiguous",
    "“{text}” is a thousand or more to some readers of “{language}” and less to others.",
    "Write thousands without a sign or with a narrow space, in English with a comma.",
)
GROUPING_BREAKS = error(
    "grouping_breaks", "The number “{text}” can break at the end of a line.", "Put a narrow no-break space (U+202F) between its groups."
)
MONTH_FOREIGN = error("month_foreign", "The month “{text}” is called {expected} in Morocco.", "Write the Moroccan name.")

_EASTERN = re.compile("[٠-٩۰-۹٪٫٬]+")
# A point between two numbers that no name, version, law or address explains: those are told by what stands before them.
_POINT = re.compile(r"(?<![\w.,:/-])\d+\.\d+(?![\w.:/-]|,\d)")
_COMMA = re.compile(r"(?<![\w.,:/-])\d+,\d+(?![\w:/-]|[.,]\d)")
# What stands before a number that is no quantity: a name with a capital, or a word for a version or a part of a text.
_NAMED = re.compile(
    r"(?:[A-Z][A-Za-z0-9+#-]*|\ufffc|(?i:version|v|art\.|articles?|chapitre|chapter|section|figure|loi|law|n°|no\.)"
    r"|رقم|القانون|قانون|المادة|الإصدار|الفقرة|الشكل)[\s\u00a0\u202f\u200e\u200f]*$"
)
_GROUPED = re.compile(r"(?<![\w.,:/\u00a0\u202f-])\d{1,3}(?: \d{3})+(?![\w-])")
_MONTHS = {
    "مايو": "ماي", "يوليو": "يوليوز", "أغسطس": "غشت", "سبتمبر": "شتنبر", "نوفمبر": "نونبر", "ديسمبر": "دجنبر",
    "كانون الثاني": "يناير", "كانون الأول": "دجنبر", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نونبر", "آذار": "مارس", "أيار": "ماي",
    "حزيران": "يونيو", "تموز": "يوليوز", "أيلول": "شتنبر", "شباط": "فبراير", "نيسان": "أبريل",
}  # fmt: skip
_MONTH = re.compile(rf"(?<!\w)[وفبل]?({'|'.join(_MONTHS)})(?!\w)")


def check(course: Course) -> Iterator[Finding]:
    """Find numbers and months that a reader of this language would misread."""
    for passage in list_passages(course):
        if passage.has_digits:
            yield from _check_signs(passage)
        if passage.language == "ar":
            yield from _check_months(passage)


def _check_signs(passage: Passage) -> Iterator[Finding]:
    language, said = passage.language, passage.said
    for match in _EASTERN.finditer(said):
        yield DIGITS_EASTERN.at(passage.file, passage.element, text=match[0])
    for match in (_COMMA if language == "en" else _POINT).finditer("" if passage.is_source else said):
        if not (_NAMED.search(said[: match.start()]) or _is_plain(match[0], language)):
            yield _judge(match[0], language).at(passage.file, passage.element, text=match[0], language=language)
    for match in _GROUPED.finditer(said):
        yield GROUPING_BREAKS.at(passage.file, passage.element, text=match[0])


def _is_plain(text: str, language: Language) -> bool:
    """Say whether a sign is this language's own way: thousands in English; or a date or time such as 09.30."""
    return bool(re.fullmatch(r"\d{1,3}(,\d{3})+", text)) if language == "en" else bool(re.fullmatch(r"0\d\.\d\d", text))


def _judge(text: str, language: Language) -> Kind:
    return NUMBER_AMBIGUOUS if language != "en" and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) else DECIMAL_SIGN


def _check_months(passage: Passage) -> Iterator[Finding]:
    for match in _MONTH.finditer(passage.prose):
        yield MONTH_FOREIGN.at(passage.file, passage.element, text=match[1], expected=_MONTHS[match[1]])
