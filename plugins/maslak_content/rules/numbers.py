"""Numbers and dates that every reader reads alike: 1.234 is a thousand and more in Morocco, and a little more than one in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, Kind, error
from maslak_content.passages import Passage, cut, list_passages
from maslak_domain.language import Language
from maslak_xblocks.olx import Element

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
VALUES_DIFFER = error(
    "values_differ", "“{language}” does not give the same numbers as the source: {numbers}.", "Give the same numbers in each language."
)

_EASTERN = re.compile("[٠-٩۰-۹]+")
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
    "حزيران": "يونيو", "تموز": "يوليوز", "أيلول": "شتنبر", "شباط": "فبراير", "نيسان": "أبريل",
}  # fmt: skip
_MONTH = re.compile(rf"(?<!\w)[وفبل]?({'|'.join(_MONTHS)})(?!\w)")
# Each language has its own way to write a time of day or the number of a law.
_UNCOMPARED = re.compile(
    r"\d+[\s\u00a0\u202f]?h(?:[\s\u00a0\u202f]?\d\d)?\b|\d+:\d\d|\d+(?::\d\d)?[\s\u00a0\u202f]?[ap]\.?m\b|\b0\d[-.]\d\d\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def check(course: Course) -> Iterator[Finding]:
    """Find numbers and months that a reader of this language would misread, and values that differ between languages."""
    for passage in list_passages(course):
        if passage.has_digits:
            yield from _check_signs(passage)
        if passage.language == "ar":
            yield from _check_months(passage)
    for block in course.question_blocks:
        for item in block.element.iterchildren("item"):
            yield from _check_values(block, item)


def _check_signs(passage: Passage) -> Iterator[Finding]:
    language = passage.language
    for match in _EASTERN.finditer(passage.prose):
        yield DIGITS_EASTERN.at(passage.file, passage.element, text=match[0])
    for match in (_COMMA if language == "en" else _POINT).finditer(passage.prose):
        if not (_NAMED.search(passage.prose[: match.start()]) or _is_plain(match[0], language)):
            yield _judge(match[0], language).at(passage.file, passage.element, text=match[0], language=language)
    for match in _GROUPED.finditer(passage.prose):
        yield GROUPING_BREAKS.at(passage.file, passage.element, text=match[0])


def _is_plain(text: str, language: Language) -> bool:
    """Say whether a sign is this language's own way: thousands in English; or a date or time such as 09.30."""
    return bool(re.fullmatch(r"\d{1,3}(,\d{3})+", text)) if language == "en" else bool(re.fullmatch(r"0\d\.\d\d", text))


def _judge(text: str, language: Language) -> Kind:
    return NUMBER_AMBIGUOUS if language != "en" and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) else DECIMAL_SIGN


def _check_months(passage: Passage) -> Iterator[Finding]:
    for match in _MONTH.finditer(passage.prose):
        yield MONTH_FOREIGN.at(passage.file, passage.element, text=match[1], expected=_MONTHS[match[1]])


def _check_values(block: Block, item: Element) -> Iterator[Finding]:
    variants = {node.get("status") == "source": node for node in item.iterchildren("variant")}
    source = variants.get(True)
    if source is None:
        return
    wanted = {part: _list_values(node, source) for part, node in _list_parts(source)}
    for variant in item.iterchildren("variant"):
        for part, node in _list_parts(variant) if variant is not source else ():
            differing = _list_differing(_list_values(node, variant), wanted.get(part, set()))
            if differing:
                yield VALUES_DIFFER.at(block.file, node, language=variant.get("lang", ""), numbers=", ".join(sorted(differing)))


def _list_parts(variant: Element) -> Iterator[tuple[tuple[str, str], Element]]:
    for node in variant.iterchildren("stem", "text"):
        yield (str(node.tag), node.get("option", "")), node


def _list_differing(found: set[str], wanted: set[str]) -> set[str]:
    """Give the numbers on one side only. A small number may be a word in the other language, unless another stands in its place."""
    extra, lacking = found - wanted, wanted - found
    return extra | lacking if extra and lacking else {number for number in extra | lacking if len(number) > 1}


def _list_values(node: Element, variant: Element) -> set[str]:
    """Give the numbers of a text as English writes them without grouping."""
    text = " ".join(passage.plain for passage in cut("", node, "en"))
    text = re.sub(r"(?<=\d)[\u202f\u00a0](?=\d{3}(?!\d))", "", text)
    text = _UNCOMPARED.sub(" ", text)
    english = variant.get("lang") == "en"
    numbers = _NUMBER.findall(text)
    return {re.sub(r",(?=\d{3}(?!\d))", "", number) if english else number.replace(",", ".") for number in numbers}
