"""What a learner sees of a course: its chapters and units with what is done, and the way from page to page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.errors import UnitNotFoundError
from maslak_companion.classroom.visit import Visit
from maslak_companion.offerings.granted import Grants

_NOTHING_GRANTED: Final = Grants()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a course map."""

    name: str
    titles: Mapping[str, str]
    done: int
    total: int
    opens_at: datetime | None
    is_checkpoint: bool
    is_optional: bool = False
    stays_open: bool = False
    # Nobody waits for the learner here: nothing is left of it but what they are excused from, which `total` does not count.
    is_excused: bool = False

    @property
    def state(self) -> str:
        """Return done, begun, new or excused."""
        return "excused" if self.is_excused else "done" if self.total and self.done == self.total else "begun" if self.done else "new"


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """One chapter in a course map."""

    name: str
    titles: Mapping[str, str]
    units: tuple[UnitLine, ...]

    @property
    def required(self) -> list[UnitLine]:
        """The units that belong to the way through the course.

        Not what only places the learner, what is never done with, or what they are excused from.
        """
        return [unit for unit in self.units if not (unit.is_optional or unit.stays_open or unit.is_excused)]

    @property
    def done(self) -> int:
        """How many of the required units are complete."""
        return sum(unit.state == "done" for unit in self.required)

    @property
    def state(self) -> str:
        """Return done, begun, new or excused."""
        states = {unit.state for unit in self.required or self.units}
        return "begun" if len(states) > 1 else states.pop() if states else "new"


@dataclass(frozen=True, slots=True)
class CourseMap:
    """A course as one learner sees it."""

    key: str
    titles: Mapping[str, str]
    chapters: tuple[ChapterLine, ...]

    @property
    def units(self) -> list[UnitLine]:
        """Every unit, in reading order."""
        return [unit for chapter in self.chapters for unit in chapter.units]

    @property
    def required(self) -> list[UnitLine]:
        """The units that belong to the way through the course, in reading order."""
        return [unit for chapter in self.chapters for unit in chapter.required]

    @property
    def offered(self) -> UnitLine | None:
        """What a learner who has done nothing yet may begin with to find out where they stand."""
        optional = (unit for unit in self.units if unit.is_optional and unit.state != "done" and unit.opens_at is None)
        return None if self.done else next(optional, None)

    @property
    def done(self) -> int:
        """How many of the required units are complete."""
        return sum(chapter.done for chapter in self.chapters)

    def chapter_of(self, unit: str | None) -> ChapterLine | None:
        """Return the chapter in which a unit stands."""
        return next((chapter for chapter in self.chapters if unit in {each.name for each in chapter.units}), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a unit, as an address needs it."""

    unit: str
    page: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PagePosition:
    """Where a page stands: in its unit, and between the pages before and after it."""

    unit: CourseNode
    page: CourseNode
    number: int
    pages: tuple[CourseNode, ...]
    before: Step | None
    after: Step | None


def map_course(visit: Visit, completed: set[str], grants: Grants = _NOTHING_GRANTED) -> CourseMap:
    """Return the course map for the learner; what is kept for the staff is left out."""
    course = visit.course
    chapters = [
        ChapterLine(chapter.url_name, chapter.titles, tuple(_line(visit, unit, completed, grants) for unit in units))
        for chapter in course.children(course.course)
        if (units := [unit for unit in course.children(chapter) if not _is_hidden(visit, unit)])
    ]
    return CourseMap(course.course_key, visit.offering.titles or course.course.titles, tuple(chapters))


def locate_page(visit: Visit, unit: CourseNode, page_name: str | None) -> PagePosition:
    """Return where a page stands; without a name, the unit's first page. Raises `UnitNotFoundError`."""
    pages = tuple(page for page in visit.course.children(unit) if visit.is_visible(page))
    page = next((each for each in pages if page_name in (None, each.url_name)), None)
    if page is None:
        raise UnitNotFoundError("the unit has no such page", unit=unit.url_name)
    steps = _list_steps(visit)
    at = next(index for index, step in enumerate(steps) if (step.unit, step.page) == (unit.url_name, page.url_name))
    before, after = (steps[at - 1] if at else None), (steps[at + 1] if at + 1 < len(steps) else None)
    return PagePosition(unit, page, pages.index(page) + 1, pages, before, after)


def find_first_open(course_map: CourseMap) -> UnitLine | None:
    """Return the first unit that is open and not complete, required ones first: where somebody begins who has no place yet."""
    lasting = [unit for unit in course_map.units if unit.stays_open]
    return next((unit for unit in (*course_map.required, *lasting) if unit.state != "done" and unit.opens_at is None), None)


def _list_steps(visit: Visit) -> list[Step]:
    return [
        Step(unit.url_name, page.url_name, unit.titles if len(pages) == 1 else page.titles)
        for unit in visit.course.units()
        if visit.is_visible(unit)
        for pages in [[page for page in visit.course.children(unit) if visit.is_visible(page)]]
        for page in pages
    ]


def _line(visit: Visit, unit: CourseNode, completed: set[str], grants: Grants) -> UnitLine:
    blocks = [block.usage_key for block in visit.course.counted_blocks(unit)]
    starts = [each.starts_at for each in visit.course.lineage(unit) if each.starts_at is not None and each.starts_at > visit.at]
    starts = [] if visit.is_early(unit) else starts
    decides = any(visit.course.block_map[key]["decides"] for key in blocks)
    done = sum(key in completed for key in blocks)
    optional, lasting = visit.course.is_optional(unit), visit.course.stays_open(unit)
    excused = grants.list_excused(blocks) - completed
    return UnitLine(
        name=unit.url_name,
        titles=unit.titles,
        done=done,
        total=len(blocks) - len(excused),
        opens_at=max(starts, default=None),
        is_checkpoint=decides,
        is_optional=optional,
        stays_open=lasting,
        is_excused=bool(excused) and len(excused) == len(blocks),
    )


def _is_hidden(visit: Visit, node: CourseNode) -> bool:
    return any(each.staff_only for each in visit.course.lineage(node))
