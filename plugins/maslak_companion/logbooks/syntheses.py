"""What a learner makes of a company period: a draft until it is submitted, and then for ever as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.logbooks.models import Synthesis
from maslak_companion.placements.periods import get_period
from maslak_companion.placements.services import get_placement
from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.logbook.errors import PlacementClosedError, SynthesisSubmittedError, UnknownPeriodError


def list_syntheses(session: Session, period_ids: Iterable[UUID]) -> Mapping[UUID, Synthesis]:
    """Return what was written so far, by period."""
    rows = session.scalars(select(Synthesis).where(Synthesis.period_id.in_(list(period_ids))))
    return {row.period_id: row for row in rows}


def save_synthesis(
    session: Session, placement_id: UUID, period_id: UUID, text: str, *, revision: int, at: datetime, submits: bool = False
) -> Synthesis:
    """Keep the text of a company period, and hand it in where asked; handing the same in twice changes nothing.

    Raises UnknownPeriodError, PlacementClosedError, SynthesisSubmittedError, StaleRevisionError.
    """
    placement = get_placement(session, placement_id, lock=True)
    if get_period(session, placement_id, period_id).kind != "company":
        raise UnknownPeriodError("a synthesis is about a stay at the company")
    row = session.get(Synthesis, period_id, populate_existing=True)
    if row is not None and row.submitted_at is not None:
        if submits and row.text == text:
            return row
        raise SynthesisSubmittedError("this synthesis was handed in")
    if placement.broken_on is not None:
        raise PlacementClosedError("the placement was broken off")
    if (row.revision if row else 0) != revision:
        raise StaleRevisionError("the synthesis was saved elsewhere meanwhile", revision=row.revision if row else 0)
    if row is None:
        row = Synthesis(period_id=period_id, revision=0, saved_at=at)
        session.add(row)
    row.text, row.saved_at, row.submitted_at = text, at, at if submits else None
    row.revision += 1
    session.flush()
    return row
