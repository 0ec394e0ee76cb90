"""A course as its authors see it: chapters with what is going on in each, and one of them block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from maslak_companion.authoring.languages import read_language_states
from maslak_companion.authoring.models import REVIEWED, UNCHANGED
from maslak_companion.authoring.titles.drafts import as_drafted
from maslak_companion.authoring.workspace import Workspace, is_editable
from maslak_companion.classroom.courses.release import CourseNode
from maslak_domain.language import Language

# Accepted, and part of the release that the offering is on.
RELEASED = "released"


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One block: where it stands, and how far its languages are. `state` is "" for a block that is edited in Studio."""

    usage_key: str
    block_type: str
    titles: Mapping[str, str]
    state: str
    languages: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with its blocks in reading order."""

    titles: Mapping[str, str]
    blocks: tuple[BlockLine, ...]


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """One chapter with how many of its blocks stand where; its units are listed where it is the one asked for."""

    name: str
    usage_key: str
    titles: Mapping[str, str]
    state: str  # where its titles stand
    states: Mapping[str, int]
    units: tuple[UnitLine, ...]


def map_chapters(workspace: Workspace, asked: str | None, released: Mapping[str, int]) -> list[ChapterLine]:
    """Return the chapters, with the units of the one asked for, else of the first where something is going on, else of the first."""
    course = workspace.course
    chapters = course.children(course.course)
    counts = {chapter.url_name: _count(workspace, chapter, released) for chapter in chapters}
    busy = (name for name, states in counts.items() if states.keys() - {UNCHANGED})
    chosen = asked if asked in counts else next(busy, next(iter(counts), ""))
    return [
        ChapterLine(
            each.url_name, each.usage_key, as_drafted(workspace, each).titles, find_state(workspace, each.usage_key, released),
            counts[each.url_name],
            _units(workspace, each, released) if each.url_name == chosen else (),
        )
        for each in chapters
    ]  # fmt: skip


def find_state(workspace: Workspace, usage_key: str, released: Mapping[str, int]) -> str:
    """Return where a block stands, telling what was accepted from what the offering's release holds already."""
    state, overlay = workspace.get_state(usage_key), workspace.overlays.get(usage_key)
    return RELEASED if state == REVIEWED and overlay and released.get(usage_key) == overlay.accepted else state


def _count(workspace: Workspace, chapter: CourseNode, released: Mapping[str, int]) -> Counter[str]:
    blocks = (node for node in workspace.course.blocks_under(chapter) if is_editable(node))
    return Counter(find_state(workspace, node.usage_key, released) for node in (chapter, *blocks))


def _units(workspace: Workspace, chapter: CourseNode, released: Mapping[str, int]) -> tuple[UnitLine, ...]:
    course = workspace.course
    return tuple(
        UnitLine(as_drafted(workspace, unit).titles, tuple(_line(workspace, node, released) for node in course.blocks_under(unit)))
        for unit in course.children(chapter)
    )


def _line(workspace: Workspace, node: CourseNode, released: Mapping[str, int]) -> BlockLine:
    if not is_editable(node):
        return BlockLine(node.usage_key, node.block_type, node.titles, "", {})
    languages = read_language_states(workspace.get_source(node.usage_key))
    titles = as_drafted(workspace, node).titles
    return BlockLine(node.usage_key, node.block_type, titles, find_state(workspace, node.usage_key, released), languages)
