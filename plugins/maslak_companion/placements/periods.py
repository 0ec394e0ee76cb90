"""Periods of a placement: stays at the school and at the company, entered one by one or laid out from the rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maslak_companion.placements.errors import InvalidPlacementError, PeriodInUseError
from maslak_companion.placements.models import PERIOD_KINDS, Placement, PlacementPeriod
from maslak_companion.placements.services import Actor, get_placement, record_event
from maslak_xblocks.logbook.errors import UnknownPeriodError

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


def list_periods(session: Session, placement_ids: Iterable[UUID]) -> Sequence[PlacementPeriod]:
    """Return the periods of placements in their order."""
    query = select(PlacementPeriod).where(PlacementPeriod.placement_id.in_(list(placement_ids)))
    return session.scalars(query.order_by(PlacementPeriod.starts_on, PlacementPeriod.id)).all()


def get_period(session: Session, placement_id: UUID, period_id: UUID) -> PlacementPeriod:
    """Return a period of the placement; raises UnknownPeriodError for any other."""
    period = session.get(PlacementPeriod, period_id)
    if period is None or period.placement_id != placement_id:
        raise UnknownPeriodError("the placement has no such period")
    return period


def find_period_on(periods: Iterable[PlacementPeriod], day: date) -> PlacementPeriod | None:
    """Return the period into which a day falls, if any."""
    return next((each for each in periods if each.starts_on <= day <= each.ends_on), None)


def add_period(session: Session, placement_id: UUID, *, kind: str, starts_on: date, ends_on: date, actor: Actor) -> PlacementPeriod:
    """Add a period within the contract that meets no other; raises InvalidPlacementError."""
    placement = get_placement(session, placement_id, lock=True)
    if kind not in PERIOD_KINDS:
        raise InvalidPlacementError("a period is at the school or at the company", field="kind", reason="unknown")
    if ends_on < starts_on:
        raise InvalidPlacementError("a period ends after it begins", field="ends_on", reason="before_start")
    if starts_on < placement.starts_on or ends_on > placement.ends_on:
        raise InvalidPlacementError("a period lies within the contract", field="starts_on", reason="outside_contract")
    if any(each.starts_on <= ends_on and starts_on <= each.ends_on for each in list_periods(session, [placement_id])):
        raise InvalidPlacementError("two periods share a day", field="starts_on", reason="overlaps")
    period = PlacementPeriod(placement_id=placement_id, kind=kind, starts_on=starts_on, ends_on=ends_on)
    session.add(period)
    session.flush()
    record_event(session, placement_id, "period_added", actor, f"{kind} {starts_on}/{ends_on}")
    return period


def lay_out_periods(session: Session, placement_id: UUID, actor: Actor) -> int:
    """Fill an empty calendar from the rhythm of the contract, and return how many periods were added."""
    placement = get_placement(session, placement_id, lock=True)
    if list_periods(session, [placement_id]):
        return 0
    periods = [
        PlacementPeriod(placement_id=placement_id, kind=kind, starts_on=first, ends_on=last) for kind, first, last in alternate(placement)
    ]
    session.add_all(periods)
    session.flush()
    if periods:
        record_event(session, placement_id, "periods_laid_out", actor, str(len(periods)))
    return len(periods)


def alternate(placement: Placement) -> Iterator[tuple[str, date, date]]:
    """Give the stays that the rhythm makes of the contract, the school's first; the last one ends with the contract."""
    spans = {"academic": placement.academic_weeks * _WEEK, "company": placement.company_weeks * _WEEK}
    if not any(spans.values()):
        return
    first, kind = placement.starts_on, "academic"
    while first <= placement.ends_on:
        if spans[kind]:
            yield kind, first, min(first + spans[kind] - _DAY, placement.ends_on)
        first += spans[kind]
        kind = "company" if kind == "academic" else "academic"


def remove_period(session: Session, placement_id: UUID, period_id: UUID, actor: Actor) -> None:
    """Take away a period on which nothing stands; raises PeriodInUseError, UnknownPeriodError."""
    get_placement(session, placement_id, lock=True)
    period = get_period(session, placement_id, period_id)
    try:
        with session.begin_nested():
            session.delete(period)
    except IntegrityError as error:
        raise PeriodInUseError("a mission, a synthesis or an answer stands on this period") from error
    record_event(session, placement_id, "period_removed", actor, f"{period.kind} {period.starts_on}/{period.ends_on}")
