"""From one marker to two and back: nothing that was begun is lost on the way."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.double_marking.errors import UnsettledMarksError
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.double_marking.services import SEATS
from maslak_companion.dossiers.double_marking.sharing import list_open_rounds
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.marking.rules import lock_rule
from maslak_companion.dossiers.models import Dossier, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project
from maslak_companion.offerings.models import Offering

WIDEST: Final = 2


def change_double_rule(
    session: Session, offering: Offering, project: Project, *, is_double: bool, tolerance: int, at: datetime
) -> None:  # fmt: skip
    """Let two mark a project from now on, or one; `tolerance` is 0 to 2 bands.

    What one marker began becomes the first of two, and back. Raises UnsettledMarksError where two are at a round and it is not settled.
    """
    rule = lock_rule(session, offering, project)
    if is_double and not rule.is_double:
        _seat_those_who_began(session, offering, project, at)
    elif rule.is_double and not is_double:
        _give_back_to_one(session, offering, project, at)
    rule.is_double, rule.tolerance = is_double, min(max(tolerance, 0), WIDEST)
    session.flush()


def _seat_those_who_began(session: Session, offering: Offering, project: Project, at: datetime) -> None:
    query = (
        select(Marking)
        .join(DossierRound, DossierRound.id == Marking.round_id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == offering.id, Dossier.usage_key == project.usage_key, Marking.state != "published")
        .where(~exists().where(PublishedMark.round_id == DossierRound.id))
        # What two settled before is theirs already.
        .where(~exists().where(IndependentMark.round_id == DossierRound.id))
        .with_for_update(of=Marking)
    )
    for row in session.scalars(query).all():
        state = "done" if row.state == "ready" else "draft"
        session.add(IndependentMark(round_id=row.round_id, seat=1, account_id=row.marker_id, state=state, body=row.body, changed_at=at))
        session.delete(row)
    session.flush()


def _give_back_to_one(session: Session, offering: Offering, project: Project, at: datetime) -> None:
    seats: dict[UUID, list[IndependentMark]] = defaultdict(list)
    query = select(IndependentMark).where(IndependentMark.round_id.in_(list_open_rounds(session, offering, project)))
    for row in session.scalars(query.with_for_update()).all():
        seats[row.round_id].append(row)
    number = sum(len(rows) == SEATS for rows in seats.values())
    if number:
        raise UnsettledMarksError("rounds are between two markers", rounds=number)
    for (row,) in seats.values():
        if row.body or row.state == "done":
            state = "ready" if row.state == "done" else "draft"
            session.add(Marking(round_id=row.round_id, marker_id=row.account_id, held_until=at, state=state, body=row.body, changed_at=at))
        session.delete(row)
    session.flush()
