"""What other rooms may ask of the placements room: contracts of alternance and the tutors of companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.placements.errors import InvalidPlacementError, PlacementNotFoundError, StalePlacementError, TutorNotFoundError
from maslak_companion.placements.models import LEGAL_FRAMES, CompanyTutor, Placement, PlacementEvent
from maslak_domain.language import LANGUAGES
from maslak_web.i18n import TIME_ZONE
from maslak_xblocks.logbook.port import PlacementState

MOST_WEEKS = 52
# Editable by staff; everything else about a placement follows from what happens to it.
FIELDS = ("company", "tutor_id", "academic_tutor_id", "starts_on", "ends_on", "academic_weeks", "company_weeks", "legal_frame", "expected")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and when."""

    id: UUID
    at: datetime

    @property
    def day(self) -> date:
        """The day where people work, which is not always the day in UTC."""
        return self.at.astimezone(TIME_ZONE).date()


def get_placement(session: Session, placement_id: UUID, *, lock: bool = False) -> Placement:
    """Return the placement, locked where something is about to be written; raises PlacementNotFoundError."""
    placement = session.get(Placement, placement_id, with_for_update=lock or None, populate_existing=lock)
    if placement is None:
        raise PlacementNotFoundError("there is no such placement")
    return placement


def list_learner_placements(session: Session, learner_id: UUID) -> Sequence[Placement]:
    """Return the placements of a learner, the latest first."""
    query = select(Placement).where(Placement.learner_id == learner_id)
    return session.scalars(query.order_by(Placement.starts_on.desc(), Placement.id.desc())).all()


def list_tutor_placements(session: Session, tutor_id: UUID) -> Sequence[Placement]:
    """Return the placements that a company tutor follows now, by their first day: not those broken off or that they left."""
    query = select(Placement).where(Placement.tutor_id == tutor_id, Placement.broken_on.is_(None), Placement.tutor_left_at.is_(None))
    return session.scalars(query.order_by(Placement.starts_on, Placement.id)).all()


def state_of(placement: Placement, today: date) -> PlacementState:
    """Return where the contract stands on a day."""
    if placement.broken_on is not None:
        return "broken"
    if today < placement.starts_on:
        return "planned"
    return "finished" if today > placement.ends_on else "running"


def create_placement(session: Session, learner_id: UUID, values: Mapping[str, Any], actor: Actor) -> Placement:
    """Open a contract for a learner; raises InvalidPlacementError."""
    placement = Placement(learner_id=learner_id, **_check(values))
    session.add(placement)
    session.flush()
    record_event(session, placement.id, "created", actor)
    return placement


def change_placement(session: Session, placement_id: UUID, values: Mapping[str, Any], actor: Actor, *, version: int) -> Placement:
    """Amend a contract; what it said before stays in its history. Raises StalePlacementError, InvalidPlacementError."""
    placement = get_placement(session, placement_id, lock=True)
    if placement.version != version:
        raise StalePlacementError("somebody else changed this placement meanwhile")
    checked = _check(values)
    before = {name: getattr(placement, name) for name in FIELDS}
    changed = [name for name in FIELDS if before[name] != checked[name]]
    for name in changed:
        setattr(placement, name, checked[name])
    if "tutor_id" in changed:
        placement.tutor_left_at = None
    if changed:
        placement.version += 1
        record_event(session, placement_id, "amended", actor, "; ".join(f"{name}: {before[name]}" for name in changed))
    return placement


def break_off(session: Session, placement_id: UUID, actor: Actor, *, on: date, reason: str) -> None:
    """End a contract before its time; what was done under it stays. A second time changes nothing."""
    placement = get_placement(session, placement_id, lock=True)
    if placement.broken_on is None:
        placement.broken_on = on
        placement.version += 1
        record_event(session, placement_id, "broken_off", actor, reason)


def record_tutor_left(session: Session, placement: Placement, actor: Actor) -> None:
    """Note that the company tutor says they no longer are: the placement leaves their page until somebody is named."""
    placement.tutor_left_at = actor.at
    placement.version += 1
    record_event(session, placement.id, "tutor_left", actor)


def record_event(session: Session, placement_id: UUID, kind: str, actor: Actor, detail: str = "") -> None:
    """Add to the history of a placement."""
    session.add(PlacementEvent(placement_id=placement_id, kind=kind, actor_id=actor.id, detail=detail, at=actor.at))
    session.flush()


def list_events(session: Session, placement_id: UUID) -> Sequence[PlacementEvent]:
    """Return the history of a placement, the latest first."""
    query = select(PlacementEvent).where(PlacementEvent.placement_id == placement_id)
    return session.scalars(query.order_by(PlacementEvent.at.desc(), PlacementEvent.id.desc())).all()


def get_tutor(session: Session, tutor_id: UUID) -> CompanyTutor:
    """Return the company tutor; raises TutorNotFoundError."""
    tutor = session.get(CompanyTutor, tutor_id)
    if tutor is None:
        raise TutorNotFoundError("no company tutor has this id")
    return tutor


def list_tutors(session: Session) -> Sequence[CompanyTutor]:
    """Return every company tutor by company and name."""
    return session.scalars(select(CompanyTutor).order_by(CompanyTutor.company, CompanyTutor.name, CompanyTutor.id)).all()


def save_tutor(session: Session, values: Mapping[str, str], actor: Actor, *, tutor_id: UUID | None = None) -> CompanyTutor:
    """Note who a company tutor is and how the school reaches them; raises InvalidPlacementError, TutorNotFoundError."""
    for field in ("name", "company"):
        if not values[field]:
            raise InvalidPlacementError("a tutor has a name and a company", field=field, reason="missing")
    if not (values["email"] or values["phone"]):
        raise InvalidPlacementError("the school must be able to reach a tutor", field="email", reason="no_contact")
    if values["email"] and not _looks_like_address(values["email"]):
        raise InvalidPlacementError("this is no e-mail address", field="email", reason="not_an_address")
    if values["language"] not in LANGUAGES:
        raise InvalidPlacementError("pages are in three languages", field="language", reason="unknown")
    tutor = get_tutor(session, tutor_id) if tutor_id is not None else CompanyTutor()
    for name in ("name", "company", "email", "phone", "language"):
        setattr(tutor, name, values[name])
    tutor.noted_by, tutor.noted_at = actor.id, actor.at
    session.add(tutor)
    session.flush()
    return tutor


def _looks_like_address(text: str) -> bool:
    name, _, host = text.partition("@")
    return bool(name) and "." in host.strip(".") and not any(character.isspace() for character in text)


def _check(values: Mapping[str, Any]) -> dict[str, Any]:
    if not values["company"]:
        raise InvalidPlacementError("a placement is at a company", field="company", reason="missing")
    if values["ends_on"] < values["starts_on"]:
        raise InvalidPlacementError("a contract ends after it begins", field="ends_on", reason="before_start")
    for field in ("academic_weeks", "company_weeks"):
        if not 0 <= values[field] <= MOST_WEEKS:
            raise InvalidPlacementError("a rhythm counts whole weeks", field=field, reason="weeks")
    if values["legal_frame"] not in LEGAL_FRAMES:
        raise InvalidPlacementError("the school knows no such frame", field="legal_frame", reason="unknown")
    return {name: values[name] for name in FIELDS if name != "expected"} | {"expected": list(values.get("expected", ()))}
