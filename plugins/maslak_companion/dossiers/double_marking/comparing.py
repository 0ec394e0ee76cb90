"""Two marks side by side: row by row how far they are apart, and what can be proposed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from maslak_companion.dossiers.projects import Project, Stage

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of the rubric as both saw it; a band is 0 where somebody gave none."""

    criterion: str
    bands: tuple[int, int]
    comments: tuple[str, str]
    # In bands; `is_apart` where it is more than the project allows.
    difference: int
    is_apart: bool


def compare(stage: Stage | None, bodies: tuple[Body, Body], tolerance: int) -> list[ComparedRow]:
    """Return the rows of a stage's rubric as both saw them; `tolerance` is in bands."""
    rows = []
    for name in stage.criteria if stage else ():
        first, second = (int(body.get("bands", {}).get(name, 0)) for body in bodies)
        comments = tuple(str(body.get("comments", {}).get(name, "")) for body in bodies)
        difference = abs(first - second)
        rows.append(ComparedRow(name, (first, second), (comments[0], comments[1]), difference, difference > tolerance))
    return rows


def propose_body(rows: list[ComparedRow], bodies: tuple[Body, Body]) -> dict[str, Any]:
    """Return what a proposal begins with: equal bands, the higher of two within the tolerance, none where they are apart.

    Within the tolerance the doubt is the learners'. What both wrote stands one below the other, to be made one.
    """
    remarks = {place: "" for body in bodies for place in body.get("remarks", {})}
    return {
        "bands": {row.criterion: max(row.bands) for row in rows if not row.is_apart and max(row.bands)},
        "comments": {row.criterion: text for row in rows if (text := _join(*row.comments))},
        "remarks": {place: _join(*(str(body.get("remarks", {}).get(place, "")) for body in bodies)) for place in remarks},
        "remark": _join(*(str(body.get("remark", "")) for body in bodies)),
    }


def measure(project: Project | None, rows: list[ComparedRow]) -> Decimal | None:
    """Return how far the two marks lie apart, 0 to 1, or None where nothing weighs."""
    weights = project.weights if project else {}
    whole = 3 * sum(weights.get(row.criterion, 0) for row in rows)
    if not whole:
        return None
    return Decimal(abs(sum(weights.get(row.criterion, 0) * (row.bands[0] - row.bands[1]) for row in rows))) / whole


def _join(*texts: str) -> str:
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
