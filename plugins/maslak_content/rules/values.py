"""The same facts in every language: numbers, times and months, passage by passage, however each language writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from os.path import commonprefix
from typing import Final

from maslak_content.course import Course
from maslak_content.findings import Finding, error
from maslak_content.passages import INLINE, LITERAL, Passage, list_own_passages
from maslak_content.rules.measures import SIGNS
from maslak_domain.language import LANGUAGES
from maslak_xblocks.olx import Element

VALUES_DIFFER = error(
    "values_differ", "“{language}” does not give the same numbers as the source: {numbers}.", "Give the same numbers in each language."
)
MONTHS_DIFFER = error(
    "months_differ", "“{language}” does not name the same months as the source: {months}.", "Give the same dates in each language."
)
MEASURES_DIFFER = error(
    "measures_differ", "“{language}” counts {found}, the source {expected}.", "Give the same quantity in each language."
)
CODE_MISTYPED = error(
    "code_mistyped",
    "“{language}” writes {found} in a program or command, the source {expected}.",
    "Write it alike in each language, or give it the same new name everywhere.",
)

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier January يناير كانون",
            "février February فبراير شباط",
            "mars March مارس آذار",
            "avril April أبريل نيسان",
            "mai May ماي مايو أيار",
            "juin June يونيو حزيران",
            "juillet July يوليوز يوليو تموز",
            "août August غشت أغسطس",
            "septembre September شتنبر سبتمبر أيلول",
            "octobre October أكتوبر",
            "novembre November نونبر نوفمبر",
            "décembre December دجنبر ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
_MONTH: Final = re.compile(rf"(?<!\w)[وفبل]?({'|'.join(_MONTHS)})(?!\w)")
_SPACE: Final = r"[\s\u00a0\u202f]"
# “17 h 30” in French is “17:30” in the others, and “5:30 p.m.”; a whole hour is a number like any other.
_HOURS: Final = re.compile(rf"(?<![\d.,])(\d{{1,2}}){_SPACE}?h(?:{_SPACE}?(\d\d)(?!\d|{_SPACE}?min))?(?!\w)")
_CLOCK: Final = re.compile(
    rf"(?<![\d.,:])(\d{{1,2}}):(\d\d)(?![\d:])(?:{_SPACE}?([ap])\.?m\b\.?)?"
    rf"|(?<![\d.,:])(\d{{1,2}}){_SPACE}?([ap])\.?m\b\.?"
)
# Arabic writes the numbers of laws with a point, the others with a hyphen.
_LAW: Final = re.compile(r"(?<![\d.-])(?:0\d[-.]\d\d|\d{1,2}([-.])\d\d\1\d{2,3})(?![\d-])")
_NUMBER: Final = re.compile(r"\d+:\d\d|0\d-\d\d(?!-)|\d{1,2}-\d\d-\d{2,3}(?!\d)|\d+(?:[.,]\d+)*")
_GROUPED: Final = re.compile(r"(?<=\d)[\u202f\u00a0](?=\d{3}(?!\d))")
_ASKED: Final = frozenset({"stem", "text"})
# A number on one side only may be a word on the other: “one hundred”, “vingt-quatre”, “سبع عشرة”. None is as long as this.
_TOO_LONG_FOR_A_WORD: Final = re.compile(r"(?!1?000?$)\d{3,}")

# Up to two, words count for more than a number: “one” and “un” are articles, and Arabic has a form of the noun for two.
_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "trois three ثلاثة ثلاث",
            "quatre four أربعة أربع",
            "cinq five خمسة خمس",
            "six ستة ست",
            "sept seven سبعة سبع",
            "huit eight ثمانية ثماني ثمان",
            "neuf nine تسعة تسع",
            "dix ten عشرة عشر",
        ),
        3,
    )
    for word in words.split()
}
_WORD: Final = re.compile(rf"(?<![\w-])(?:[وفبل]?ال|[وفبل]|لل)?({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
_CODE_WORD: Final = re.compile(r"\w+")
_SLIP_LETTERS: Final = 4
_MEASURE: Final = re.compile(
    rf"(?<![\d.,])(\d[\d.,\u00a0\u202f]*\d|\d)[\s\u00a0\u202f]?({'|'.join(sorted(map(re.escape, SIGNS), key=len, reverse=True))})(?!\w)"
)
_SMALL: Final = frozenset(str(number) for number in _WORDS.values())


def check(course: Course) -> Iterator[Finding]:
    """Find translations that give other numbers or months than their source."""
    for block in course.readables:
        for parent in (block.element, *block.element.iterchildren("item", "stage", "task")):
            yield from _check_translations(block.file, parent.findall("variant"))
    for entry in course.glossary.values():
        definitions = entry.findall("definition")
        yield from _check_against("glossary.xml", definitions[1:], definitions[:1])


def _check_translations(file: str, variants: list[Element]) -> Iterator[Finding]:
    sources = [node for node in variants if node.get("status") == "source"]
    yield from _check_against(file, [node for node in variants if node.get("status") != "source"], sources)


def _check_against(file: str, nodes: list[Element], sources: list[Element]) -> Iterator[Finding]:
    known = [node for node in nodes if node.get("lang") in LANGUAGES]
    for node in known if len(sources) == 1 else ():
        for own, source in _pair(list_own_passages(file, node), list_own_passages(file, sources[0])):
            # Listings are compared line by line elsewhere.
            if own.tag not in ("section", "details", "variant"):
                yield from _compare(own, source) if own.has_digits or source.has_digits else _compare_words(own, source)
                yield from _compare_code(own, source, node)


def _pair(passages: tuple[Passage, ...], sources: tuple[Passage, ...]) -> Iterator[tuple[Passage, Passage]]:
    """Give the passages that say the same: those of an option by its name, the others by their place where all have one."""
    named = {(passage.tag, name): passage for passage in sources if (name := _name(passage))}
    for passage in passages:
        source = named.get((passage.tag, _name(passage)))
        if source is not None:
            yield passage, source
    own, wanted = ([passage for passage in each if not _name(passage)] for each in (passages, sources))
    if [passage.tag for passage in own] == [passage.tag for passage in wanted]:
        yield from zip(own, wanted, strict=True)


def _name(passage: Passage) -> str:
    return passage.element.get("option") or passage.element.get("ref") or ""


def _compare(own: Passage, source: Passage) -> Iterator[Finding]:
    is_asked = (own.tag in _ASKED or next(own.element.iterancestors("stem"), None) is not None) and not _HOURS.search(source.plain)
    differing = _list_differing(_count_values(own), _count_values(source), is_asked=is_asked)
    if differing:
        yield VALUES_DIFFER.at(own.file, own.element, language=own.language, numbers=", ".join(differing))
    else:
        yield from _compare_words(own, source)
    yield from _compare_units(own, source)
    found = _list_months(own)
    wanted = _list_months(source) if found else found
    if found.keys() - wanted.keys() and wanted.keys() - found.keys():
        months = [found[number] for number in sorted(found.keys() - wanted.keys())]
        yield MONTHS_DIFFER.at(own.file, own.element, language=own.language, months=", ".join(months))


def _compare_words(own: Passage, source: Passage) -> Iterator[Finding]:
    words = _list_words(own)
    if not words:
        return
    wanted, found = (_list_words(passage) + _keep_small(_count_values(passage)) for passage in (source, own))
    if found - wanted and wanted - found and found.keys() ^ wanted.keys():
        numbers = sorted((found - wanted) + (wanted - found))
        yield VALUES_DIFFER.at(own.file, own.element, language=own.language, numbers=", ".join(numbers))


def _keep_small(values: Counter[str]) -> Counter[str]:
    return Counter({number: times for number, times in values.items() if number in _SMALL})


def _list_words(passage: Passage) -> Counter[str]:
    return Counter(str(_WORDS[match[1].casefold()]) for match in _WORD.finditer(passage.prose))


def _compare_code(own: Passage, source: Passage, variant: Element) -> Iterator[Finding]:
    """A name may be translated, and then stands in more than one place; a slip of one letter stands in one."""
    if own.prose == own.plain and source.prose == source.plain:
        return
    found, wanted = _list_code_words(own.element), _list_code_words(source.element)
    for word in found - wanted:
        meant = next((other for other in wanted - found if _is_slip(word, other)), "")
        if meant and sum(part == word for node in variant.iter(*LITERAL) for part in _CODE_WORD.findall("".join(node.itertext()))) == 1:
            yield CODE_MISTYPED.at(own.file, own.element, language=own.language, found=word, expected=meant)


def _list_code_words(node: Element) -> set[str]:
    return {word for each in node.iter(*LITERAL) for word in _CODE_WORD.findall("".join(each.itertext()))}


def _is_slip(one: str, other: str) -> bool:
    """Say whether one letter was added, left out or changed, or two changed places. Numbers are compared elsewhere."""
    if one.isdigit() or other.isdigit() or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _SLIP_LETTERS:
        return False
    start = len(commonprefix([one, other]))
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:] or rest[1::-1] + rest[2:] == other_rest


def _compare_units(own: Passage, source: Passage) -> Iterator[Finding]:
    """A number has the same unit in each language where both write one that is the same everywhere."""
    found, wanted = _list_units(own), _list_units(source)
    for number in sorted(found.keys() & wanted.keys()):
        if not found[number] & wanted[number]:
            said = [", ".join(sorted(units)) for units in (found[number], wanted[number])]
            yield MEASURES_DIFFER.at(
                own.file, own.element, language=own.language, found=f"{number} {said[0]}", expected=f"{number} {said[1]}"
            )


def _list_units(passage: Passage) -> dict[str, set[str]]:
    units: dict[str, set[str]] = {}
    for match in _MEASURE.finditer(passage.plain):
        units.setdefault(re.sub(r"\W", "", match[1]), set()).add(SIGNS[match[2]])
    return units


def _list_months(passage: Passage) -> dict[int, str]:
    return {_MONTHS[match[1]]: match[1] for match in _MONTH.finditer(passage.plain)}


def _list_differing(found: Counter[str], wanted: Counter[str], *, is_asked: bool) -> list[str]:
    """Give the numbers of one side only. A small number may be a word in the other language, unless another stands in its place."""
    extra, lacking, alone = found - wanted, wanted - found, found.keys() ^ wanted.keys()
    if extra and lacking and alone:
        return sorted(extra.keys() | lacking.keys())
    return sorted(number for number in alone if (len(number) > 1 if is_asked else _TOO_LONG_FOR_A_WORD.fullmatch(number)))


@lru_cache(maxsize=16_384)
def _count_values(passage: Passage) -> Counter[str]:
    """Count the numbers of a passage as English writes them without grouping; what a program says counts as it stands."""
    texts: list[tuple[str, str]] = []
    if passage.tag in ("img", "title"):
        texts.append((passage.plain, passage.language))
    else:
        _gather(texts, passage.element, passage.language)
    return Counter(value for text, language in _join(texts) for value in _list_values(text, language))


def _join(texts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join neighbours of one language: a sign may set a number apart from its unit."""
    joined, last = "", ""
    for text, language in texts:
        if language != last and joined:
            yield joined, last
            joined = ""
        joined, last = joined + text, language
    yield joined, last


def _gather(texts: list[tuple[str, str]], node: Element, language: str) -> None:
    texts.append((node.text or "", language))
    for child in node:
        if child.tag in LITERAL:
            texts.append((f" {''.join(child.itertext())} ", "code"))
        elif child.tag in ("sub", "sup"):
            texts.append((f" {''.join(child.itertext())} ", language))
        elif child.tag == "bdi" or child.tag in INLINE or child.get("lang"):
            _gather(texts, child, child.get("lang") or language)
        texts.append((child.tail or "", language))


def _list_values(text: str, language: str) -> list[str]:
    if language == "code":
        return _NUMBER.findall(text)
    # Most texts have none of the signs that each of these looks for.
    if "\u202f" in text or "\u00a0" in text:
        text = _GROUPED.sub("", text)
    if language == "fr" and "h" in text:
        text = _HOURS.sub(lambda match: f"{match[1]}:{match[2]}" if match[2] else f"{match[1]} ", text)
    if language == "en" or ":" in text:
        text = _CLOCK.sub(_read_clock, text)
    if language == "ar" and "." in text:
        text = _LAW.sub(lambda match: match[0].replace(".", "-"), text)
    numbers = _NUMBER.findall(text)
    return [re.sub(r",(?=\d{3}(?!\d))", "", number) if language == "en" else number.replace(",", ".") for number in numbers]


def _read_clock(match: re.Match[str]) -> str:
    hour, half = int(match[1] or match[4]), match[3] or match[5]
    minutes = match[2] or "00"
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"{hour} " if minutes == "00" else f"{hour}:{minutes}"
