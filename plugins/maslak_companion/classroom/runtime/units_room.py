"""The classroom's answer to blocks that lead to other units: titles, addresses and what the learner has completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from flask import url_for

from maslak_companion.classroom.services import list_completed_blocks
from maslak_domain.language import LocalizedText
from maslak_xblocks.diagnostic.port import Unit

if TYPE_CHECKING:
    from maslak_companion.classroom.courses.release import CourseNode
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


class ClassroomUnitsRoom:
    """Answers `maslak_xblocks.diagnostic.port.UnitsRoom` for the learner of one runtime."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._session, self._visit = runtime.session, runtime.visit

    def read(self, names: Sequence[str]) -> Mapping[str, Unit]:
        """Return the units of these names; those that the course does not have, or keeps for its staff, are left out."""
        visit, course = self._visit, self._visit.course
        found = [unit for name in names if (unit := course.find("sequential", name)) is not None and not self._is_hidden(unit)]
        if not found:
            return {}
        completed = list_completed_blocks(self._session, [visit.learner_id], visit.course_key)[visit.learner_id]
        return {unit.url_name: self._describe(unit, completed) for unit in found}

    def _describe(self, unit: CourseNode, completed: set[str]) -> Unit:
        blocks = [block.usage_key for block in self._visit.course.counted_blocks(unit)]
        is_open = self._visit.is_visible(unit)
        return Unit(
            name=unit.url_name,
            titles=cast(LocalizedText, dict(unit.titles)),
            url=url_for("classroom.unit_page", course=self._visit.course_key, unit=unit.url_name) if is_open else "",
            is_done=bool(blocks) and completed.issuperset(blocks),
        )

    def _is_hidden(self, unit: CourseNode) -> bool:
        return any(each.staff_only for each in self._visit.course.lineage(unit))
