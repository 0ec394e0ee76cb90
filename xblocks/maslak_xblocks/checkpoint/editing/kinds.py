"""What the parts of each type of question are, so that one editor can show, read and write all of them.

A question's lists are named alike in every form: ``options`` is what it is answered with, ``choices`` what entries are given,
``wrong`` the known wrong answers. The OLX of each is described in :mod:`maslak_xblocks.checkpoint.document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maslak_xblocks.checkpoint.items.item import ItemType


@dataclass(frozen=True)
class Parts:
    """One list of parts: its tag in OLX, its attributes, and whether a part has words, cells and feedback in each language.

    ``refers`` gives for an attribute the list whose ids it holds; every ``misconception`` holds one of the bank's.
    """

    name: str
    tag: str
    ticks: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    words: str = ""  # rich, line or cells
    feedback: bool = False
    prefix: str = "w"
    refers: Mapping[str, str] | None = None
    fewest: int = 0


def _choice() -> tuple[Parts, ...]:
    return (Parts("options", "option", ("correct",), ("misconception",), "rich", True, "a-z", fewest=2),)


def _pairing(left: str, right: str) -> tuple[Parts, ...]:
    return (
        Parts("options", left, (), (right,), "rich", True, "e", {right: "choices"}, 2),
        Parts("choices", right, ("distractor",), ("misconception",), "rich", False, "c", fewest=2),
        Parts("wrong", "wrong", (), (left, right, "misconception"), "", True, "w", {left: "options", right: "choices"}),
    )


KINDS: Final[Mapping[ItemType, tuple[Parts, ...]]] = {
    "single": _choice(),
    "multiple": _choice(),
    "numeric": (Parts("wrong", "wrong", (), ("value", "tolerance", "misconception"), "", True),),
    "text": (
        Parts("options", "accept", (), ("value",), "line", False, "t", fewest=1),
        Parts("wrong", "wrong", (), ("value", "misconception"), "line", True),
    ),
    "ordering": (
        Parts("options", "step", ("tie",), (), "rich", False, "s", fewest=2),
        Parts("wrong", "wrong", (), ("first", "then", "misconception"), "", True, "w", {"first": "options", "then": "options"}),
    ),
    "matching": _pairing("left", "choice"),
    "classification": _pairing("entry", "category"),
    "table": (Parts("options", "row", ("correct",), ("misconception",), "cells", True, "r", fewest=2),),
}

# Feedback that belongs to the whole answer rather than to one of its parts.
WHOLE: Final = ("right", "other")


def has_whole_feedback(kind: str) -> bool:
    """Say whether a type has feedback for the answer as a whole: where nothing is chosen among options."""
    return kind not in ("single", "multiple")
