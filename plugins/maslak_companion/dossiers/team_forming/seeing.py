"""What a learner sees of teams: those of their own group with a place, and who asks to join theirs. Nobody of another group shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.models import Dossier, DossierMember, DossierRound, DossierStage
from maslak_companion.dossiers.schedule.services import Schedule
from maslak_companion.dossiers.team_forming.models import JoinRequest
from maslak_companion.dossiers.teams import Team, has_handed_in, list_teams
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_classmate_ids
from maslak_companion.people.models import Learner
from maslak_xblocks.project import port


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """Who forms a team, for which project, when, and until when it may be done; `is_arabic` chooses the script of names."""

    offering: Offering
    usage_key: str
    team_size: int
    learner_id: UUID
    schedule: Schedule
    at: datetime
    is_arabic: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether learners form teams of this project now."""
        until = self.schedule.teams_until
        return self.team_size > 1 and self.schedule.teams_by_learners and (until is None or self.at < until)


def describe_forming(session: Session, former: Former, team: Team | None) -> port.Forming | None:
    """Return what the learner may do about their team, or None where learners form none now."""
    if not former.is_open:
        return None
    if team is None:
        return port.Forming(former.schedule.teams_until, offers=_list_offers(session, former), asked=_find_asked(session, former))
    if has_handed_in(session, team.dossier_id):
        return None
    is_full = len(team.members) >= former.team_size
    return port.Forming(
        former.schedule.teams_until,
        code="" if is_full else team.code,
        can_leave=True,
        requests=() if is_full else _list_requests(session, former, team),
    )


def list_open_teams(session: Session, former: Former, classmates: Collection[UUID]) -> list[Team]:
    """Return the teams in which somebody of the learner's group is, that have a place and have handed in nothing."""
    begun = select(DossierStage.dossier_id).join(DossierRound, DossierRound.stage_id == DossierStage.id)
    own = select(Dossier.id).where(Dossier.offering_id == former.offering.id, Dossier.usage_key == former.usage_key)
    closed = set(session.scalars(begun.where(DossierStage.dossier_id.in_(own))))
    return [
        team
        for team in list_teams(session, former.offering.id, former.usage_key)
        if team.dossier_id not in closed and len(team.members) < former.team_size and classmates & set(team.learner_ids)  # type: ignore[operator]
    ]


def _list_offers(session: Session, former: Former) -> tuple[port.TeamOffer, ...]:
    classmates = list_classmate_ids(session, former.offering, former.learner_id)
    return tuple(
        port.TeamOffer(
            id=str(team.dossier_id),
            name=team.name or str(team.number),
            members=tuple(each.name_ar if former.is_arabic else each.name_latin for each in team.members if each.learner_id in classmates),
            size=len(team.members),
        )
        for team in list_open_teams(session, former, classmates)
    )


def _find_asked(session: Session, former: Former) -> str:
    row = session.get(JoinRequest, (former.offering.id, former.usage_key, former.learner_id))
    return str(row.dossier_id) if row else ""


def _list_requests(session: Session, former: Former, team: Team) -> tuple[port.TeamRequest, ...]:
    placed = exists().where(
        DossierMember.offering_id == JoinRequest.offering_id,
        DossierMember.usage_key == JoinRequest.usage_key,
        DossierMember.learner_id == JoinRequest.learner_id,
    )
    query = (
        select(Learner.id, Learner.name_ar, Learner.name_latin)
        .join(JoinRequest, JoinRequest.learner_id == Learner.id)
        .where(JoinRequest.dossier_id == team.dossier_id, ~placed)
        .order_by(JoinRequest.asked_at)
    )
    return tuple(
        port.TeamRequest(str(learner_id), name_ar if former.is_arabic else name_latin)
        for learner_id, name_ar, name_latin in session.execute(query)
    )
