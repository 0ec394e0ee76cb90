"""Observations as blocks report them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Seen:
    """One observation: an answered item, or the whole attempt as item `*`."""

    item: str
    attempt: int = 1
    score: Decimal = Decimal(1)
    response: str = '["a"]'
