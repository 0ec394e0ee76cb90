"""The course's prose, cut into the passages that a reader sees one at a time, each in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from maslak_content.course import Block, Course
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element

# Stands in ``prose`` for whatever is set apart from the sentence: code, isolated text, words marked as another language's.
ISOLATE = "\ufffc"
_APART = frozenset({"code", "pre", "kbd", "samp", "var", "bdi", "sub", "sup"})
_INLINE = frozenset({"strong", "em", "b", "i", "q", "a", "br", "abbr", "time", "dfn", "span"})


@dataclass(frozen=True, eq=False)
class Passage:
    """One paragraph, cell, heading, option or title. ``plain`` is all of it, ``prose`` has marks for what is set apart."""

    file: str
    element: Element
    language: Language
    tag: str
    prose: str
    plain: str

    @property
    def is_source(self) -> bool:
        """Whether the passage stands in a list of sources, where titles are cited in their own language."""
        return any(node.get("class") == "sources" for node in self.element.iterancestors("section"))


@lru_cache(maxsize=1)
def list_passages(course: Course) -> tuple[Passage, ...]:
    """Give every passage of the course, in reading order, then those of titles and glossary."""
    return tuple(_find(course))


# Several rules ask for the passages of the same block, one after the other.
@lru_cache(maxsize=1024)
def list_block_passages(block: Block) -> tuple[Passage, ...]:
    """Give the passages of one lesson or checkpoint."""
    nodes = (*block.element.iter("variant", "name", "label"), *block.element.iterfind(".//band/text"))
    return tuple(passage for node in nodes for passage in _list_own(block.file, node))


def cut(file: str, node: Element, language: Language) -> Iterator[Passage]:
    """Cut an element into its passages, the outer before the inner."""
    prose: list[str] = []
    plain: list[str] = []
    inner: list[Element] = []
    _gather(node, prose, plain, inner)
    if any(text and not text.isspace() for text in plain):
        yield Passage(file, node, language, str(node.tag), _squeeze(prose), _squeeze(plain))
    for child in inner:
        if child.tag == "img":
            alt = child.get("alt", "")
            if alt:
                yield Passage(file, child, language, "img", alt, alt)
        else:
            yield from cut(file, child, language)


def _find(course: Course) -> Iterator[Passage]:
    for block in course.readables:
        yield from list_block_passages(block)
    for file, entries in (("titles.xml", course.titles), ("glossary.xml", course.glossary)):
        for entry in entries.values():
            for node in entry.iter("text", "definition"):
                yield from _list_own(file, node)


def _list_own(file: str, node: Element) -> Iterator[Passage]:
    language = node.get("lang")
    if language not in LANGUAGES:
        return
    title = node.get("title")
    if title:
        yield Passage(file, node, language, "title", title, title)
    yield from cut(file, node, language)


def _gather(node: Element, prose: list[str], plain: list[str], inner: list[Element]) -> None:
    prose.append(node.text or "")
    plain.append(node.text or "")
    for child in node:
        if child.tag in _APART or child.get("lang"):
            prose.append(ISOLATE)
            plain.append("".join(child.itertext()))
        elif child.tag in _INLINE:
            _gather(child, prose, plain, inner)
        elif isinstance(child.tag, str):
            inner.append(child)
            prose.append(" ")
            plain.append(" ")
        prose.append(child.tail or "")
        plain.append(child.tail or "")


def _squeeze(parts: list[str]) -> str:
    # Only the spaces that a browser folds are folded: the narrow no-break space of French has to stay.
    return _FOLDED.sub(" ", "".join(parts)).strip(" ")


_FOLDED = re.compile(r"[ \t\r\n]+")
