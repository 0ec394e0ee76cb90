"""Where the parts of a foreign course belong in a tree, and which of them have no place."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lxml import etree

from maslak_content.importing.unpacking import ArchiveRefusedError
from maslak_content.release.retitle import CONTAINER_START, DISPLAY_NAME, read_titles
from maslak_content.wording import N_
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source

CONTAINERS: Final = ("course", "chapter", "sequential", "vertical")
_OURS: Final = {
    *("maslak_lesson", "maslak_checkpoint", "maslak_diagnostic", "maslak_lab", "maslak_project", "maslak_logbook", "maslak_passport"),
}
# What Open edX brings along or most installations add; each may have a folder of its own in an export.
_STUDIO_BLOCKS: Final = {
    *("html", "problem", "video", "discussion", "library_content", "itembank", "openassessment", "drag-and-drop-v2", "lti", "lti_consumer"),
    *("poll", "survey", "word_cloud", "annotatable", "conditional", "split_test", "randomize", "edx_sga", "done", "pdf", "google-document"),
}
_FOLDERS: Final = {*CONTAINERS, *_STUDIO_BLOCKS, *_OURS, "static", "policies", "about", "info", "tabs", "assets", "drafts", "unplaced"}
_NOT_BLOCKS: Final = {"static", "policies", "about", "info", "tabs", "assets", "drafts", "unplaced"}
_TOP_FILES: Final = {"course.xml", "titles.xml", "glossary.xml", "README.md", "release.json"}


LEADS_NOWHERE: Final = N_("line {line}: points to {target}, which is not in the archive")
NEVER_PUBLISHED: Final = N_("was never published; it is kept but is not part of the course")
UNPUBLISHED: Final = N_("holds changes that were not published; they are kept but are not part of the course")
UNKNOWN_TO_US: Final = N_("line {line}: holds <{tag}>, which the tools do not know; it is kept")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know: a stable code, which file, and what, as a sentence with places for `params`."""

    code: str
    path: str
    message: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def find_root(names: Iterable[str]) -> str:
    """Return the folder in which the course stands, with a slash, or nothing for the top. Raises ArchiveRefusedError."""
    known = list(names)
    found = sorted((name.count("/"), name) for name in known if PurePosixPath(name).name == "course.xml")
    if not found:
        if library := next((name for name in known if PurePosixPath(name).name == "library.xml"), ""):
            raise ArchiveRefusedError("library", library, "is a library of Studio, not a course: export the course that draws from it")
        raise ArchiveRefusedError("missing_file", "course.xml", "is not in the archive")
    if len(found) > 1 and found[0][0] == found[1][0]:
        raise ArchiveRefusedError("two_courses", found[1][1], "is a second course beside the first")
    return found[0][1].removesuffix("course.xml")


def describe_course(root: Path, names: Mapping[str, str], notes: list[Note]) -> None:
    """Note what the tools cannot place: drafts, unknown blocks, pointers to nothing, files to which nothing points."""
    reached = set()
    for name in sorted(names):
        folder = name.split("/", 1)[0]
        if "/" not in name and name not in _TOP_FILES or "/" in name and folder not in _FOLDERS:
            notes.append(Note("not_placed", name, "has no place in a course; it is kept where it was"))
        if folder == "drafts":
            notes.append(Note("draft", name, UNPUBLISHED if name.removeprefix("drafts/") in names else NEVER_PUBLISHED))
        # Blocks hold pages too: an experiment has one for each group of learners.
        if name.endswith(".xml") and folder not in _NOT_BLOCKS and (name == "course.xml" or "/" in name):
            reached |= set(_follow(root, name, names, notes))
    for name in sorted(names):
        if name.split("/", 1)[0] in CONTAINERS and name.endswith(".xml") and name not in reached:
            notes.append(Note("unreferenced", name, "is in the course but nothing points to it; it is kept"))


def _follow(root: Path, name: str, names: Mapping[str, str], notes: list[Note]) -> Iterator[str]:
    element = _parse(root / name)
    nodes = [] if element is None else [element] if name == "course.xml" else list(element.iter(etree.Element))[1:]
    for node in nodes:
        parent = node.getparent()
        tag = str(node.tag)
        if is_pointer(node):
            target = f"{tag}/{node.get('url_name', '')}.xml"
            if target in names:
                yield target
            else:
                notes.append(_at("missing_file", name, node, LEADS_NOWHERE, target=target))
        if parent is not None and parent.tag == "vertical" and tag not in _OURS | _STUDIO_BLOCKS:
            notes.append(_at("unknown_block", name, node, UNKNOWN_TO_US, tag=tag))


def is_pointer(node: Element) -> bool:
    """Say whether a part stands in a file of its own, as Studio writes it: a name and nothing else."""
    if len(node):
        return False
    return node.tag in CONTAINERS or (node.tag in _STUDIO_BLOCKS and node.attrib.keys() == ["url_name"] and not (node.text or "").strip())


def _at(code: str, path: str, node: Element, message: str, **params: str) -> Note:
    return Note(code, path, message, {"line": node.sourceline or 1, **params})


def is_same(source: Path, goal: Path) -> bool:
    """Say whether a file says what the tree's own file says: the same bytes, or XML or a policy that differs in layout only."""
    if filecmp.cmp(source, goal, shallow=False):
        return True
    if goal.suffix == ".json" and "policies" in goal.parts:
        values = _parse_json(source), _parse_json(goal)
        return None not in values and values[0] == values[1]
    if goal.suffix != ".xml":
        return False
    elements = _parse(source), _parse(goal)
    return None not in elements and _plain(elements[0]) == _plain(elements[1])


def keep_title(source: Path, goal: Path, name: str, tree: Path, notes: list[Note]) -> None:
    """Give a chapter, unit or page the title of the tree back when Studio only shows a translation of it."""
    if name.split("/", 1)[0] not in CONTAINERS or source.stat().st_size > 2_000_000:
        return
    new, old = (_start_of(path) for path in (source, goal))
    element, own = _parse(source), _parse(goal)
    if not new or not old or element is None or own is None or element.get("display_name") == own.get("display_name"):
        return
    catalogue = _parse(tree / "titles.xml") if (tree / "titles.xml").is_file() else None
    known = read_titles(catalogue).get(PurePosixPath(name).stem, {}) if catalogue is not None else {}
    literal = DISPLAY_NAME.search(old)
    if element.get("display_name") in known.values() and literal:
        changed = DISPLAY_NAME.sub(lambda match: match[1] + literal[2], new, count=1)
        source.write_bytes(source.read_bytes().replace(new, changed, 1))
    else:
        title = {"title": element.get("display_name", "")}
        notes.append(Note("title_changed", name, "is now called “{title}”; bring titles.xml up to date", title))


def _start_of(path: Path) -> bytes:
    return next((match[0] for match in CONTAINER_START.finditer(path.read_bytes()) if match[1]), b"")


def _parse(path: Path) -> Element | None:
    try:
        return parse_source(path.read_bytes()) if path.stat().st_size <= 2_000_000 else None
    except OLXError:
        return None


def _parse_json(path: Path) -> Any:
    """Give the value of a JSON file with its numbers as they are written, or None where it has none that could be compared."""
    try:
        return json.loads(path.read_bytes(), parse_float=str, parse_int=str) if path.stat().st_size <= 2_000_000 else None
    except (ValueError, RecursionError):
        return None


def _plain(element: Element | None) -> bytes:
    """Write an element without the spacing between elements, where no reader sees it."""
    if element is None:
        return b""
    for node in element.iter():
        if node.tag != "pre" and node.text and not node.text.strip() and len(node):
            node.text = None
        if node.tail and not node.tail.strip() and "\n" in node.tail:
            node.tail = None
    return etree.tostring(element, method="c14n")
