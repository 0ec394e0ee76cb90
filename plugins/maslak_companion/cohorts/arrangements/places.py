"""Where an arrangement may hold: the whole course, or one of its blocks, found by its title within its chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maslak_companion.classroom.courses.release import CourseNode, CourseRelease
from maslak_companion.classroom.granted import ARRANGED, ATTEMPTED, count_attempts

_DATED: Final = frozenset({"excused", "opens_at", "closes_at"})


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """One block as the form offers it. `attempts` is how many it allows by itself, 0 for no limit."""

    usage_key: str
    titles: Mapping[str, str]
    chapter_titles: Mapping[str, str]
    attempts: int
    takes: frozenset[str]


def list_chapter_choices(course: CourseRelease | None) -> list[tuple[Mapping[str, str], Sequence[BlockChoice]]]:
    """Return the blocks to choose from, by chapter in reading order: what decides, and whatever else somebody is waited for at."""
    if course is None:
        return []
    chapters = [
        (chapter.titles, [_describe(course, block) for block in course.blocks_under(chapter) if _is_offered(course, block)])
        for chapter in course.children(course.course)
    ]
    return [(titles, blocks) for titles, blocks in chapters if blocks]


def find_choice(course: CourseRelease | None, usage_key: str | None) -> BlockChoice | None:
    """Return a block as the form shows it, or None for the whole course and for what the release no longer holds."""
    node = course.nodes.get(usage_key) if course and usage_key else None
    return _describe(course, node) if course and node and node.block_type in ARRANGED else None


def _is_offered(course: CourseRelease, block: CourseNode) -> bool:
    # Exercises without limit or mark would only bury what an arrangement is asked for.
    return block.block_type in ARRANGED and (block.block_type != "maslak_checkpoint" or bool(course.block_map[block.usage_key]["decides"]))


def _describe(course: CourseRelease, block: CourseNode) -> BlockChoice:
    chapter = next((each for each in course.lineage(block) if each.block_type == "chapter"), course.course)
    attempts = count_attempts(block)
    takes = _DATED | ({"extra_time"} if block.block_type in ATTEMPTED else set()) | ({"extra_attempts"} if attempts else set())
    return BlockChoice(block.usage_key, block.titles, chapter.titles, attempts, takes)
