"""The course's prose, cut into the passages that a reader sees one at a time, each in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from maslak_content.course import Block, Course
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element

# Stands in ``prose`` for whatever is set apart from the sentence: code, isolated text, words marked as another language's.
ISOLATE = "\ufffc"
# What a program reads or writes stands as it is in every language.
LITERAL = frozenset({"code", "pre", "kbd", "samp", "var"})
_APART = LITERAL | {"bdi", "sub", "sup"}
INLINE = frozenset({"strong", "em", "b", "i", "q", "a", "br", "abbr", "time", "dfn", "span"})


@dataclass(frozen=True, eq=False)
class Passage:
    """One paragraph, cell, heading, option or title. ``plain`` is all of it, ``prose`` has marks for what is set apart."""

    file: str
    element: Element
    language: Language
    tag: str
    prose: str
    plain: str

    @cached_property
    def is_source(self) -> bool:
        """Whether the passage stands in a list of sources, where titles are cited in their own language."""
        return any(node.get("class") == "sources" for node in self.element.iterancestors("section"))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the prose, case folded, for whoever counts or compares them."""
        return tuple(_WORD.findall(self.prose.casefold()))

    @cached_property
    def said(self) -> str:
        """The prose with the numbers that are isolated for their direction only: a mark stands for programs, names and other languages."""
        if self.prose == self.plain or self.tag in ("img", "title"):
            return self.prose
        parts: list[str] = []
        _gather_said(self.element, parts)
        return _squeeze("".join(parts))

    @property
    def has_digits(self) -> bool:
        """Whether a digit of any script stands in the passage; most passages have none, and need not be searched for numbers."""
        return _DIGIT.search(self.plain) is not None


@lru_cache(maxsize=1)
def list_passages(course: Course) -> tuple[Passage, ...]:
    """Give every passage of the course, in reading order, then those of titles and glossary."""
    return tuple(_find(course))


# Several rules ask for the passages of the same block, one after the other.
@lru_cache(maxsize=1024)
def list_block_passages(block: Block) -> tuple[Passage, ...]:
    """Give the passages of one lesson or checkpoint."""
    nodes = (*block.element.iter("variant", "name", "label"), *block.element.iterfind(".//band/text"))
    return tuple(passage for node in nodes for passage in list_own_passages(block.file, node))


def cut(file: str, node: Element, language: Language) -> list[Passage]:
    """Cut an element into its passages, the outer before the inner."""
    found: list[Passage] = []
    _cut_into(found, file, node, language)
    return found


def _cut_into(found: list[Passage], file: str, node: Element, language: Language) -> None:
    if not len(node):
        # Most elements hold words alone.
        if node.text and not node.text.isspace():
            words = _squeeze(node.text)
            found.append(Passage(file, node, language, str(node.tag), words, words))
        return
    prose: list[str] = []
    plain: list[str] = []
    inner: list[Element] = []
    _gather(node, prose, plain, inner)
    whole = "".join(plain)
    if whole and not whole.isspace():
        found.append(Passage(file, node, language, str(node.tag), _squeeze("".join(prose)), _squeeze(whole)))
    for child in inner:
        if child.tag == "img":
            alt = child.get("alt", "")
            if alt:
                found.append(Passage(file, child, language, "img", alt, alt))
        else:
            _cut_into(found, file, child, language)


def _find(course: Course) -> Iterator[Passage]:
    for block in course.readables:
        yield from list_block_passages(block)
    for file, entries in (("titles.xml", course.titles), ("glossary.xml", course.glossary)):
        for entry in entries.values():
            for node in entry.iter("text", "definition"):
                yield from list_own_passages(file, node)


@lru_cache(maxsize=16_384)
def list_own_passages(file: str, node: Element) -> tuple[Passage, ...]:
    """Give the passages of one variant, title or name; none where its language is not one of ours."""
    language = node.get("lang")
    if language not in LANGUAGES:
        return ()
    title = node.get("title")
    own = cut(file, node, language)
    return (Passage(file, node, language, "title", title, title), *own) if title else tuple(own)


def _gather(node: Element, prose: list[str], plain: list[str], inner: list[Element]) -> None:
    prose.append(node.text or "")
    plain.append(node.text or "")
    for child in node:
        if child.tag in _APART or child.get("lang"):
            prose.append(ISOLATE)
            plain.append("".join(child.itertext()))
        elif child.tag in INLINE:
            _gather(child, prose, plain, inner)
        elif isinstance(child.tag, str):
            inner.append(child)
            prose.append(" ")
            plain.append(" ")
        prose.append(child.tail or "")
        plain.append(child.tail or "")


def _gather_said(node: Element, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        if child.tag in INLINE or child.tag == "bdi":
            if child.get("lang") or (child.tag == "bdi" and _LATIN.search("".join(child.itertext()))):
                parts.append(ISOLATE)
            else:
                _gather_said(child, parts)
        elif isinstance(child.tag, str):
            parts.append(ISOLATE if child.tag in _APART else " ")
        parts.append(child.tail or "")


def _squeeze(text: str) -> str:
    # Only the spaces that a browser folds are folded: the narrow no-break space of French has to stay.
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _FOLDED.sub(" ", text)
    return text.strip(" ")


_LATIN = re.compile("[A-Za-z]")
_FOLDED = re.compile(r"[ \t\r\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
