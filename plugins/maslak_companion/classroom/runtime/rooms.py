"""What only some blocks ask of their host, by the name under which they ask: each answered by the feature that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from maslak_companion.classroom.courses.glossary import ClassroomGlossaryRoom
from maslak_companion.classroom.runtime.running import ClassroomAttemptsRoom

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime


def _open_attempts(runtime: ClassroomRuntime) -> Any:
    return ClassroomAttemptsRoom(runtime)


def _open_glossary(runtime: ClassroomRuntime) -> Any:
    return ClassroomGlossaryRoom(runtime.visit.course.glossary)


def _open_passport(runtime: ClassroomRuntime) -> Any:
    # The passports room shows what the classroom recorded, so it imports the classroom; here it is met the other way round.
    from maslak_companion.passports.room import ClassroomPassportRoom

    return ClassroomPassportRoom(runtime)


def _open_logbook(runtime: ClassroomRuntime) -> Any:
    from maslak_companion.logbooks.room import ClassroomLogbookRoom

    return ClassroomLogbookRoom(runtime)


def _open_project(runtime: ClassroomRuntime) -> Any:
    from maslak_companion.dossiers.room import ClassroomProjectRoom

    return ClassroomProjectRoom(runtime)


def _open_units(runtime: ClassroomRuntime) -> Any:
    from maslak_companion.classroom.runtime.units_room import ClassroomUnitsRoom

    return ClassroomUnitsRoom(runtime)


ROOMS: Final[Mapping[str, Callable[[ClassroomRuntime], Any]]] = {
    "attempts": _open_attempts,
    "glossary": _open_glossary,
    "passport": _open_passport,
    "logbook": _open_logbook,
    "project": _open_project,
    "units": _open_units,
}
