"""What a check says: which fault, where, and what to do about it.

A rule module declares its kinds of fault beside the code that finds them, so that no list of all faults has to be kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from maslak_xblocks.olx import Element

Severity = Literal["error", "warning"]
Param: TypeAlias = "str | int"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``message`` and ``advice`` are English sentences with places for ``params``; ``file`` is relative to the course."""

    code: str
    severity: Severity
    file: str
    line: int | None
    message: str
    params: Mapping[str, Param]
    advice: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its stable code, how grave it is, what it says and what to do."""

    code: str
    severity: Severity
    message: str
    advice: str

    def at(self, file: str, where: Element | int | None, **params: Param) -> Finding:
        """Make the finding of this kind at an element or a line of a file."""
        line = where if where is None or isinstance(where, int) else where.sourceline
        return Finding(self.code, self.severity, file, line, self.message, params, self.advice)


def error(code: str, message: str, advice: str) -> Kind:
    """Declare a fault that a student would suffer from."""
    return Kind(code, "error", message, advice)


def warning(code: str, message: str, advice: str) -> Kind:
    """Declare something that a careful author would look at again."""
    return Kind(code, "warning", message, advice)
