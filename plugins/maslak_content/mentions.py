"""Files that the parts of a course which Maslak does not write, such as Studio's pages, films and problems, speak of or point to.

A rule that says “nobody uses this file, delete it” has to know them, though it judges none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from maslak_content.course import CONTAINERS, Course
from maslak_content.course_files import MAX_FILE_BYTES

_OURS: Final = "maslak_"
_READ_BY_RULES: Final = (*CONTAINERS, "titles.xml", "glossary.xml", "README.md")
_TEXTS: Final = frozenset({".xml", ".html", ".json", ".css", ".js", ".md"})
_WORD: Final = re.compile(r"[\w.\-]+")


def list_mentioned(course: Course, names: Iterable[str]) -> set[str]:
    """Give those of the files under static/ that such a part names, by the letters of the name alone: in doubt it does."""
    words = {word.strip(".") for text in _list_texts(course) for word in _WORD.findall(unquote(text))}
    named = {name for name in names if _is_named(name.rpartition("/")[2], words)}
    # What stands in one folder belongs together: a program loads its pieces by names that it puts together.
    folders = {name.partition("/")[0] for name in named if "/" in name}
    return named | {name for name in names if "/" in name and name.partition("/")[0] in folders}


def list_pointed(course: Course) -> set[str]:
    """Give the files of pages to which a block that is not ours points, such as an experiment with a page for each group."""
    pointed: set[str] = set()
    for vertical in course.verticals:
        for block in vertical.blocks:
            if not block.kind.startswith(_OURS):
                pointed.update(f"{node.tag!s}/{node.get('url_name', '')}.xml" for node in block.element.iter(*CONTAINERS))
    return pointed


def _is_named(name: str, words: set[str]) -> bool:
    # Studio names the subtitles of a film after the film, and writes spaces as underscores.
    name = unquote(name)
    film = name.removeprefix("subs_").removesuffix(".sjson").removesuffix(".srt")
    return any(all(word.strip(".") in words for word in _WORD.findall(each)) for each in (name, name.replace(" ", "_"), film))


def _list_texts(course: Course) -> Iterator[str]:
    yield from (str(value) for part in course.list_parts() for value in part.element.attrib.values())
    for vertical in course.verticals:
        for block in vertical.blocks:
            if not block.kind.startswith(_OURS):
                yield etree.tostring(block.element, encoding="unicode", with_tail=False)
    for path in course.root.rglob("*"):
        first = path.relative_to(course.root).parts[0]
        if path.suffix in _TEXTS and first not in _READ_BY_RULES and not first.startswith((".", _OURS)) and path.is_file():
            yield _read(path)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES).decode(errors="replace")
