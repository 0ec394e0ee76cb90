"""Putting new texts into the files of a course: every byte around them stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maslak_companion.authoring.editions.spans import find_span
from maslak_companion.authoring.titles.splicing import replace_titles
from maslak_companion.authoring.titles.texts import CHAPTER
from maslak_companion.classroom.courses.course_files import refuse
from maslak_companion.classroom.courses.release import CourseNode


def replace_texts(files: Mapping[str, bytes], changed: Iterable[tuple[CourseNode, str]]) -> dict[str, bytes]:
    """Return the files with each block's element, or a chapter's titles, replaced.

    Raises `CourseRefusedError` where a block does not stand any more.
    """
    found = dict(files)
    for node, source in changed:
        found = replace_titles(found, source) if node.block_type == CHAPTER else _replace_block(found, node, source)
    return found


def _replace_block(files: Mapping[str, bytes], node: CourseNode, source: str) -> dict[str, bytes]:
    data, is_own = files[node.file], node.file == f"{node.block_type}/{node.url_name}.xml"
    span = find_span(data, node.block_type, "" if is_own else "url_name", node.url_name)
    if span is None:
        raise refuse("missing_block", node.file, f"holds no <{node.block_type}> {node.url_name}")
    start, end = span
    return {**files, node.file: data[:start] + source.encode() + data[end:]}
