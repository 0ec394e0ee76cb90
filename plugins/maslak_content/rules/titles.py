"""One name for one part: what Studio shows, what the catalogue of titles says, and what stands above the page."""

from __future__ import annotations

from collections.abc import Iterator

from maslak_content.course import Course, Part, Vertical
from maslak_content.findings import Finding, error, warning
from maslak_xblocks.olx import Element

PART_UNNAMED = error("part_unnamed", "This part of the course has no display_name.", "Give it the title that Studio shows.")
TITLE_DIFFERS = error(
    "title_differs",
    "Studio shows “{title}”, which is none of the titles of {name} in titles.xml.",
    "Bring both to the same state.",
)
HEADING_DIFFERS = warning(
    "heading_differs",
    "The page is called “{title}” in “{language}”, what stands on it “{own}”.",
    "Use one title, in titles.xml and on the block.",
)

ENTRY_MARKED = error(
    "entry_marked", "<{tag}> has no place in a title, a term or a definition.", "Write words alone; in a definition, also <code> and <bdi>."
)

# Which space keeps a sign from a new line is not seen when two titles are compared; the rules of type look at it.
_UNBROKEN = str.maketrans("\u00a0\u202f", "  ")
# These carry a name of their own on a page that has nothing else.
_PAGES = frozenset({"maslak_lesson", "maslak_checkpoint", "maslak_lab"})


def check(course: Course) -> Iterator[Finding]:
    """Find parts without a title, and parts whose title is not the same everywhere."""
    for part in course.list_parts():
        entry = course.titles.get(part.url_name)
        if entry is not None:
            yield from _check_part(part, _read_titles(entry))
    for file, allowed in (("titles.xml", frozenset[str]()), ("glossary.xml", frozenset({"code", "bdi"}))):
        root = course.files.get(file)
        for text in root.iter("text", "definition") if root is not None else ():
            for node in text.iter("*"):
                if node is not text and node.tag not in allowed:
                    yield ENTRY_MARKED.at(file, node, tag=str(node.tag))
    for vertical in course.verticals:
        entry = course.titles.get(vertical.url_name)
        if entry is not None:
            yield from _check_page(vertical, _read_titles(entry))


def _check_part(part: Part, titles: dict[str, str]) -> Iterator[Finding]:
    shown = part.element.get("display_name", "").strip()
    if not shown:
        yield PART_UNNAMED.at(part.file, part.element)
    elif not any(_is_same(shown, title) for title in titles.values()):
        yield TITLE_DIFFERS.at(part.file, part.element, title=shown, name=part.url_name)


def _check_page(vertical: Vertical, titles: dict[str, str]) -> Iterator[Finding]:
    if len(vertical.blocks) != 1 or vertical.blocks[0].kind not in _PAGES:
        return
    block = vertical.blocks[0]
    for variant in block.element.iterchildren("variant"):
        language, own = variant.get("lang", ""), variant.get("title", "")
        if own and titles.get(language) and not _is_same(own, titles[language]):
            yield HEADING_DIFFERS.at(block.file, variant, language=language, title=titles[language], own=own)


def _is_same(one: str, other: str) -> bool:
    return one.translate(_UNBROKEN) == other.translate(_UNBROKEN)


def _read_titles(entry: Element) -> dict[str, str]:
    return {node.get("lang", ""): (node.text or "").strip() for node in entry.iterchildren("text")}
