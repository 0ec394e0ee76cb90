"""The rules of the course applied to one block as it reads now: those that the authors' own tools apply before they release."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from maslak_companion.authoring.editions.splicing import replace_texts
from maslak_companion.authoring.titles.texts import CHAPTER, FILE
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.course_files import refuse
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_content.check import check_course
from maslak_content.course import Chapter, Course, CourseUnreadableError, Sequential, read_course
from maslak_content.findings import Finding
from maslak_content.wording import describe
from maslak_domain.language import Language


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that the rules found: how grave it is (`error`, `warning`), what it is and what to do about it."""

    code: str
    severity: str
    message: str
    advice: str


def check_block(
    shelf: CourseShelf, workspace: Workspace, usage_key: str, frameworks: Path, language: Language, *, pictures: Mapping[str, bytes]
) -> list[FindingLine]:  # fmt: skip
    """Return what the course's rules find on the page of a block, with every draft of the school and its pictures in their place.

    Raises `CourseRefusedError` when the course cannot be read by the authors' tools.
    """
    node = workspace.get_written(usage_key)
    drafts = [(workspace.course.nodes[key], workspace.get_source(key)) for key in workspace.overlays if key in workspace.course.nodes]
    files = replace_texts(shelf.read_files(workspace.course.hash), drafts)
    files.update(pictures)
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        unit, file = workspace.course.unit_of(usage_key), FILE if node.block_type == CHAPTER else node.file
        findings = _check(Path(folder), files, frameworks, unit, file)
        return [FindingLine(finding.code, finding.severity, *describe(finding, language)) for finding in findings]


def _check(folder: Path, files: Mapping[str, bytes], frameworks: Path, unit: CourseNode | None, file: str) -> list[Finding]:
    for name, data in files.items():
        # Names were found harmless when the release was installed.
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        course = read_course(folder, frameworks)
    except CourseUnreadableError as error:
        raise refuse("unreadable", file, str(error)) from error
    return [finding for finding in check_course(_narrow(course, unit)) if finding.file == file]


def _narrow(course: Course, unit: CourseNode | None) -> Course:
    """Return the course with the blocks of one unit only: the rest keeps its names, which is all that a page or a title can refer to."""
    name = unit.url_name if unit else ""
    return replace(course, chapters=tuple(_narrow_chapter(chapter, name) for chapter in course.chapters))


def _narrow_chapter(chapter: Chapter, name: str) -> Chapter:
    return replace(chapter, sequentials=tuple(unit if unit.url_name == name else _empty(unit) for unit in chapter.sequentials))


def _empty(unit: Sequential) -> Sequential:
    return replace(unit, verticals=tuple(replace(page, blocks=()) for page in unit.verticals))
