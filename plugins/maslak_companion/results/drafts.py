"""What a registrar hands to the jury room: the jury meant, who acts, and the lines entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from maslak_companion.offerings.models import Group, Offering
from maslak_domain.result import Decision


@dataclass(frozen=True, slots=True)
class JuryOf:
    """Which jury: of this offering, for this group, in this session."""

    offering: Offering
    group: Group
    session: str


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts when, on which version of the jury (0 before anything was saved), by which form."""

    actor: UUID
    at: datetime
    version: int
    token: str


@dataclass(frozen=True, slots=True)
class Line:
    """What the jury says about one learner; either part may still be missing."""

    mark: Decimal | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the jury page lets a registrar enter."""

    jury_on: date | None = None
    minutes_ref: str = ""
    lines: Mapping[UUID, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a jury from being frozen; `learner_id` is None when it concerns the whole jury."""

    code: str
    learner_id: UUID | None = None


def check_complete(draft: Draft, today: date) -> list[Problem]:
    """List what is missing before the draft may be frozen."""
    problems = []
    if draft.jury_on is None:
        problems.append(Problem("no_date"))
    elif draft.jury_on > today:
        problems.append(Problem("date_ahead"))
    if not draft.minutes_ref:
        problems.append(Problem("no_minutes"))
    if not draft.lines:
        problems.append(Problem("nobody"))
    problems.extend(Problem("no_decision", learner_id) for learner_id, line in draft.lines.items() if line.decision is None)
    return problems
