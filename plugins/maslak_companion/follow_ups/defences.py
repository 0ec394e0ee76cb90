"""The defence of a placement before a jury, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.follow_ups.models import OUTCOMES, Defence
from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.services import Actor, get_placement, record_event

LONGEST_JURY = 1_000
LONGEST_REMARK = 4_000


@dataclass(frozen=True, slots=True)
class DefenceFacts:
    """What staff write of a defence; without an outcome it is still to come."""

    held_on: date
    place: str
    jury: str
    outcome: str
    remark: str


def record_defence(session: Session, placement_id: UUID, facts: DefenceFacts, actor: Actor, *, version: int) -> Defence:
    """Set a defence, move it, or note what came of it; what it said before stays in the history.

    Raises StalePlacementError, InvalidPlacementError.
    """
    placement = get_placement(session, placement_id, lock=True)
    if facts.held_on < placement.starts_on:
        raise InvalidPlacementError("a defence is not before the contract", field="held_on", reason="outside_contract")
    _check(facts, actor)
    row = session.get(Defence, placement_id, populate_existing=True)
    if (row.version if row else 0) != version:
        raise StalePlacementError("somebody else changed the defence meanwhile")
    before = f"{row.held_on} {row.outcome} {row.remark}".strip() if row else ""
    if row is None:
        row = Defence(placement_id=placement_id)
        session.add(row)
    for name in ("held_on", "place", "jury", "outcome", "remark"):
        setattr(row, name, getattr(facts, name))
    row.version, row.noted_by, row.noted_at = version + 1, actor.id, actor.at
    record_event(session, placement_id, "defence_decided" if facts.outcome else "defence_set", actor, before)
    return row


def find_defence(session: Session, placement_id: UUID) -> Defence | None:
    """Return the defence of a placement, if one was set."""
    return session.get(Defence, placement_id)


def _check(facts: DefenceFacts, actor: Actor) -> None:
    if facts.outcome not in OUTCOMES:
        raise InvalidPlacementError("there is no such outcome", field="outcome", reason="unknown")
    if not facts.jury:
        raise InvalidPlacementError("a defence has a jury", field="jury", reason="missing")
    for field, text, longest in (("jury", facts.jury, LONGEST_JURY), ("remark", facts.remark, LONGEST_REMARK)):
        if len(text) > longest:
            raise InvalidPlacementError("this is too long", field=field, reason="too_long")
    if facts.outcome and facts.held_on > actor.day:
        raise InvalidPlacementError("what is still to come has no outcome", field="outcome", reason="not_past")
