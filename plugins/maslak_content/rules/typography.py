"""The typography that each language’s readers learnt at school: spaces before stops in French, real apostrophes and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from maslak_content.course import Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import Passage, list_passages

APOSTROPHE_STRAIGHT = error("apostrophe_straight", "“{text}” has a typewriter’s apostrophe.", "Write ’ (U+2019).")
QUOTES_STRAIGHT = error("quotes_straight", "“{text}” has a typewriter’s quotation mark.", "Write « » in French and Arabic, “ ” in English.")
SPACE_BEFORE_STOP = error(
    "space_before_stop",
    "“{text}” can break before its sign, or has no space there.",
    "Put a no-break space (U+00A0 or U+202F) before ; : ! ? » % and after «.",
)
SPACE_FOREIGN = error("space_foreign", "“{text}” has a space before its sign.", "Remove it: only French sets a space before ; : ! ? and %.")
SHOUTED = warning(
    "shouted", "“{text}” is written in capitals.", "Write it in small letters: capitals are read slowly, and aloud letter by letter."
)
SPACE_DOUBLED = error("space_doubled", "A space stands before a full stop or comma: “{text}”.", "Remove the space.")
WORD_DOUBLED = error("word_doubled", "The word “{text}” is written twice.", "Remove one.")
STOP_MISSING = warning(
    "stop_missing", "The sentence “…{text}” has no stop at its end.", "Add the full stop, or what is missing of the text."
)
DOTS_TYPED = error("dots_typed", "“{text}” has three full stops for an ellipsis.", "Write … (U+2026).")
PLACEHOLDER_LEFT = error("placeholder_left", "“{text}” was left to be done later.", "Write what is missing, or take it out.")

_APOSTROPHE = re.compile(r"\w+'\w+")
_QUOTE = re.compile(r'"[^"]*"?')
# Time, ratios and addresses have a colon without a space; a sign after another sign needs none.
_STOP = re.compile(r"(?:[^\W\d]|[)»\d])(?: ?[;!?»]| ?:(?!\d)(?!//)| [%])|\d%|« ?(?=\w)")
_STOP_SIGN = re.compile("[;!?»:%«]")
_LOOSE = re.compile(r"\w+ [.,](?!\w)(?!\.)")
_SPACED = re.compile("\\w[ \u00a0\u202f](?:[;:!?](?![\\w),])|[،؛؟])|\\d[ \u00a0\u202f]%(?!\\w)")
_SHOUTED = re.compile(r"\b(?:[A-ZÀ-Þ]{2,}[ ’]){4,}[A-ZÀ-Þ]{2,}\b")
_TWICE = re.compile(r"\b([^\W\d_]{2,}) \1\b", re.IGNORECASE)
# What people leave for themselves: marks in capitals, the printers' Latin, what a merge could not decide, and a note in brackets
# that something is still to come.
# Each way begins with a sign of its own, so that most texts are passed over quickly.
_LATER = re.compile(
    r"TODO\b(?<!\w....)|FIXME\b|XXX+\b|TB[DC]\b|[ÀA] (?:COMPL[ÉE]TER|TRADUIRE|R[ÉE]DIGER|V[ÉE]RIFIER|FAIRE)\b"
    r"|[Ll]orem ipsum\b|<{7}|={7}|>{7}"
    r"|\[[^\]]*(?:à (?:compléter|traduire|rédiger|vérifier|faire)|to (?:do|be (?:done|written|translated))|translate"
    r"|للترجمة|يُ?ستكمل|يُ?ترجم|يُ?كتب)[^\]]*\]"
)
_SENTENCES = frozenset({"p", "feedback", "hint", "definition"})
_SENTENCE_WORDS = 6
_STOPPED = re.compile(r"[.:!?؟…;؛,،»”)\]\ufffc]\s*$")
_MAY_REPEAT = {"nous", "vous", "had", "that", "فردا", "شيئاً", "خطوة"}


def check(course: Course) -> Iterator[Finding]:
    """Find signs and spaces that a proof-reader would mark."""
    for passage in list_passages(course):
        yield from _check_all(passage)
        if passage.language == "fr" and _STOP_SIGN.search(passage.prose) and not passage.is_source:
            for match in _STOP.finditer(passage.prose):
                yield SPACE_BEFORE_STOP.at(passage.file, passage.element, text=_around(passage.prose, match))
        elif passage.language != "fr" and (spaced := _SPACED.search(passage.prose)) and not passage.is_source:
            yield SPACE_FOREIGN.at(passage.file, passage.element, text=_around(passage.prose, spaced))
        if passage.language != "ar" and (shouted := _SHOUTED.search(passage.prose)):
            yield SHOUTED.at(passage.file, passage.element, text=shouted[0][:40])


def _check_all(passage: Passage) -> Iterator[Finding]:
    prose, words = passage.prose, passage.words
    if "'" in prose:
        for match in _APOSTROPHE.finditer(prose):
            yield APOSTROPHE_STRAIGHT.at(passage.file, passage.element, text=match[0])
    if '"' in prose:
        for match in _QUOTE.finditer(prose):
            yield QUOTES_STRAIGHT.at(passage.file, passage.element, text=match[0][:40])
    if "..." in prose:
        yield DOTS_TYPED.at(passage.file, passage.element, text=prose[max(0, prose.index("...") - 15) :][:20])
    if passage.tag in _SENTENCES and len(words) >= _SENTENCE_WORDS and not _STOPPED.search(prose) and not _is_cited(passage):
        yield STOP_MISSING.at(passage.file, passage.element, text=prose[-30:])
    for match in _LATER.finditer(prose):
        yield PLACEHOLDER_LEFT.at(passage.file, passage.element, text=match[0][:40])
    if " ." in prose or " ," in prose:
        for match in _LOOSE.finditer(prose):
            yield SPACE_DOUBLED.at(passage.file, passage.element, text=match[0])
    # To compare neighbours among the words costs less than to search for them.
    if any(map(eq, words, words[1:])):
        for match in _TWICE.finditer(prose):
            if match[1].casefold() not in _MAY_REPEAT:
                yield WORD_DOUBLED.at(passage.file, passage.element, text=match[1])


def _is_cited(passage: Passage) -> bool:
    """Say whether a passage shows what somebody wrote, such as a title or a message, or names a source."""
    return passage.is_source or next(passage.element.iterancestors("blockquote"), None) is not None


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 6]
