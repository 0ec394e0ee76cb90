"""What only some blocks ask of their host, by the name under which they ask: each answered by the feature that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime import ClassroomRuntime

ROOMS: Final[Mapping[str, Callable[[ClassroomRuntime], Any]]] = {}
