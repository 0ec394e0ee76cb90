"""Letters and signs that look right and are not: readers stumble, search finds nothing, a screen reader says something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from maslak_content.course import Course
from maslak_content.findings import Finding, error
from maslak_content.passages import Passage, list_passages

CHARACTER_HIDDEN = error("character_hidden", "“{text}” holds a character that no reader can see ({name}).", "Remove it.")
CHARACTER_LOST = error(
    "character_lost", "“{text}” holds signs that took the place of letters.", "Open the file as UTF-8 and write the letters again."
)
LETTERS_MIXED = error("letters_mixed", "“{text}” mixes letters of two scripts that look alike.", "Type the word again with one keyboard.")
LETTERS_PERSIAN = error(
    "letters_persian", "“{text}” has letters of the Persian keyboard.", "Type the Arabic ي and ك: search does not find the others."
)
FINAL_YEH = error("final_yeh", "“{text}” is written with ى at its end.", "Write {expected}.")
ACCENTS_LOOSE = error(
    "accents_loose", "“{text}” is written with a letter and a loose accent.", "Save the file with composed letters (Unicode NFC)."
)
PAIR_BROKEN = error(
    "pair_broken", "A bracket or quotation mark is opened and not closed, or closed and not opened: “{text}”.", "Add or remove the sign."
)
CODE_TYPESET = error(
    "code_typeset",
    "A program or command holds {name}, which no keyboard types: “{text}”.",
    "Write plain spaces, quotes and hyphens: what is copied has to run.",
)
QUOTES_FOREIGN = error(
    "quotes_foreign", "“{text}” has quotation marks of another language.", "Write « » in French and Arabic, “ ” in English."
)

_HIDDEN: Final = re.compile("[\u00ad\u2028\u2029\u2060-\u2064\ufff9-\ufffc\ufeff\x7f-\x9f\ue000-\uf8ff]")
# UTF-8 that was read as a Western code page, and what stands for a letter that could not be read.
_LOST: Final = re.compile("\ufffd|Ã[\u0080-\u00bf‚-™]|â€[\u0090-\u2122œ]|[ØÙ][\u0080-\u00bf†‡]")
_FOREIGN: Final = re.compile(r"[A-Za-zÀ-ÿ][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-zÀ-ÿ]")
_PERSIAN: Final = re.compile("\\w*[\u06cc\u06a9\u06c0-\u06c3\u06d5]\\w*")
_FINAL_YEH: Final[Mapping[str, str]] = {
    "فى": "في",
    "الذى": "الذي",
    "التى": "التي",
    "هى": "هي",
    "أى": "أي",
    "اى": "أي",
    "ثانى": "ثاني",
}
_YEH: Final = re.compile(rf"(?<!\w)(?:[وف])?({'|'.join(_FINAL_YEH)})(?!\w)")
_LOOSE: Final = re.compile("[A-Za-z][\u0300-\u036f]")
_TYPESET: Final = re.compile("[\u00a0\u202f“”‘‚„\u2013\u2014\u2212]|(?<=\\w)’(?=\\W|$)")
# A listing may print what a person said.
_WORDY: Final = re.compile("[À-ÿ\u0600-\u06ff]")
_PAIRS: Final = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_PAIR: Final = re.compile("[«»“”()\\[\\]]")
# “a)”, “1)” and “أ)” begin an entry of a list.
_ENTRY: Final = re.compile(r"(?<!\w)\w{1,2}\)$")
_PLAIN: Final = re.compile("[\\x20-\\x7e\u00a0\u00c0-\u017f\u0600-\u06ff\u2010-\u2027\u202f\u00ab\u00bb\ufffc]*")


def check(course: Course) -> Iterator[Finding]:
    """Find characters that are not what they look like, and pairs of signs of which one lacks."""
    for passage in list_passages(course):
        if not _PLAIN.fullmatch(passage.plain):
            yield from _check_rare(passage)
        if passage.language == "ar":
            yield from _check_arabic(passage)
        if _PAIR.search(passage.prose):
            yield from _check_pairs(passage)
    for block in course.readables:
        for node in block.element.iter("code", "kbd", "samp"):
            text = node.text or ""
            if not text.isascii() and (match := _TYPESET.search(text)) and not _WORDY.search(text):
                yield CODE_TYPESET.at(block.file, node, text=_around(text, match), name=f"U+{ord(match[0]):04X}")


def _check_rare(passage: Passage) -> Iterator[Finding]:
    text = passage.plain.replace("\ufffc", " ")
    if match := _HIDDEN.search(text):
        yield CHARACTER_HIDDEN.at(passage.file, passage.element, text=_around(text, match), name=f"U+{ord(match[0]):04X}")
    if match := _LOST.search(text):
        yield CHARACTER_LOST.at(passage.file, passage.element, text=_around(text, match))
    if match := _FOREIGN.search(text):
        yield LETTERS_MIXED.at(passage.file, passage.element, text=_around(text, match))
    if (match := _LOOSE.search(text)) and unicodedata.normalize("NFC", match[0]) != match[0]:
        yield ACCENTS_LOOSE.at(passage.file, passage.element, text=_around(text, match))


def _check_arabic(passage: Passage) -> Iterator[Finding]:
    if match := _PERSIAN.search(passage.prose):
        yield LETTERS_PERSIAN.at(passage.file, passage.element, text=match[0])
    if match := _YEH.search(passage.prose):
        yield FINAL_YEH.at(passage.file, passage.element, text=match[0], expected=_FINAL_YEH[match[1]])


def _check_pairs(passage: Passage) -> Iterator[Finding]:
    prose = passage.prose
    for opening, closing in _PAIRS:
        place = _find_alone(prose, opening, closing) if opening in prose or closing in prose else -1
        if place >= 0:
            yield PAIR_BROKEN.at(passage.file, passage.element, text=prose[max(0, place - 15) : place + 15])
    outer, inner = ("“", "«") if passage.language == "en" else ("«", "“")
    # A quotation within a quotation has the other marks.
    place = prose.find(inner)
    if place >= 0 and outer not in prose[:place] and not passage.is_source:
        yield QUOTES_FOREIGN.at(passage.file, passage.element, text=prose[place : place + 20])


def _find_alone(prose: str, opening: str, closing: str) -> int:
    """Give the place of a sign whose other half lacks, -1 where there is none."""
    opened: list[int] = []
    for place, sign in enumerate(prose):
        if sign == opening:
            opened.append(place)
        elif sign == closing and opened:
            opened.pop()
        elif sign == closing and not _ENTRY.search(prose, max(0, place - 3), place + 1):
            return place
    return opened[0] if opened else -1


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 8) : match.end() + 8]
