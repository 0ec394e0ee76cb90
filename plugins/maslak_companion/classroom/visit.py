"""One learner's visit to one course: who, through which offering, in which release, and what may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseNode, CourseRelease
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import NotOpenError, ResourceNotFoundError, UnitHiddenError, UnitNotFoundError
from maslak_companion.classroom.services import get_release
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import get_learner_offering, read_grants
from maslak_companion.progress.services import ReleaseFacts


@dataclass(frozen=True, slots=True)
class Visit:
    """What every view and handler of the classroom starts from."""

    learner_id: UUID
    offering: Offering
    release_id: UUID
    course: CourseRelease
    shelf: CourseShelf
    at: datetime
    # What already opened for this learner alone; None stands for the whole course.
    early: frozenset[str | None] = frozenset()

    @property
    def course_key(self) -> str:
        """The course's key, as addresses and rows name it."""
        return self.course.course_key

    @property
    def facts(self) -> ReleaseFacts:
        """What the progress room needs to know of the release."""
        return ReleaseFacts(self.release_id, self.course_key, self.course.block_map)

    def check_visible(self, node: CourseNode) -> None:
        """Raise `UnitHiddenError` or `NotOpenError` unless the learner may see the node now."""
        is_early = self.is_early(node)
        opens_at = self.offering.opens_at
        if opens_at is not None and opens_at > self.at and not is_early and None not in self.early:
            raise NotOpenError("the course opens later", opens_at=opens_at.isoformat())
        for each in self.course.lineage(node):
            if each.staff_only:
                raise UnitHiddenError("this part of the course is for the teaching staff")
            if each.starts_at is not None and each.starts_at > self.at and not is_early:
                raise NotOpenError("this part of the course opens later", opens_at=each.starts_at.isoformat())

    def is_early(self, node: CourseNode) -> bool:
        """Tell whether a block at or below the node opened for this learner before it opens for others."""
        return bool(self.early - {None}) and any(block.usage_key in self.early for block in self.course.blocks_under(node))

    def is_visible(self, node: CourseNode) -> bool:
        """Tell whether the learner may see the node now."""
        try:
            self.check_visible(node)
        except (UnitHiddenError, NotOpenError):
            return False
        return True

    def get_block(self, usage_key: str) -> CourseNode:
        """Return a block that the learner may see now; raises `UnitNotFoundError`, `UnitHiddenError`, `NotOpenError`."""
        node = self.course.nodes.get(usage_key)
        if node is None or not node.xml:
            raise UnitNotFoundError("the course has no such block", usage_key=usage_key[:255])
        self.check_visible(node)
        return node

    def get_unit(self, url_name: str) -> CourseNode:
        """Return a unit that the learner may see now; raises `UnitNotFoundError`, `UnitHiddenError`, `NotOpenError`."""
        node = self.course.find("sequential", url_name)
        if node is None:
            raise UnitNotFoundError("the course has no such unit", unit=url_name[:100])
        self.check_visible(node)
        return node

    def get_file(self, name: str) -> bytes:
        """Return a static file, which opens with the first block that shows it, or with the course when none does.

        Raises `ResourceNotFoundError`, `UnitHiddenError`, `NotOpenError`.
        """
        body = self.course.static.get(name)
        if body is None:
            raise ResourceNotFoundError("the course has no such file")
        address = f"static/{name}".encode()
        showing = [node for node in self.course.nodes.values() if address in node.xml]
        if not any(self.is_visible(node) for node in showing):
            self.check_visible(showing[0] if showing else self.course.course)
        return body


def open_visit(session: Session, shelf: CourseShelf, learner_id: UUID, course_key: str, *, at: datetime) -> Visit:
    """Open a course for a learner; raises `NotEnrolledError` or `CourseNotFoundError`."""
    return visit_offering(session, shelf, learner_id, get_learner_offering(session, learner_id, course_key), at=at)


def visit_offering(session: Session, shelf: CourseShelf, learner_id: UUID, offering: Offering, *, at: datetime) -> Visit:
    """Open the course of an offering that is known to be the learner's; raises `CourseNotFoundError`."""
    release = get_release(session, offering.course_key, offering.release_id)
    course = shelf.get(release.course_key, release.hash)
    return Visit(learner_id, offering, release.id, course, shelf, at, _find_early(session, learner_id, offering, course, at))


def _find_early(session: Session, learner_id: UUID, offering: Offering, course: CourseRelease, at: datetime) -> frozenset[str | None]:
    """Return what was opened for the learner already. Where everything is open for everybody, nobody has to ask."""
    starts = (offering.opens_at, *(node.starts_at for node in course.nodes.values()))
    if not any(each is not None and each > at for each in starts):
        return frozenset()
    grants = read_grants(session, learner_id, offering)
    found = {key: granted for key in {row.usage_key for row in grants.rows} if (granted := grants.find_at(key)) is not None}
    return frozenset(key for key, granted in found.items() if granted.opens_at is not None and granted.opens_at <= at)
