"""Titles as they are written now: what the pages of authors show, while learners read the released ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from maslak_companion.authoring.models import UNCHANGED
from maslak_companion.authoring.titles.texts import CHAPTER, Titles, parse_titles
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.release import CourseNode
from maslak_xblocks.olx import parse_source


def as_drafted(workspace: Workspace, node: CourseNode) -> CourseNode:
    """Return a block, or what stands above blocks, with its titles as they are written now."""
    titles = _find_in_block(workspace, node) if node.xml else _find_in_chapter(workspace, node)
    return replace(node, titles=titles) if titles else node


def all_as_drafted(workspace: Workspace, nodes: Iterable[CourseNode]) -> list[CourseNode]:
    """Return several of them."""
    return [as_drafted(workspace, node) for node in nodes]


def _find_in_block(workspace: Workspace, node: CourseNode) -> Mapping[str, str]:
    return _read_block(workspace.get_source(node.usage_key)) if workspace.get_state(node.usage_key) != UNCHANGED else {}


def _find_in_chapter(workspace: Workspace, node: CourseNode) -> Mapping[str, str]:
    chapter = next((each for each in workspace.course.lineage(node) if each.block_type == CHAPTER), None)
    if chapter is None or workspace.get_state(chapter.usage_key) == UNCHANGED:
        return {}
    return _read_chapter(workspace.get_source(chapter.usage_key)).get(node.url_name, {})


@lru_cache(maxsize=512)
def _read_block(source: str) -> Mapping[str, str]:
    variants = parse_source(source).findall("variant")
    return {each.get("lang", ""): title for each in variants if (title := each.get("title", "").strip())}


@lru_cache(maxsize=64)
def _read_chapter(source: str) -> Titles:
    return parse_titles(source)
