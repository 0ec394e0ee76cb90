"""Teams of a project: found, made by staff or by learners, made by itself where a project is done alone."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.errors import NotInOfferingError, TeamAtWorkError, TeamFullError
from maslak_companion.dossiers.models import Dossier, DossierMember, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_offering_learners
from maslak_companion.people.models import Learner
from maslak_domain.language import to_western_digits

_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 6


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member by the names on their documents."""

    learner_id: UUID
    name_ar: str
    name_latin: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its members; `number` counts from 1 within a project of an offering."""

    dossier_id: UUID
    number: int
    members: tuple[TeamMember, ...]
    name: str = ""
    code: str = ""

    @property
    def learner_ids(self) -> list[UUID]:
        """The members' ids, in an order that every transaction takes: two that lock their rows never wait for one another."""
        return sorted(each.learner_id for each in self.members)


def find_team(session: Session, learner_id: UUID, offering_id: UUID, usage_key: str) -> Team | None:
    """Return the learner's team, or None before there is one."""
    own = (
        select(DossierMember.dossier_id)
        .where(DossierMember.offering_id == offering_id, DossierMember.usage_key == usage_key, DossierMember.learner_id == learner_id)
        .scalar_subquery()
    )
    return next(iter(_list_where(session, Dossier.id == own)), None)


def list_teams(session: Session, offering_id: UUID, usage_key: str) -> list[Team]:
    """Return the teams of a project in an offering, by number."""
    return _list_where(session, Dossier.offering_id == offering_id, Dossier.usage_key == usage_key)


def list_teams_by_id(session: Session, dossier_ids: Collection[UUID]) -> Mapping[UUID, Team]:
    """Return teams by the id of their dossier."""
    return {team.dossier_id: team for team in _list_where(session, Dossier.id.in_(dossier_ids))}


def _list_where(session: Session, *conditions: object) -> list[Team]:
    query = (
        select(Dossier.id, Dossier.number, Dossier.name, Dossier.code, Learner.id, Learner.name_ar, Learner.name_latin)
        .outerjoin(DossierMember, DossierMember.dossier_id == Dossier.id)
        .outerjoin(Learner, Learner.id == DossierMember.learner_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(Dossier.number, Dossier.id, Learner.name_latin, Learner.id)
    )
    members: dict[tuple[UUID, int, str, str], list[TeamMember]] = {}
    for dossier_id, number, name, code, learner_id, name_ar, name_latin in session.execute(query):
        found = members.setdefault((dossier_id, number, name, code or ""), [])
        if learner_id is not None:
            found.append(TeamMember(learner_id, name_ar, name_latin))
    return [Team(dossier_id, number, tuple(found), name, code) for (dossier_id, number, name, code), found in members.items()]


def create_team(
    session: Session, offering_id: UUID, usage_key: str, learner_ids: Sequence[UUID], at: datetime, *, name: str = ""
) -> UUID:  # fmt: skip
    """Make a team of these learners, who are in none yet, and return the id of its dossier.

    Two teams made at one moment take different numbers: the second meets the constraint and is tried again by its request.
    """
    last = select(func.max(Dossier.number)).where(Dossier.offering_id == offering_id, Dossier.usage_key == usage_key)
    number = (session.scalar(last) or 0) + 1
    dossier = Dossier(offering_id=offering_id, usage_key=usage_key, number=number, name=name, code=make_code(), created_at=at)
    session.add(dossier)
    session.flush()
    for learner_id in learner_ids:
        _add_member(session, dossier, learner_id, at)
    session.flush()
    return dossier.id


def make_code() -> str:
    """Return a code that people read out and type: six signs of which none is taken for another."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(sign for sign in to_western_digits(typed).upper() if sign in _SIGNS)


def place_learners(
    session: Session, offering: Offering, project: Project, wanted: Mapping[UUID, int | None], at: datetime
) -> None:  # fmt: skip
    """Put each learner into the team with the wanted number, those with a number that no team has into a new one, None into none.

    Everybody who moves leaves first, so that two members of full teams can change places. Raises NotInOfferingError,
    TeamFullError, TeamAtWorkError.
    """
    teams = list_teams(session, offering.id, project.usage_key)
    current = {learner_id: team for team in teams for learner_id in team.learner_ids}
    moving = {each: number for each, number in wanted.items() if number != (current[each].number if each in current else None)}
    if moving.keys() - {each.id for each in list_offering_learners(session, offering)}:
        raise NotInOfferingError("the learner is not enrolled in this offering")
    for learner_id in moving.keys() & current.keys():
        _leave(session, offering, project, current[learner_id], learner_id)
    places = {team.number: team.dossier_id for team in teams}
    for learner_id, number in moving.items():
        if number in places:
            add_to_team(session, places[number], learner_id, limit=project.team, at=at)
        elif number is not None:
            places[number] = create_team(session, offering.id, project.usage_key, [learner_id], at)
    session.flush()


def form_teams(session: Session, offering: Offering, project: Project, at: datetime) -> int:
    """Put everybody who is in no team yet into new teams of the project's size, in the order of the list; return how many teams.

    Teams differ by one member at most: seven learners in teams of up to three are 3, 2 and 2, not 3, 3 and 1.
    """
    placed = {learner for team in list_teams(session, offering.id, project.usage_key) for learner in team.learner_ids}
    waiting = [each.id for each in list_offering_learners(session, offering) if each.id not in placed]
    teams = -(-len(waiting) // max(project.team, 1))
    for index in range(teams):
        create_team(session, offering.id, project.usage_key, waiting[index::teams], at)
    return teams


def has_handed_in(session: Session, dossier_id: UUID) -> bool:
    """Tell whether a team has handed in any round."""
    rounds = select(DossierRound.id).join(DossierStage, DossierStage.id == DossierRound.stage_id)
    return session.scalar(rounds.where(DossierStage.dossier_id == dossier_id).limit(1)) is not None


def _leave(session: Session, offering: Offering, project: Project, team: Team, learner_id: UUID) -> None:
    if has_handed_in(session, team.dossier_id):
        raise TeamAtWorkError("the team has handed in already", team=team.number)
    session.execute(
        delete(DossierMember).where(
            DossierMember.offering_id == offering.id,
            DossierMember.usage_key == project.usage_key,
            DossierMember.learner_id == learner_id,
        )
    )


def add_to_team(session: Session, dossier_id: UUID, learner_id: UUID, *, limit: int, at: datetime) -> None:
    """Put a learner into a team; raises TeamFullError where it has `limit` members."""
    # Whoever joins next waits here and then counts again.
    dossier = session.get_one(Dossier, dossier_id, with_for_update=True, populate_existing=True)
    size = session.scalar(select(func.count()).select_from(DossierMember).where(DossierMember.dossier_id == dossier.id)) or 0
    if size >= limit:
        raise TeamFullError("the team has as many members as the project allows", limit=limit)
    _add_member(session, dossier, learner_id, at)
    session.flush()


def _add_member(session: Session, dossier: Dossier, learner_id: UUID, at: datetime) -> None:
    session.add(
        DossierMember(
            offering_id=dossier.offering_id, usage_key=dossier.usage_key, learner_id=learner_id, dossier_id=dossier.id, joined_at=at
        )
    )
