"""The list of an offering's arrangements, as values: who, where, what, until when, given by whom, and which one counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.cohorts.arrangements.order import Holder, Rivalry, list_rivals
from maslak_companion.cohorts.arrangements.places import BlockChoice, find_choice
from maslak_companion.offerings.arrangements import list_arrangement_events, list_offering_arrangements, read_said, to_grant
from maslak_companion.offerings.granted import Terms
from maslak_companion.offerings.models import Arrangement, ArrangementEvent, Group, Offering
from maslak_companion.offerings.services import list_offering_groups, list_offering_learners
from maslak_companion.people.models import Learner
from maslak_companion.people.services import list_learners_by_id
from maslak_domain.language import Language, fold_arabic

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Person:
    """For whom something is granted: a learner with names and number, or a group with its titles and its learners."""

    learner_id: UUID | None
    group_id: UUID | None
    name_ar: str
    name_latin: str
    student_number: str
    group_titles: Mapping[str, str]
    # How many learners have it now; 0 for a learner who no longer takes the offering.
    learners: int

    def holds_words(self, words: Sequence[str]) -> bool:
        """Tell whether each word stands in a name, the number or a title, however its letters are written."""
        haystack = _fold(" ".join((self.name_ar, self.name_latin, self.student_number, *self.group_titles.values())))
        return all(word in haystack for word in words)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to an arrangement, by whom and when, and what it granted from then on; why is not said."""

    kind: str
    actor: str
    at: datetime
    block: BlockChoice | None
    usage_key: str | None
    terms: Terms
    reason_changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One arrangement as the page shows it. `block` is None for the whole course, and for what the release no longer holds."""

    holder: Holder
    person: Person
    block: BlockChoice | None
    terms: Terms
    granted_by: str
    granted_at: datetime
    revision: int
    withdrawn_at: datetime | None
    has_reason: bool
    before: Sequence[Rivalry]
    after: Sequence[Rivalry]
    deeds: Sequence[Deed]
    reason_author: UUID
    is_over: bool

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.holder.grant.id

    @property
    def usage_key(self) -> str | None:
        """The block where it holds, None for the whole course."""
        return self.holder.grant.usage_key

    @property
    def state(self) -> str:
        """Return current, over or withdrawn."""
        return "withdrawn" if self.withdrawn_at else "over" if self.is_over else "current"


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody whom an offering's arrangements may be for, or are for."""

    learners: Mapping[UUID, Learner]
    groups: Mapping[UUID, Group]
    members: Mapping[UUID, Collection[UUID]]
    enrolled: frozenset[UUID]

    def describe(self, learner_id: UUID | None, group_id: UUID | None) -> Person:
        """Return who it is, as the page shows it."""
        learner = self.learners.get(learner_id) if learner_id else None
        group = self.groups.get(group_id) if group_id else None
        return Person(
            learner_id=learner_id,
            group_id=group_id,
            name_ar=learner.name_ar if learner else "",
            name_latin=learner.name_latin if learner else "",
            student_number=learner.student_number if learner else "",
            group_titles=group.titles if group else {},
            learners=len(self.members.get(group_id, ())) if group_id else int(learner_id in self.enrolled),
        )


def read_roll(session: Session, offering: Offering, learner_ids: Collection[UUID] = ()) -> Roll:
    """Return the learners and groups of the offering, and those learners, too, who have left it."""
    groups = list_offering_groups(session, offering)
    found = {group.id: list_offering_learners(session, offering, group) for group in groups}
    learners = {learner.id: learner for each in found.values() for learner in each}
    enrolled = frozenset(learners)
    learners |= {each.id: each for each in list_learners_by_id(session, set(learner_ids) - enrolled)}
    members = {group_id: frozenset(learner.id for learner in each) for group_id, each in found.items()}
    return Roll(learners, {group.id: group for group in groups}, members, enrolled)


def list_lines(session: Session, offering: Offering, course: CourseRelease | None, at: datetime) -> tuple[list[Line], Roll]:
    """Return every arrangement of the offering, withdrawn ones too, the newest first."""
    rows = list_offering_arrangements(session, offering)
    roll = read_roll(session, offering, {row.learner_id for row in rows if row.learner_id})
    events = list_arrangement_events(session, [row.id for row in rows])
    names = list_account_names(session, {row.granted_by for row in rows} | {each.actor_id for each in events})
    deeds: dict[UUID, list[ArrangementEvent]] = defaultdict(list)
    for event in events:
        deeds[event.arrangement_id].append(event)
    current = [to_holder(row) for row in rows if row.withdrawn_at is None]
    return [_make_line(row, roll, current, deeds[row.id], names, course, at) for row in rows], roll


def choose_lines(lines: Sequence[Line], query: str, state: str) -> list[Line]:
    """Return the lines that somebody asks for; all states for `all`."""
    words = _fold(query).split()
    return [line for line in lines if state in ("all", line.state) and line.person.holds_words(words)]


def find_people(roll: Roll, query: str, language: Language) -> list[Person]:
    """Return whom something may be granted to: groups first, then learners by name as the reader's language writes it."""
    words = _fold(query).split()
    people = [roll.describe(None, group_id) for group_id in roll.groups]
    learners = [roll.describe(learner_id, None) for learner_id in roll.enrolled]
    people += sorted(learners, key=lambda each: (_fold(each.name_ar if language == "ar" else each.name_latin), str(each.learner_id)))
    return [person for person in people if person.holds_words(words)]


def list_shown_learners(lines: Sequence[Line]) -> list[UUID]:
    """Return whose records a page shows."""
    shown = {line.holder.learner_id for line in lines} | {
        each.learner_id for line in lines for rivalry in (*line.before, *line.after) for each in (rivalry.first, rivalry.second)
    }
    return sorted(learner_id for learner_id in shown if learner_id is not None)


def to_holder(row: Arrangement) -> Holder:
    """Return an arrangement with whom it is for."""
    return Holder(to_grant(row), row.learner_id, row.group_id)


def _make_line(
    row: Arrangement,
    roll: Roll,
    current: Sequence[Holder],
    events: Sequence[ArrangementEvent],
    names: Mapping[UUID, str],
    course: CourseRelease | None,
    at: datetime,
) -> Line:
    holder = to_holder(row)
    before, after = list_rivals(holder, current, roll.members) if row.withdrawn_at is None else ([], [])
    authors = [each.actor_id for each in events if each.reason_changed]
    terms = holder.grant.terms
    return Line(
        holder=holder,
        person=roll.describe(row.learner_id, row.group_id),
        block=find_choice(course, row.usage_key),
        terms=terms,
        granted_by=names.get(row.granted_by, ""),
        granted_at=row.granted_at,
        revision=row.revision,
        withdrawn_at=row.withdrawn_at,
        has_reason=bool(row.private_reason),
        before=before,
        after=after,
        deeds=[_make_deed(each, names, course) for each in events],
        reason_author=authors[-1] if authors else row.granted_by,
        # Only a date can pass: to be excused, or to have more attempts, lasts as long as the course.
        is_over=terms.closes_at is not None and terms.closes_at <= at and not terms.granted - {"opens_at", "closes_at"},
    )


def _make_deed(event: ArrangementEvent, names: Mapping[UUID, str], course: CourseRelease | None) -> Deed:
    usage_key, terms = read_said(event.said)
    block = find_choice(course, usage_key)
    return Deed(event.kind, names.get(event.actor_id, ""), event.at, block, usage_key, terms, event.reason_changed)


def _fold(text: str) -> str:
    return fold_arabic(text).casefold()
