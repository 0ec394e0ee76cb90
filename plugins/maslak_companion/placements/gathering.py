"""Everything that is known of some placements, read in five statements however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, defer

from maslak_companion.accounts.models import Account
from maslak_companion.follow_ups.models import Attendance, Defence, Visit
from maslak_companion.follow_ups.visits import list_visits
from maslak_companion.logbooks.entries import Shelf, list_shelves
from maslak_companion.logbooks.models import Synthesis
from maslak_companion.people.models import Learner
from maslak_companion.placements.missions import MissionFacts, list_missions
from maslak_companion.placements.models import CompanyTutor, Placement, PlacementPeriod
from maslak_companion.sign_offs.models import Countersignature, SignOff


@dataclass(frozen=True, slots=True)
class Stay:
    """A period with what stands on it: the synthesis, the hours, the tutor's latest answer and the academic tutor's word on that."""

    period: PlacementPeriod
    synthesis: Synthesis | None
    hours: Attendance | None
    answer: SignOff | None
    said: Countersignature | None


@dataclass(slots=True)
class Gathered:
    """One placement with its people and everything under it; a tutor who left is none."""

    row: Placement
    learner: Learner
    tutor: CompanyTutor | None
    academic: str
    defence: Defence | None
    stays: list[Stay] = field(default_factory=list)
    missions: list[MissionFacts] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)

    @property
    def periods(self) -> list[PlacementPeriod]:
        """The periods in their order."""
        return [each.period for each in self.stays]


def gather(session: Session, which: ColumnElement[bool], *, most_entries: int) -> list[Gathered]:
    """Return the placements that `which` names, the latest first, with at most so many entries of each, the newest days first."""
    found = _gather_contracts(session, which)
    if not found:
        return []
    for stay in _list_stays(session, list(found)):
        found[stay.period.placement_id].stays.append(stay)
    for mission in list_missions(session, found):
        found[mission.placement_id].missions.append(mission)
    for visit in list_visits(session, found):
        found[visit.placement_id].visits.append(visit)
    for placement_id, shelf in list_shelves(session, found, most=most_entries).items():
        found[placement_id].shelf = shelf
    return list(found.values())


def _gather_contracts(session: Session, which: ColumnElement[bool]) -> dict[UUID, Gathered]:
    query = (
        select(Placement, Learner, CompanyTutor, Account.display_name, Account.login, Defence)
        .join(Learner, Learner.id == Placement.learner_id)
        .outerjoin(CompanyTutor, and_(CompanyTutor.id == Placement.tutor_id, Placement.tutor_left_at.is_(None)))
        .outerjoin(Account, Account.id == Placement.academic_tutor_id)
        .outerjoin(Defence, Defence.placement_id == Placement.id)
        .where(which)
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
    )
    rows = session.execute(query)
    return {row.id: Gathered(row, learner, tutor, name or login or "", defence) for row, learner, tutor, name, login, defence in rows}


def _list_stays(session: Session, placement_ids: Sequence[UUID]) -> list[Stay]:
    newest = (
        select(SignOff.period_id, func.max(SignOff.revision).label("revision"))
        .where(SignOff.placement_id.in_(placement_ids))
        .group_by(SignOff.period_id)
        .subquery()
    )
    query = (
        select(PlacementPeriod, Synthesis, Attendance, SignOff, Countersignature)
        .outerjoin(Synthesis, Synthesis.period_id == PlacementPeriod.id)
        .outerjoin(Attendance, Attendance.period_id == PlacementPeriod.id)
        .outerjoin(newest, newest.c.period_id == PlacementPeriod.id)
        .outerjoin(SignOff, and_(SignOff.period_id == newest.c.period_id, SignOff.revision == newest.c.revision))
        .outerjoin(Countersignature, Countersignature.sign_off_id == SignOff.id)
        # What was shown to the tutor is long, and no list of placements needs it.
        .options(defer(SignOff.content))
        .where(PlacementPeriod.placement_id.in_(placement_ids))
        .order_by(PlacementPeriod.starts_on, PlacementPeriod.id)
    )
    return [Stay(*row) for row in session.execute(query)]
