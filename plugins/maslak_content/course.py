"""Reading a course from its folder of OLX files, the way Studio writes one, into a tree whose parts know file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from maslak_content.course_files import FILE_MISSING, NAME, CourseFiles
from maslak_content.course_tree import Block, Chapter, Course, Part, Sequential, Vertical
from maslak_content.errors import ContentError
from maslak_content.findings import Finding, error
from maslak_content.wording import N_
from maslak_domain.competency import Framework, InvalidFrameworkError, load_framework
from maslak_xblocks.olx import Element

__all__ = ["Block", "Chapter", "Course", "CourseUnreadableError", "Part", "Sequential", "Vertical", "read_course"]

WRONG_TAG = error(
    "wrong_tag", "The file holds <{found}> where <{tag}> is expected.", "Correct the root element or the reference to the file."
)
URL_NAME_BAD = error("url_name_bad", "<{tag}> has no usable url_name.", "Give it a url_name of letters, digits, hyphens and underscores.")

NO_COURSE = N_("{path}: there is no course.xml; name the folder that holds it")
# The one framework of the programme, under the name by which every classroom finds it.
FRAMEWORK = "ma-num.json"
_SHOWN_BREACHES = 5

CONTAINERS = ("course", "chapter", "sequential", "vertical")
_Made = TypeVar("_Made")


class CourseUnreadableError(ContentError):
    """Raised when a folder holds no course that could be looked at; the message says why, and `findings` which file is at fault."""

    def __init__(self, message: str, /, findings: tuple[Finding, ...] = (), **params: str | int) -> None:
        super().__init__(message, **params)
        self.findings = findings


def read_course(path: Path, frameworks: Path | None = None, files: CourseFiles | None = None) -> Course:
    """Read the course in a folder; what is faulty inside becomes its ``findings``.

    ``frameworks`` is the folder of the competency framework; without it, the one beside the course is used when there is one.
    ``files`` reads the folder's files where somebody has begun to.
    Raises CourseUnreadableError when there is no course at all, or when the framework cannot be used.
    """
    files = files or CourseFiles(path)
    pointer = files.parse("course.xml") if files.exists("course.xml") else None
    if pointer is None:
        if not files.findings:
            raise CourseUnreadableError(NO_COURSE, path=str(path))
        raise CourseUnreadableError("{path}: course.xml cannot be read", tuple(files.findings), path=str(path))
    reader = _Reader(files)
    found = reader.resolve(pointer, "course.xml")
    if found is None or found.element.tag != "course":
        raise CourseUnreadableError("{path}: course.xml leads to no course", tuple(files.findings), path=str(path))
    chapters = reader.list_children(found, "chapter", reader.make_chapter)
    titles, glossary = reader.read_entries("titles.xml", "title", "for"), reader.read_entries("glossary.xml", "term", "key")
    policies = {name: files.read_json(name) for name in files.list_files("policies") if name.endswith(".json")}
    return Course(
        url_name=found.url_name,
        file=found.file,
        element=found.element,
        root=files.root,
        chapters=chapters,
        titles=titles,
        glossary=glossary,
        statics={name.removeprefix("static/"): files.root / name for name in files.list_files("static")},
        policies=policies,
        files=files.parsed,
        framework=_read_framework(frameworks or files.root.parent / "frameworks"),
        findings=tuple(files.findings),
    )


class _Reader:
    """Follows pointers from file to file."""

    def __init__(self, files: CourseFiles) -> None:
        self.files = files

    def resolve(self, node: Element, file: str) -> Part | None:
        """Give what an element stands for: itself when it has a body, else the root of the file it points to."""
        tag, url_name = str(node.tag), node.get("url_name", "")
        if not NAME.fullmatch(url_name):
            self.files.note(URL_NAME_BAD, file, node, tag=tag)
            return None
        target = f"{tag}/{url_name}.xml"
        if len(node) or target == file or (tag not in CONTAINERS and not self.files.exists(target)):
            return Part(url_name, file, node)
        if not self.files.exists(target):
            self.files.note(FILE_MISSING, file, node, target=target)
            return None
        root = self.files.parse(target)
        if root is None:
            return None
        if root.tag != tag:
            self.files.note(WRONG_TAG, target, root, found=str(root.tag), tag=tag)
            return None
        return Part(url_name, target, root)

    def list_children(self, parent: Part, tag: str, make: Callable[[Part], _Made]) -> tuple[_Made, ...]:
        """Resolve the children of one kind; whatever else stands there is left to the rules."""
        found = (self.resolve(child, parent.file) for child in parent.element.iterchildren(tag))
        return tuple(make(part) for part in found if part)

    def make_chapter(self, part: Part) -> Chapter:
        return Chapter(part.url_name, part.file, part.element, self.list_children(part, "sequential", self.make_sequential))

    def make_sequential(self, part: Part) -> Sequential:
        return Sequential(part.url_name, part.file, part.element, self.list_children(part, "vertical", self.make_vertical))

    def make_vertical(self, part: Part) -> Vertical:
        found = (self.resolve(child, part.file) for child in part.element if isinstance(child.tag, str))
        return Vertical(part.url_name, part.file, part.element, tuple(Block(b.url_name, b.file, b.element) for b in found if b))

    def read_entries(self, file: str, tag: str, key: str) -> Mapping[str, Element]:
        """Read a flat list such as the glossary: its entries by key, the first of each."""
        root = self.files.parse(file) if self.files.exists(file) else None
        entries: dict[str, Element] = {}
        for node in root.iterchildren(tag) if root is not None else ():
            entries.setdefault(node.get(key, ""), node)
        return entries


def _read_framework(folder: Path) -> Framework | None:
    path = folder / FRAMEWORK
    if not path.is_file():
        return None
    try:
        return _parse_framework(path.read_bytes())
    except (ValueError, InvalidFrameworkError) as fault:
        found = fault.params.get("findings") if isinstance(fault, InvalidFrameworkError) else None
        detail = "; ".join(map(str, found[:_SHOWN_BREACHES])) if isinstance(found, list) and found else str(fault)
        raise CourseUnreadableError("the competency framework {path} is not usable: {detail}", path=str(path), detail=detail) from fault


@lru_cache(maxsize=4)
def _parse_framework(data: bytes) -> Framework:
    document: dict[str, Any] = json.loads(data)
    return load_framework(document)
