"""What learners do about their team. Each act holds the team while it counts, so that two never take the last place."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.errors import TeamFullError as StaffTeamFullError
from maslak_companion.dossiers.models import Dossier, DossierMember, DossierStage
from maslak_companion.dossiers.team_forming.models import JoinRequest
from maslak_companion.dossiers.team_forming.seeing import Former, list_open_teams
from maslak_companion.dossiers.teams import Team, add_to_team, create_team, find_team, has_handed_in, read_code
from maslak_companion.offerings.services import list_classmate_ids
from maslak_companion.once import insert_once
from maslak_xblocks.project.errors import (
    AlreadyInTeamError,
    FormingClosedError,
    NoTeamError,
    TeamAtWorkError,
    TeamFullError,
    UnknownTeamError,
)
from maslak_xblocks.project.port import TeamAct


def form_team(session: Session, former: Former, act: TeamAct, value: str) -> None:
    """Do one thing about the learner's team.

    Raises FormingClosedError, AlreadyInTeamError, UnknownTeamError, TeamFullError, TeamAtWorkError, NoTeamError.
    """
    if not former.is_open:
        raise FormingClosedError("learners form no teams here now")
    team = find_team(session, former.learner_id, former.offering.id, former.usage_key)
    if act in ("accept", "decline", "leave"):
        if team is None:
            raise NoTeamError("the learner is in no team")
        _act_as_member(session, former, team, act, value)
    elif act == "withdraw":
        _forget_request(session, former, former.learner_id)
    else:
        _act_alone(session, former, team, act, value)


def _act_alone(session: Session, former: Former, team: Team | None, act: TeamAct, value: str) -> None:
    if act == "join":
        wanted = _find_by_code(session, former, value)
        if team is None:
            _join(session, former, wanted, former.learner_id)
        elif team.dossier_id != wanted:
            raise AlreadyInTeamError("the learner is in a team already")
        return
    if team is not None:
        raise AlreadyInTeamError("the learner is in a team already")
    if act == "create":
        create_team(session, former.offering.id, former.usage_key, [former.learner_id], former.at, name=value)
        _forget_request(session, former, former.learner_id)
    else:
        _ask(session, former, value)


def _act_as_member(session: Session, former: Former, team: Team, act: TeamAct, value: str) -> None:
    if act == "leave":
        _leave(session, former, team)
        return
    learner_id = _find_request(session, team, value)
    if act == "accept":
        if learner_id not in list_classmate_ids(session, former.offering, former.learner_id):
            raise UnknownTeamError("nobody of the group asks under this id")
        if find_team(session, learner_id, former.offering.id, former.usage_key) is not None:
            raise AlreadyInTeamError("they are in a team meanwhile")
        _join(session, former, team.dossier_id, learner_id)
    _forget_request(session, former, learner_id)


def _find_by_code(session: Session, former: Former, typed: str) -> UUID:
    """Return the team with the code where somebody of the learner's group is in it.

    Raises UnknownTeamError, for another group's code as for none.
    """
    query = select(Dossier.id).where(
        Dossier.offering_id == former.offering.id, Dossier.usage_key == former.usage_key, Dossier.code == read_code(typed)
    )
    found = session.scalar(query)
    members = set(session.scalars(select(DossierMember.learner_id).where(DossierMember.dossier_id == found))) if found else set()
    if found is None or not members & {*list_classmate_ids(session, former.offering, former.learner_id), former.learner_id}:
        raise UnknownTeamError("no team of the group has this code")
    return found


def _join(session: Session, former: Former, dossier_id: UUID, learner_id: UUID) -> None:
    if has_handed_in(session, dossier_id):
        raise TeamAtWorkError("the team has handed in already")
    try:
        add_to_team(session, dossier_id, learner_id, limit=former.team_size, at=former.at)
    except StaffTeamFullError as error:
        raise TeamFullError("the team has no place left", limit=former.team_size) from error
    _forget_request(session, former, learner_id)


def _ask(session: Session, former: Former, value: str) -> None:
    classmates = list_classmate_ids(session, former.offering, former.learner_id)
    open_teams = {str(team.dossier_id): team.dossier_id for team in list_open_teams(session, former, classmates)}
    if value not in open_teams:
        raise UnknownTeamError("no team of the group with a place has this id")
    _forget_request(session, former, former.learner_id)
    key = {"offering_id": former.offering.id, "usage_key": former.usage_key, "learner_id": former.learner_id}
    insert_once(session, JoinRequest, {**key, "dossier_id": open_teams[value], "asked_at": former.at}, key=tuple(key))


def _leave(session: Session, former: Former, team: Team) -> None:
    # Whoever joins or hands in at this moment waits, and is seen.
    session.get_one(Dossier, team.dossier_id, with_for_update=True, populate_existing=True)
    if has_handed_in(session, team.dossier_id):
        raise TeamAtWorkError("the team has handed in already")
    session.execute(delete(DossierMember).where(DossierMember.dossier_id == team.dossier_id, DossierMember.learner_id == former.learner_id))
    has_others = session.scalar(select(DossierMember.learner_id).where(DossierMember.dossier_id == team.dossier_id).limit(1))
    has_work = session.scalar(select(DossierStage.id).where(DossierStage.dossier_id == team.dossier_id).limit(1))
    if has_others is None:
        session.execute(delete(JoinRequest).where(JoinRequest.dossier_id == team.dossier_id))
        if has_work is None:
            session.execute(delete(Dossier).where(Dossier.id == team.dossier_id))
    session.flush()


def _find_request(session: Session, team: Team, value: str) -> UUID:
    asked = session.scalars(select(JoinRequest.learner_id).where(JoinRequest.dossier_id == team.dossier_id))
    found = next((each for each in asked if str(each) == value), None)
    if found is None:
        raise UnknownTeamError("nobody asks this team under this id")
    return found


def _forget_request(session: Session, former: Former, learner_id: UUID) -> None:
    session.execute(
        delete(JoinRequest).where(
            JoinRequest.offering_id == former.offering.id, JoinRequest.usage_key == former.usage_key, JoinRequest.learner_id == learner_id
        )
    )
