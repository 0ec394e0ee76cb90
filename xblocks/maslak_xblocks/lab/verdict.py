"""What an answer is worth, and what can be said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True)
class Remark:
    """One thing to say about a file: a stable code, and the values that its sentence names. None of them is an answer."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The score of one answer before hints, 0 to 1; the key of its feedback; the misconception shown; remarks on a file."""

    score: Decimal
    key: str
    misconception: str = ""
    remarks: tuple[Remark, ...] = ()


def round_score(value: Decimal) -> Decimal:
    """Give a score with four places at most. It is 1 only where everything is right."""
    rounding = ROUND_FLOOR if value < 1 else ROUND_HALF_UP
    return value.quantize(_PLACES, rounding=rounding).normalize() + 0


def take_hints_off(score: Decimal, costs: Iterable[Decimal]) -> Decimal:
    """Give what a score earns after hints: their costs add up, and never take more than everything."""
    return round_score(score * max(Decimal(0), 1 - sum(costs, Decimal(0))))
