"""How the learners of an offering stand: units, competencies, and who needs attention. No database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from maslak_companion.offerings.granted import Grants
from maslak_domain.evidence import Evidence
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating

# After so long without a sign of life somebody asks how the learner is.
SILENT_AFTER: Final = timedelta(days=10)
_STUCK_AFTER_TRIES: Final = 2
_NOTHING_GRANTED: Final = Grants()
# Who needs a person first stands first.
_ORDER: Final = {"stuck": 0, "silent": 1, "not_started": 2, "on_the_way": 3, "acquired": 4, "excused": 5}


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """One unit of the course; `blocks` are the usage keys in it."""

    name: str
    titles: Mapping[str, str]
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class CompetencyColumn:
    """One competency at a level that the course assesses, with the pass marks of the blocks that decide it."""

    key: str
    level: str
    titles: LocalizedText
    deciding: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChapterColumn:
    """One chapter of the course: the places of its units and of its competencies in the plan, and the usage keys in it."""

    name: str
    titles: Mapping[str, str]
    units: tuple[int, ...]
    competencies: tuple[int, ...]
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What can be done and earned in the course, in reading order."""

    units: tuple[UnitColumn, ...] = ()
    competencies: tuple[CompetencyColumn, ...] = ()
    chapters: tuple[ChapterColumn, ...] = ()
    # The titles of each block and of the chapter in which it stands, by usage key.
    titles: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = field(default_factory=dict)

    @property
    def deciding(self) -> frozenset[str]:
        """The blocks that decide a competency."""
        return frozenset(usage_key for column in self.competencies for usage_key in column.deciding)

    def choose_chapter(self, name: str | None) -> ChapterColumn | None:
        """Return the chapter of that name, or the only one that there is; None means all of them together."""
        if len(self.chapters) == 1:
            return self.chapters[0]
        return next((chapter for chapter in self.chapters if chapter.name == name), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one learner stands: blocks done of each unit, a rating for each competency, and what deserves attention.

    `expected` are the blocks of each unit without those from which the learner is excused, unless they were done all the same.
    """

    learner_id: UUID
    done: tuple[int, ...]
    ratings: tuple[Rating, ...]
    failed_tries: int
    last_seen_at: datetime | None
    attention: str
    expected: tuple[int, ...]
    # From which blocks the learner is excused; None stands for the whole course.
    excused: tuple[str | None, ...] = ()

    @property
    def units_done(self) -> int:
        """How many units are complete."""
        return sum(bool(size) and done == size for done, size in zip(self.done, self.expected, strict=True))

    def count_units(self, plan: CoursePlan) -> int:
        """Count the units that are expected of the learner."""
        return sum(not self.is_excused_from(plan, index) for index in range(len(plan.units)))

    def is_excused_from(self, plan: CoursePlan, index: int) -> bool:
        """Tell whether nothing of a unit is expected of the learner."""
        return not self.expected[index] and bool(plan.units[index].blocks)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Order by need: the kind of attention, then the most failed tries, then the least done."""
        return (_ORDER[self.attention], -self.failed_tries, sum(self.done))


def read_standing(
    plan: CoursePlan,
    learner_id: UUID,
    *,
    completed: frozenset[str],
    ratings: Mapping[tuple[str, str], Rating],
    evidence: Sequence[Evidence],
    now: datetime,
    grants: Grants = _NOTHING_GRANTED,
) -> Standing:
    """Return where one learner stands; `evidence` is the learner's own in this course, oldest first.

    Nobody waits for what a learner is excused from: it is neither missing nor a failed try.
    """
    excused = grants.list_excused({key for unit in plan.units for key in unit.blocks} | plan.deciding)
    rated = tuple(ratings.get((column.key, column.level), Rating.NOT_ASSESSED) for column in plan.competencies)
    failed = _count_failed_tries(plan, [each for each in evidence if each.usage_key not in excused])
    last = evidence[-1].observed_at if evidence else None
    done = tuple(len(unit.blocks & completed) for unit in plan.units)
    expected = tuple(len(unit.blocks - (excused - completed)) for unit in plan.units)
    awaited = [
        rating
        for column, rating in zip(plan.competencies, rated, strict=True)
        if rating is Rating.ACQUIRED or not column.deciding or column.deciding.keys() - excused
    ]
    if excused and not awaited and expected == done:
        attention = "excused"
    else:
        attention = _judge(awaited, failed, begun=bool(evidence) or any(done), last=last, now=now)
    places = dict.fromkeys(each.usage_key for each in grants.rows if each.terms.excused)
    return Standing(learner_id, done, rated, failed, last, attention, expected, tuple(places))


def _judge(ratings: Sequence[Rating], failed: int, *, begun: bool, last: datetime | None, now: datetime) -> str:
    if ratings and all(rating is Rating.ACQUIRED for rating in ratings):
        return "acquired"
    if failed >= _STUCK_AFTER_TRIES:
        return "stuck"
    if not begun:
        return "not_started"
    return "silent" if last is not None and now - last > SILENT_AFTER else "on_the_way"


def _count_failed_tries(plan: CoursePlan, evidence: Sequence[Evidence]) -> int:
    """Count whole attempts below the pass mark at blocks that decide and were never passed."""
    pass_marks = {usage_key: mark for column in plan.competencies for usage_key, mark in column.deciding.items()}
    tries = [each for each in evidence if each.is_whole_attempt and each.usage_key in pass_marks]
    passed = {each.usage_key for each in tries if each.score >= pass_marks[each.usage_key]}
    return sum(each.usage_key not in passed for each in tries)
