"""What an editor can refer to by name: the competencies of the framework, and the objectives of the chapter as they are written now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.release import CourseNode
from maslak_domain.competency import Framework
from maslak_domain.language import LocalizedText
from maslak_xblocks.lesson.objectives import list_objectives

_LESSON = "maslak_lesson"


class WorkspaceReferencesRoom:
    """Answers `maslak_xblocks.references.ReferencesRoom` from a course as its authors at the school see it."""

    def __init__(self, workspace: Workspace, framework: Framework) -> None:
        self._workspace = workspace
        self._framework = framework

    def list_competencies(self) -> Mapping[str, LocalizedText]:
        """Return what the competencies are called; one that was replaced by another is not offered any more."""
        return {key: each.title for key, each in self._framework.competencies.items() if each.replaced_by is None}

    def list_objectives(self, usage: str) -> Mapping[str, LocalizedText]:
        """Return the objectives of the block's page, then those of its unit, then those of its chapter."""
        found: dict[str, LocalizedText] = {}
        for lesson in self._lessons_around(usage):
            for key, words in list_objectives(self._workspace.get_source(lesson.usage_key)).items():
                found.setdefault(key, words)
        return found

    def _lessons_around(self, usage: str) -> Iterator[CourseNode]:
        course = self._workspace.course
        page, unit, chapter = ([*course.lineage(self._workspace.get_block(usage))][1:4] + [None] * 3)[:3]
        for around in (page, unit, chapter):
            if around is not None:
                yield from (node for node in course.blocks_under(around) if node.block_type == _LESSON)
