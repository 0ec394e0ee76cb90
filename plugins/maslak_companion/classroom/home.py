"""The student's home: where to continue, what is due, what was just earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.errors import CourseNotFoundError
from maslak_companion.classroom.frameworks import read_framework, title_of
from maslak_companion.classroom.granted import GrantedNote, describe_course
from maslak_companion.classroom.models import Place
from maslak_companion.classroom.outline import CourseMap, UnitLine, find_first_open, map_course
from maslak_companion.classroom.services import find_place, list_completed_blocks
from maslak_companion.classroom.unit_page import level_names
from maslak_companion.classroom.visit import visit_offering
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_learner_offerings, read_grants
from maslak_companion.progress.services import list_rating_changes, list_ratings
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating
from maslak_web.clock import now

RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Continue:
    """The one button: where it leads, and what it says."""

    course: str
    unit: str
    page: str | None
    titles: Mapping[str, str]
    begun: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CourseCard:
    """One course of the learner."""

    map: CourseMap
    due_at: datetime | None
    opens_at: datetime | None
    next: Continue | None
    # What was granted to the learner in the whole course.
    granted: GrantedNote | None = None
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class Earned:
    """One competency that was acquired lately."""

    titles: LocalizedText
    level_names: LocalizedText
    at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that the home page shows."""

    next: Continue | None
    courses: tuple[CourseCard, ...]
    earned: tuple[Earned, ...]


def describe_home(session: Session, shelf: CourseShelf, learner_id: UUID) -> Home:
    """Return the learner's home."""
    offerings = list_learner_offerings(session, learner_id)
    cards = [card for offering in offerings if (card := _describe_course(session, shelf, learner_id, offering)) is not None]
    places = [card.next for card in cards if card.next is not None and card.opens_at is None]
    # What was opened last comes first; a course not yet begun comes after every begun one.
    places.sort(key=lambda place: (place.at is not None, place.at or now()), reverse=True)
    upcoming = places[0] if places and not _is_finished(session, learner_id, cards) else None
    return Home(upcoming, tuple(cards), tuple(_list_earned(session, learner_id)))


def _is_finished(session: Session, learner_id: UUID, cards: Sequence[CourseCard]) -> bool:
    """Whether every unit is done and every competency that was tried is acquired: then there is nothing to go on with."""
    if any(find_first_open(card.map) is not None for card in cards):
        return False
    return all(each.rating is Rating.ACQUIRED for each in list_ratings(session, learner_id))


def _describe_course(session: Session, shelf: CourseShelf, learner_id: UUID, offering: Offering) -> CourseCard | None:
    at = now()
    try:
        visit = visit_offering(session, shelf, learner_id, offering, at=at)
    except CourseNotFoundError:
        # An offering may be announced before its release is installed; the other courses still show.
        return None
    grants = read_grants(session, learner_id, offering)
    course_map = map_course(visit, list_completed_blocks(session, [learner_id], visit.course_key)[learner_id], grants)
    place = find_place(session, learner_id, visit.course_key)
    granted = grants.find_at(None)
    closes_at = (granted.closes_at if granted else None) or offering.closes_at
    opens_at = (granted.opens_at if granted else None) or offering.opens_at
    return CourseCard(
        map=course_map,
        due_at=closes_at if closes_at and closes_at > at and course_map.done < len(course_map.required) else None,
        opens_at=opens_at if opens_at and opens_at > at else None,
        next=None if grants.is_excused else _find_next(course_map, place),
        granted=describe_course(grants),
        is_excused=grants.is_excused,
    )


def _find_next(course_map: CourseMap, place: Place | None) -> Continue | None:
    units = {unit.name: unit for unit in course_map.units}
    here = units.get(place.unit) if place else None
    first = find_first_open(course_map)
    if place is not None and here is not None and (here.state not in ("done", "excused") or first is None):
        return Continue(course_map.key, here.name, place.page, here.titles, True, place.opened_at)
    if first is None:
        return None
    return _begin(course_map, first, place)


def _begin(course_map: CourseMap, unit: UnitLine, place: Place | None) -> Continue:
    return Continue(course_map.key, unit.name, None, unit.titles, place is not None, place.opened_at if place else None)


def _list_earned(session: Session, learner_id: UUID) -> list[Earned]:
    changes = [each for each in list_rating_changes(session, learner_id, since=now() - RECENT) if each.after is Rating.ACQUIRED]
    if not changes:
        return []
    framework = read_framework(current_settings().courses)
    return [Earned(title_of(framework, each.competency), level_names(each.level), each.at) for each in changes[:3]]
