"""Facts that can be checked: every unit names its sources with a date, and every statement of law the text it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from maslak_content.course import Block, Chapter, Course, Sequential
from maslak_content.findings import Finding, error
from maslak_content.passages import Passage, list_block_passages
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element

SOURCES_EMPTY = error("sources_empty", "The list of sources is empty in “{language}”.", "Name at least one source.")
SOURCE_UNDATED = error(
    "source_undated",
    "A source has no date: “{text}”.",
    "Give its year, say that it appears continuously, or say below the list when it was consulted.",
)
SOURCE_FUTURE = error(
    "source_future",
    "A source is of {year}, which has not come yet: “{text}”.",
    "Give the year of its publication, or that in which it was read.",
)
SOURCES_DIFFER = error(
    "sources_differ", "“{language}” has {found} sources, the source text {expected}.", "Name the same sources in each language."
)
LAW_UNSOURCED = error(
    "law_unsourced",
    "The law “{law}” is cited, but its sources do not name it in “{language}”.",
    "Add it to the sources with its number, date and where to read it.",
)
ARTICLE_UNSOURCED = error(
    "article_unsourced",
    "“{text}” is cited, but its sources name no law in “{language}”.",
    "Add the law to the sources with its number, date and where to read it.",
)
LAW_WITHOUT_PLACE = error(
    "law_without_place",
    "The sources name a law but not where to read it.",
    "Link to the official text or to the authority that publishes it.",
)
NOTE_WITHOUT_LAW = error(
    "note_without_law", "This note of law names no law and no article.", "Name the law or the article, or use another kind of note."
)

_LAW = re.compile(
    r"(?:\bloi(?:s|-cadre)?|\b[Ll]aw|\bAct|القانون|قانون)(?:\s|\u00a0|\u202f)*(?:n°|n\.|no\.|No\.|رقم)?[\s\u00a0\u202f\u200e\u200f]*(\d{1,2})[-.‑](\d{2,3})\b"
)
_ARTICLE = re.compile(r"\b[Aa]rticles?[\s\u00a0\u202f]\d+|(?:المادة|المواد|المادتان|المادتين|الفصل) \d+")
KINDS_OF_LAW = re.compile(
    r"\b(?:loi|dahir|décret|arrêté|constitution|règlement|law|decree|act|regulation)\b|القانون|قانون|ظهير|مرسوم|دستور|قرار", re.IGNORECASE
)
# What appears again and again has no year of its own, and says so.
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|en continu|continuously|باستمرار")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def check(course: Course) -> Iterator[Finding]:
    """Find sources without a date and statements of law without a source."""
    for block in course.lessons:
        yield from _check_lists(block)
        for node in block.element.iter("aside"):
            if node.get("data-kind") == "law" and not _names_law("".join(node.itertext())):
                yield NOTE_WITHOUT_LAW.at(block.file, node)
    for unit, named in read_named_sources(course):
        for kind in ("maslak_lesson", "maslak_checkpoint"):
            for block in unit.list_blocks(kind):
                yield from _check_claims(block, named)


def read_named_sources(course: Course) -> Iterator[tuple[Sequential, Mapping[Language, str]]]:
    """Give each unit with the sources that stand behind it in each language: its own, or its chapter’s where it has no lesson."""
    for chapter in course.chapters:
        for unit in chapter.sequentials:
            scope: Sequential | Chapter = unit if unit.list_blocks("maslak_lesson") else chapter
            yield unit, {language: _read_sources(scope, language) for language in LANGUAGES}


def _check_lists(block: Block) -> Iterator[Finding]:
    counts = {}
    for variant in block.element.iterchildren("variant"):
        for section in variant.iter("section"):
            if section.get("class") == "sources":
                entries = list(section.iter("li"))
                counts[variant.get("lang", "")] = section, len(entries), variant.get("status") == "source"
                yield from _check_list(block, section, entries, variant.get("lang", ""))
    expected = next((count for _, count, is_source in counts.values() if is_source), None)
    for language, (section, count, _) in counts.items():
        if expected is not None and count != expected:
            yield SOURCES_DIFFER.at(block.file, section, language=language, found=count, expected=expected)


def _check_list(block: Block, section: Element, entries: list[Element], language: str) -> Iterator[Finding]:
    if not entries:
        yield SOURCES_EMPTY.at(block.file, section, language=language)
    for node in (*entries, *section.iterchildren("p")):
        text = " ".join("".join(node.itertext()).split())
        if late := next((year for year in _YEAR.findall(text) if int(year) > datetime.now(UTC).year), ""):
            yield SOURCE_FUTURE.at(block.file, node, year=late, text=text[:50])
    consulted = any(_YEAR.search("".join(node.itertext())) for node in section.iterchildren("p"))
    for node in entries:
        text = " ".join("".join(node.itertext()).split())
        if not consulted and not _DATED.search(text):
            yield SOURCE_UNDATED.at(block.file, node, text=text[:50])
    if _LAW.search("".join(section.itertext())) and section.find(".//a") is None:
        yield LAW_WITHOUT_PLACE.at(block.file, section)


def _check_claims(block: Block, named: Mapping[Language, str]) -> Iterator[Finding]:
    for passage in list_block_passages(block):
        # A law and an article have a number.
        if passage.has_digits and not passage.is_source:
            yield from _check_claim(passage, named[passage.language])


def _check_claim(passage: Passage, sources: str) -> Iterator[Finding]:
    for match in _LAW.finditer(passage.plain):
        if match.groups() not in {known.groups() for known in _NUMBER.finditer(sources)}:
            yield LAW_UNSOURCED.at(passage.file, passage.element, law=match[0], language=passage.language)
    article = _ARTICLE.search(passage.plain)
    if article and not KINDS_OF_LAW.search(sources):
        yield ARTICLE_UNSOURCED.at(passage.file, passage.element, text=article[0], language=passage.language)


_NUMBER = re.compile(r"(?<![\d.-])(\d{1,2})[-.‑](\d{2,3})(?![\d-])")


def _read_sources(scope: Sequential | Chapter, language: str) -> str:
    sections = (
        section
        for block in scope.list_blocks("maslak_lesson")
        for variant in block.element.iterchildren("variant")
        if variant.get("lang") == language
        for section in variant.iter("section")
        if section.get("class") == "sources"
    )
    return "\n".join("".join(section.itertext()) for section in sections)


def _names_law(text: str) -> bool:
    return bool(_LAW.search(text) or _ARTICLE.search(text))
