"""A course release in memory: read once, never changed, shared by every request of the process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lxml import etree

from maslak_companion.classroom.courses.block_map import describe_block
from maslak_companion.classroom.courses.course_files import hash_course_files, read_course_files, refuse
from maslak_companion.classroom.courses.glossary import read_glossary
from maslak_companion.classroom.courses.olx import CONTAINERS, check_names, parse_olx, read_titles, resolve_pointer, tag_of
from maslak_domain.language import LANGUAGES
from maslak_domain.release import MANIFEST_NAME, PLACEMENT, THROUGHOUT
from maslak_xblocks.lesson.glossary import Term

_CHILD_OF = {"course": "chapter", "chapter": "sequential", "sequential": "vertical"}
_NOT_BLOCKS = {"wiki", "wiki_slug", "metadata"}


@dataclass(frozen=True, slots=True)
class CourseNode:
    """One chapter, unit, page or block of a release."""

    usage_key: str
    block_type: str
    url_name: str
    titles: Mapping[str, str]
    parent: str | None
    children: tuple[str, ...]
    xml: bytes
    staff_only: bool = False
    starts_at: datetime | None = None
    file: str = ""  # the file of the course in which the element stands


@dataclass(frozen=True, slots=True)
class CourseRelease:
    """An immutable course: its nodes by usage key, what its blocks assess, and its static files."""

    course_key: str
    version: str
    hash: str
    root: str
    nodes: Mapping[str, CourseNode]
    block_map: Mapping[str, Mapping[str, Any]]
    static: Mapping[str, bytes]
    by_name: Mapping[tuple[str, str], str] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)

    @property
    def course(self) -> CourseNode:
        """The course itself."""
        return self.nodes[self.root]

    def children(self, node: CourseNode) -> list[CourseNode]:
        """Return what stands directly under a node, in order."""
        return [self.nodes[key] for key in node.children]

    def find(self, block_type: str, url_name: str) -> CourseNode | None:
        """Return the node of that type and name, or None."""
        key = self.by_name.get((block_type, url_name))
        return self.nodes[key] if key else None

    def units(self) -> Iterator[CourseNode]:
        """Yield every unit in reading order."""
        for chapter in self.children(self.course):
            yield from self.children(chapter)

    def is_optional(self, unit: CourseNode) -> bool:
        """Tell whether a unit only places the learner: it is offered, and nobody waits for it."""
        return self._purposes(unit) == {PLACEMENT}

    def stays_open(self, unit: CourseNode) -> bool:
        """Tell whether nothing in a unit could ever be done with, as on a page with a logbook alone."""
        return not self._purposes(unit) and any(self.blocks_under(unit))

    def required_units(self) -> Iterator[CourseNode]:
        """Yield every unit that belongs to the way through the course, in reading order."""
        return (unit for unit in self.units() if not (self.is_optional(unit) or self.stays_open(unit)))

    def counted_blocks(self, node: CourseNode) -> Iterator[CourseNode]:
        """Yield the blocks at or below a node that can be completed, in reading order."""
        return (block for block in self.blocks_under(node) if self.block_map[block.usage_key]["purpose"] != THROUGHOUT)

    def _purposes(self, unit: CourseNode) -> set[str]:
        return {self.block_map[block.usage_key]["purpose"] for block in self.counted_blocks(unit)}

    def blocks_under(self, node: CourseNode) -> Iterator[CourseNode]:
        """Yield the blocks (not the containers) at or below a node, in reading order."""
        if node.block_type not in CONTAINERS:
            yield node
        for child in self.children(node):
            yield from self.blocks_under(child)

    def lineage(self, node: CourseNode) -> Iterator[CourseNode]:
        """Yield the node, then its ancestors up to the course."""
        current: CourseNode | None = node
        while current is not None:
            yield current
            current = self.nodes[current.parent] if current.parent else None

    def unit_of(self, usage_key: str) -> CourseNode | None:
        """Return the unit in which a block stands, or None for what stands above units."""
        return next((node for node in self.lineage(self.nodes[usage_key]) if node.block_type == "sequential"), None)


def load_release(source: Path, course_key: str | None = None) -> CourseRelease:
    """Read a course directory or archive; raises `CourseRefusedError` with findings when it is unsafe or broken."""
    files = read_course_files(source)
    return build_release(files, course_key or source.name.removesuffix(".gz").removesuffix(".tar"))


def build_release(files: Mapping[str, bytes], course_key: str) -> CourseRelease:
    """Build the release from the files of a course; raises `CourseRefusedError`."""
    if "course.xml" not in files:
        raise refuse("missing_file", "course.xml", "is not in the course")
    pointer = parse_olx(files["course.xml"], "course.xml")
    digest = hash_course_files(files)
    builder = _Builder(files, pointer)
    root = builder.add(pointer, "course.xml", None)
    return CourseRelease(
        course_key=course_key,
        version=pointer.get("version") or _name_version(files, digest),
        hash=digest,
        root=root,
        nodes=MappingProxyType(builder.nodes),
        block_map=MappingProxyType(builder.block_map),
        static=MappingProxyType({name[7:]: data for name, data in files.items() if name.startswith("static/")}),
        by_name=MappingProxyType({(node.block_type, node.url_name): key for key, node in builder.nodes.items()}),
        glossary=read_glossary(files),
    )


def _name_version(files: Mapping[str, bytes], digest: str) -> str:
    """Return the version that authors read when they build a release: their manifest is no part of what it names."""
    if MANIFEST_NAME in files:
        digest = hash_course_files({name: data for name, data in files.items() if name != MANIFEST_NAME})
    return digest[:12]


class _Builder:
    """Walks the tree once, collecting nodes and the block map."""

    def __init__(self, files: Mapping[str, bytes], pointer: etree._Element) -> None:
        self.files = files
        self.nodes: dict[str, CourseNode] = {}
        self.block_map: dict[str, Mapping[str, Any]] = {}
        self._titles = read_titles(files)
        parts = (pointer.get("org", ""), pointer.get("course", ""), pointer.get("url_name", ""))
        # The same form of usage key as in Open edX, so that evidence from either house names a block alike.
        self._prefix = f"block-v1:{'+'.join(parts)}"

    def add(self, node: etree._Element, path: str, parent: str | None) -> str:
        """Add a node and everything under it; return its usage key."""
        element, where = resolve_pointer(node, self.files, path)
        url_name = check_names(element, where)
        usage_key = f"{self._prefix}+type@{tag_of(element)}+block@{url_name}"
        if usage_key in self.nodes:
            raise refuse("duplicate_name", where, f"<{tag_of(element)}> {url_name} stands twice in the course")
        is_container = element.tag in CONTAINERS
        made = CourseNode(
            usage_key=usage_key,
            block_type=str(element.tag),
            url_name=url_name,
            titles=MappingProxyType(self._titles_of(element, url_name)),
            parent=parent,
            children=(),
            xml=b"" if is_container else etree.tostring(element, encoding="utf-8", with_tail=False),
            staff_only=element.get("visible_to_staff_only") == "true",
            starts_at=_read_time(element.get("start"), where),
            file=where,
        )
        self.nodes[usage_key] = made
        if is_container:
            children = tuple(self.add(child, where, usage_key) for child in self._child_elements(element, where))
            self.nodes[usage_key] = replace(made, children=children)
        else:
            self.block_map[usage_key] = MappingProxyType(describe_block(element, self._unit_name(parent)))
        return usage_key

    def _child_elements(self, element: etree._Element, where: str) -> list[etree._Element]:
        children = [child for child in element if isinstance(child.tag, str) and child.tag not in _NOT_BLOCKS]
        expected = _CHILD_OF.get(str(element.tag))
        for child in children:
            if (expected and child.tag != expected) or child.tag == "course":
                raise refuse("wrong_tag", where, f"<{tag_of(element)}> holds <{tag_of(child)}>")
            if not expected and child.tag in CONTAINERS:
                raise refuse("wrong_tag", where, f"<{tag_of(element)}> holds <{tag_of(child)}>")
        return children

    def _titles_of(self, element: etree._Element, url_name: str) -> dict[str, str]:
        titles: dict[str, str] = {lang: text for lang, text in self._titles.get(url_name, {}).items() if text and lang in LANGUAGES}
        for variant in element.iterchildren("variant"):
            language = str(variant.get("lang", ""))
            if variant.get("title") and language in LANGUAGES:
                titles.setdefault(language, str(variant.get("title", "")))
        if not titles:
            titles["fr"] = element.get("display_name") or url_name
        return titles

    def _unit_name(self, parent: str | None) -> str:
        node = self.nodes.get(parent or "")
        while node is not None and node.block_type != "sequential":
            node = self.nodes.get(node.parent or "")
        return node.url_name if node else ""


def _read_time(text: str | None, where: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip('"'))
    except ValueError as error:
        raise refuse("bad_time", where, f"start={text[:40]!r} is not a time") from error
    if moment.tzinfo is None:
        raise refuse("bad_time", where, f"start={text[:40]!r} names no time zone")
    return moment
