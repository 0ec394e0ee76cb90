"""Missions: what a learner is there to do, in revisions to which the three agree one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.models import Mission, MissionAgreement, MissionRevision, Placement
from maslak_companion.placements.periods import get_period
from maslak_companion.placements.services import Actor, get_placement, record_event
from maslak_domain.competency import LEVELS, Framework
from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.logbook.errors import MissionClosedError, UnknownMissionError
from maslak_xblocks.logbook.port import Target

LONGEST_TEXT = 4_000
MOST_TARGETS = 8


@dataclass(frozen=True, slots=True)
class MissionText:
    """What a mission says: its text, what it aims at, whether the company keeps it to itself, and in which company period."""

    text: str
    targets: tuple[Target, ...]
    is_confidential: bool = False
    period_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """A mission in its latest revision, with who agreed to that one: role -> when."""

    id: UUID
    placement_id: UUID
    period_id: UUID | None
    revision: int
    revision_id: UUID
    text: str
    targets: tuple[Target, ...]
    is_confidential: bool
    agreements: Mapping[str, datetime]


def check_mission(mission: MissionText, framework: Framework) -> None:
    """Refuse a mission that cannot be agreed on; one without a competency is kept, and an alert says so.

    Raises InvalidPlacementError.
    """
    if not mission.text or len(mission.text) > LONGEST_TEXT:
        raise InvalidPlacementError("a mission has a text", field="text", reason="too_long" if mission.text else "missing")
    if len(mission.targets) > MOST_TARGETS or len({each.competency for each in mission.targets}) != len(mission.targets):
        raise InvalidPlacementError("a mission aims at a few competencies, each once", field="targets", reason="targets")
    for each in mission.targets:
        known = framework.competencies.get(each.competency)
        if known is None or each.level not in LEVELS or each.level not in known.levels:
            raise InvalidPlacementError("the framework has no such level of this competency", field="targets", reason="unknown")


def create_mission(session: Session, placement_id: UUID, text: MissionText, actor: Actor) -> UUID:
    """Write a mission; an academic tutor who writes it agrees to it. Raises UnknownPeriodError."""
    placement = get_placement(session, placement_id, lock=True)
    if text.period_id is not None:
        get_period(session, placement_id, text.period_id)
    mission = Mission(placement_id=placement_id, period_id=text.period_id)
    session.add(mission)
    session.flush()
    _add_revision(session, placement, mission.id, 1, text, actor)
    record_event(session, placement_id, "mission_written", actor)
    return mission.id


def revise_mission(session: Session, placement_id: UUID, mission_id: UUID, text: MissionText, actor: Actor, *, revision: int) -> int:
    """Write the next revision; earlier agreements do not cover it. Saying the same again changes nothing.

    Returns the revision. Raises UnknownMissionError, StalePlacementError, UnknownPeriodError.
    """
    placement = get_placement(session, placement_id, lock=True)
    known = get_mission(session, placement_id, mission_id)
    if known.revision != revision:
        raise StalePlacementError("somebody else changed this mission meanwhile")
    if MissionText(known.text, known.targets, known.is_confidential, known.period_id) == text:
        return revision
    if text.period_id is not None:
        get_period(session, placement_id, text.period_id)
    session.get_one(Mission, mission_id).period_id = text.period_id
    _add_revision(session, placement, mission_id, revision + 1, text, actor)
    record_event(session, placement_id, "mission_revised", actor)
    return revision + 1


def withdraw_mission(session: Session, placement_id: UUID, mission_id: UUID, actor: Actor) -> None:
    """Take a mission out of the placement; its revisions stay where they were signed."""
    get_placement(session, placement_id, lock=True)
    get_mission(session, placement_id, mission_id)
    session.get_one(Mission, mission_id).withdrawn_at = actor.at
    record_event(session, placement_id, "mission_withdrawn", actor)


def agree(session: Session, placement_id: UUID, mission_id: UUID, *, role: str, revision: int, actor: Actor) -> tuple[datetime, bool]:
    """Let one of the three agree to a revision; return when, and whether they had agreed to it before.

    Raises UnknownMissionError, MissionClosedError, StaleRevisionError for any revision but the latest.
    """
    get_placement(session, placement_id, lock=True)
    row = session.get(Mission, mission_id)
    if row is None or row.placement_id != placement_id:
        raise UnknownMissionError("the placement has no such mission")
    if row.withdrawn_at is not None:
        raise MissionClosedError("the mission was withdrawn")
    latest = get_mission(session, placement_id, mission_id)
    if latest.revision != revision:
        raise StaleRevisionError("the mission has changed", revision=latest.revision)
    if role in latest.agreements:
        return latest.agreements[role], True
    session.add(MissionAgreement(mission_id=mission_id, revision=revision, role=role, by=actor.id, at=actor.at))
    session.flush()
    return actor.at, False


def get_mission(session: Session, placement_id: UUID, mission_id: UUID) -> MissionFacts:
    """Return a mission that stands; raises UnknownMissionError."""
    found = next((each for each in list_missions(session, [placement_id]) if each.id == mission_id), None)
    if found is None:
        raise UnknownMissionError("the placement has no such mission")
    return found


def list_missions(session: Session, placement_ids: Iterable[UUID]) -> Sequence[MissionFacts]:
    """Return the missions that stand, each in its latest revision, in the order in which they were written."""
    at_revision = (MissionAgreement.mission_id == Mission.id, MissionAgreement.revision == MissionRevision.revision)
    query = (
        select(Mission, MissionRevision, MissionAgreement)
        .join(MissionRevision, MissionRevision.mission_id == Mission.id)
        .outerjoin(MissionAgreement, and_(*at_revision))
        .where(Mission.placement_id.in_(list(placement_ids)), Mission.withdrawn_at.is_(None))
        .order_by(Mission.id, MissionRevision.revision)
    )
    latest: dict[UUID, tuple[Mission, MissionRevision, dict[str, datetime]]] = {}
    for mission, revision, agreement in session.execute(query):
        known = latest.get(mission.id)
        agreed = known[2] if known is not None and known[1] is revision else {}
        latest[mission.id] = (mission, revision, agreed)
        if agreement is not None:
            agreed[agreement.role] = agreement.at
    return [_to_facts(*each) for each in latest.values()]


def list_missions_of(missions: Iterable[MissionFacts], period_id: UUID) -> list[MissionFacts]:
    """Return those of the missions that hold in a company period."""
    return [each for each in missions if each.period_id in (None, period_id)]


def _add_revision(session: Session, placement: Placement, mission_id: UUID, revision: int, text: MissionText, actor: Actor) -> None:
    targets = [{"competency": each.competency, "level": each.level} for each in text.targets]
    session.add(
        MissionRevision(
            mission_id=mission_id, revision=revision, text=text.text, targets=targets,
            is_confidential=text.is_confidential, author=actor.id, at=actor.at,
        )
    )  # fmt: skip
    session.flush()
    if actor.id == placement.academic_tutor_id:
        session.add(MissionAgreement(mission_id=mission_id, revision=revision, role="academic_tutor", by=actor.id, at=actor.at))
        session.flush()


def _to_facts(mission: Mission, revision: MissionRevision, agreements: Mapping[str, datetime]) -> MissionFacts:
    return MissionFacts(
        id=mission.id,
        placement_id=mission.placement_id,
        period_id=mission.period_id,
        revision=revision.revision,
        revision_id=revision.id,
        text=revision.text,
        targets=tuple(Target(each["competency"], each["level"]) for each in revision.targets),
        is_confidential=revision.is_confidential,
        agreements=agreements,
    )
