"""Visits of the school to a placement: planned, held with a report, or called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.follow_ups.errors import VisitNotFoundError
from maslak_companion.follow_ups.models import VISIT_MODES, Visit
from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.models import Placement
from maslak_companion.placements.services import Actor, get_placement, record_event

LONGEST_REPORT = 8_000


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What staff write of a visit; one that is held has its day, who was there, and a report."""

    planned_on: date
    mode: str
    visitor: str
    held_on: date | None = None
    attendees: str = ""
    report: str = ""


def plan_visit(session: Session, placement_id: UUID, facts: VisitFacts, actor: Actor) -> Visit:
    """Plan a visit, or note one that was held without a plan; raises InvalidPlacementError."""
    placement = get_placement(session, placement_id, lock=True)
    _check(placement, facts, actor)
    visit = Visit(placement_id=placement_id, version=0)
    session.add(visit)
    _write(session, visit, facts, actor)
    return visit


def change_visit(session: Session, placement_id: UUID, visit_id: UUID, facts: VisitFacts, actor: Actor, *, version: int) -> Visit:
    """Move a visit, write its report or amend it; raises VisitNotFoundError, StalePlacementError, InvalidPlacementError."""
    placement = get_placement(session, placement_id, lock=True)
    visit = get_visit(session, placement_id, visit_id)
    _check_version(visit, version)
    _check(placement, facts, actor)
    _write(session, visit, facts, actor)
    return visit


def cancel_visit(session: Session, placement_id: UUID, visit_id: UUID, actor: Actor, *, version: int) -> None:
    """Call a visit off that was not held; it stays in sight as such. Raises VisitNotFoundError, StalePlacementError."""
    get_placement(session, placement_id, lock=True)
    visit = get_visit(session, placement_id, visit_id)
    _check_version(visit, version)
    if visit.held_on is not None:
        raise StalePlacementError("this visit was held")
    visit.cancelled_at, visit.version, visit.noted_by, visit.noted_at = actor.at, version + 1, actor.id, actor.at
    record_event(session, placement_id, "visit_cancelled", actor, visit.planned_on.isoformat())


def get_visit(session: Session, placement_id: UUID, visit_id: UUID) -> Visit:
    """Return a visit of the placement; raises VisitNotFoundError for any other."""
    visit = session.get(Visit, visit_id, populate_existing=True)
    if visit is None or visit.placement_id != placement_id:
        raise VisitNotFoundError("the placement has no such visit")
    return visit


def list_visits(session: Session, placement_ids: Iterable[UUID]) -> Sequence[Visit]:
    """Return the visits of placements by their day, those called off too."""
    query = select(Visit).where(Visit.placement_id.in_(list(placement_ids)))
    return session.scalars(query.order_by(Visit.planned_on, Visit.id)).all()


def _check_version(visit: Visit, version: int) -> None:
    if visit.version != version or visit.cancelled_at is not None:
        raise StalePlacementError("somebody else changed this visit meanwhile")


def _check(placement: Placement, facts: VisitFacts, actor: Actor) -> None:
    if not placement.starts_on <= facts.planned_on <= placement.ends_on:
        raise InvalidPlacementError("a visit lies within the contract", field="planned_on", reason="outside_contract")
    if facts.mode not in VISIT_MODES:
        raise InvalidPlacementError("there is no such way to visit", field="mode", reason="unknown")
    if not facts.visitor:
        raise InvalidPlacementError("somebody visits", field="visitor", reason="missing")
    if facts.held_on is None:
        if facts.report:
            raise InvalidPlacementError("a report tells of a visit that was held", field="held_on", reason="missing")
        return
    if not placement.starts_on <= facts.held_on <= actor.day:
        raise InvalidPlacementError("a visit was held in the past of the contract", field="held_on", reason="not_past")
    for field, text in (("attendees", facts.attendees), ("report", facts.report)):
        if not text:
            raise InvalidPlacementError("a visit that was held is reported", field=field, reason="missing")
    if len(facts.report) > LONGEST_REPORT:
        raise InvalidPlacementError("the report is too long", field="report", reason="too_long")


def _write(session: Session, visit: Visit, facts: VisitFacts, actor: Actor) -> None:
    # A report that is amended keeps what it said: the history of the placement holds it.
    kind = "visit_planned" if facts.held_on is None else "visit_amended" if visit.held_on else "visit_held"
    before = visit.report if visit.held_on else ""
    for name in ("planned_on", "mode", "visitor", "held_on", "attendees", "report"):
        setattr(visit, name, getattr(facts, name))
    visit.version, visit.noted_by, visit.noted_at = visit.version + 1, actor.id, actor.at
    record_event(session, visit.placement_id, kind, actor, before)
