"""What a project's document fixes for a host that keeps its dossiers: what is asked for, when, and of how large a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

DeliverableKind: TypeAlias = Literal["text", "link", "file"]


@dataclass(frozen=True)
class DeliverableRule:
    """What is asked for under one name. ``accept`` lists endings such as ``pdf``; it and ``max_bytes`` matter for files alone."""

    id: str
    kind: DeliverableKind
    is_required: bool
    accept: tuple[str, ...] = ()
    max_bytes: int = 0


@dataclass(frozen=True)
class StageRule:
    """One stage. ``due_days`` counts from the day the host opens the project; None where the author set none."""

    id: str
    deliverables: tuple[DeliverableRule, ...]
    due_days: int | None = None


@dataclass(frozen=True)
class Assignment:
    """What the document fixes, for a host that keeps dossiers: which block, how large a team, how many rounds a stage has."""

    usage: str
    team_size: int
    rounds: int
    stages: tuple[StageRule, ...]
