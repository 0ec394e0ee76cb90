"""Whose work it is: rounds shared out evenly among the markers, and how much each has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.errors import TooFewMarkersError
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.double_marking.seats import lock_marks, seat_marker
from maslak_companion.dossiers.double_marking.services import SEATS
from maslak_companion.dossiers.marking.drafts import Act
from maslak_companion.dossiers.marking.models import Marking, OfferingMarker, PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierMember, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project
from maslak_companion.offerings.models import Offering


@dataclass(frozen=True, slots=True)
class Load:
    """How many rounds of a project one marker has, and how many of them are done."""

    account_id: UUID
    name: str
    rounds: int
    done: int


def list_marker_ids(session: Session, offering: Offering) -> list[UUID]:
    """Return who marks in an offering: its lead, then the named colleagues who are in no team of it, by login."""
    own_work = exists().where(DossierMember.offering_id == offering.id, DossierMember.learner_id == Account.learner_id)
    named = select(Account.id).join(OfferingMarker, OfferingMarker.account_id == Account.id).where(~own_work)
    found = session.scalars(named.where(OfferingMarker.offering_id == offering.id).order_by(Account.login)).all()
    lead = [offering.lead_account_id] if offering.lead_account_id else []
    return list(dict.fromkeys([*lead, *found]))


def list_open_rounds(session: Session, offering: Offering, project: Project) -> list[UUID]:
    """Return the rounds of a project that nobody settled yet, the oldest first."""
    query = (
        select(DossierRound.id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == offering.id, Dossier.usage_key == project.usage_key)
        .where(~exists().where(PublishedMark.round_id == DossierRound.id), ~exists().where(Marking.round_id == DossierRound.id))
        .order_by(DossierRound.submitted_at, DossierRound.id)
    )
    return list(session.scalars(query))


def share_out(session: Session, offering: Offering, project: Project, at: datetime) -> int:
    """Give every free seat of the open rounds to whoever has the fewest, and return how many seats were given.

    Nobody gets both seats of a round, and what was taken stays. Raises TooFewMarkersError.
    """
    markers = list_marker_ids(session, offering)
    if len(markers) < SEATS:
        raise TooFewMarkersError("fewer than two people mark here", markers=len(markers))
    load = Counter(dict.fromkeys(markers, 0))
    load.update(each.account_id for each in _list_marks(session, offering, project) if each.account_id in load)
    given = 0
    for round_id in list_open_rounds(session, offering, project):
        seated = {each.seat: each.account_id for each in lock_marks(session, round_id)}
        for seat in range(1, SEATS + 1):
            if seat not in seated:
                seated[seat] = min((each for each in markers if each not in seated.values()), key=lambda each: load[each])
                load[seated[seat]] += 1
                given += 1
                seat_marker(session, round_id, seat, Act(seated[seat], "", at))
    return given


def list_loads(session: Session, offering: Offering, project: Project) -> list[Load]:
    """Return what each marker of the offering has of a project, and whoever else has some of it."""
    marks = _list_marks(session, offering, project)
    ids = list(dict.fromkeys([*list_marker_ids(session, offering), *(each.account_id for each in marks)]))
    names = {row.id: row.display_name or row.login for row in session.scalars(select(Account).where(Account.id.in_(ids)))}
    rounds = Counter(each.account_id for each in marks)
    done = Counter(each.account_id for each in marks if each.state == "done")
    return [Load(each, names.get(each, ""), rounds[each], done[each]) for each in ids]


def _list_marks(session: Session, offering: Offering, project: Project) -> list[IndependentMark]:
    query = (
        select(IndependentMark)
        .join(DossierRound, DossierRound.id == IndependentMark.round_id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == offering.id, Dossier.usage_key == project.usage_key)
    )
    return list(session.scalars(query))
