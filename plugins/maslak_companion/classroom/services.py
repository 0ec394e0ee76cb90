"""What the other rooms may ask of the classroom: install releases, and read what learners completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import CourseNotFoundError
from maslak_companion.classroom.models import Completion, ContentLanguage, Mark, Place, Release
from maslak_companion.upsert import upsert
from maslak_domain.language import LANGUAGES, Language

_WHOLE = Decimal(1)
Row = TypeVar("Row", Completion, Mark)


def install_release(
    session: Session, shelf: CourseShelf, source: Path, *, course_key: str, at: datetime, base_id: UUID | None = None
) -> Release:  # fmt: skip
    """Install a course directory or archive and return its release; the same files again give the same release.

    `base_id` names the release that a school overlaid to make this one.
    Raises `CourseRefusedError` when the course is unsafe or cannot be read.
    """
    course = shelf.install(source, course_key)
    known = session.scalar(select(Release).where(Release.course_key == course_key, Release.hash == course.hash))
    if known is not None:
        return known
    release = Release(
        course_key=course_key,
        version=course.version,
        hash=course.hash,
        titles=dict(course.course.titles),
        block_map={key: dict(entry) for key, entry in course.block_map.items()},
        installed_at=at,
        base_id=base_id,
    )
    session.add(release)
    session.flush()
    return release


def get_release(session: Session, course_key: str, release_id: UUID | None = None) -> Release:
    """Return the named release, or the authors' one installed last; raises `CourseNotFoundError`."""
    release = session.scalar(_select_releases(course_key).limit(1)) if release_id is None else session.get(Release, release_id)
    if release is None:
        raise CourseNotFoundError("no release of this course is installed", course=course_key)
    return release


def _select_releases(course_key: str) -> Select[Release]:
    query = select(Release).where(Release.course_key == course_key, Release.base_id.is_(None))
    return query.order_by(Release.installed_at.desc(), Release.id.desc())


def record_completion(
    session: Session, learner_id: UUID, course_key: str, usage_key: str, *, fraction: Decimal, at: datetime
) -> None:  # fmt: skip
    """Record how much of a block is done, 0 to 1. Going back over a page takes nothing away."""
    row = _find_own(session, Completion, learner_id, usage_key)
    if row is None:
        session.add(Completion(learner_id=learner_id, course_key=course_key, usage_key=usage_key, fraction=fraction, completed_at=at))
    elif fraction > row.fraction:
        row.fraction, row.completed_at = fraction, at
    session.flush()


def record_mark(
    session: Session, learner_id: UUID, course_key: str, usage_key: str, *,
    value: Decimal, max_value: Decimal, only_if_higher: bool, at: datetime,
) -> None:  # fmt: skip
    """Record the points of a block; with `only_if_higher` a lower share of the points changes nothing."""
    row = _find_own(session, Mark, learner_id, usage_key)
    if row is None:
        session.add(Mark(learner_id=learner_id, course_key=course_key, usage_key=usage_key, value=value, max_value=max_value, marked_at=at))
    elif not only_if_higher or value * row.max_value > row.value * max_value:
        row.value, row.max_value, row.marked_at = value, max_value, at
    session.flush()


def list_completed_blocks(session: Session, learner_ids: Sequence[UUID], course_key: str) -> Mapping[UUID, set[str]]:
    """Return the usage keys of the blocks that each learner has completed whole."""
    query = select(Completion).where(Completion.learner_id.in_(learner_ids), Completion.course_key == course_key)
    done: dict[UUID, set[str]] = {learner_id: set() for learner_id in learner_ids}
    for row in session.scalars(query):
        if row.fraction >= _WHOLE:
            done[row.learner_id].add(row.usage_key)
    return done


def list_completed_units(session: Session, learner_ids: Sequence[UUID], course: CourseRelease) -> Mapping[UUID, set[str]]:
    """Return the url names of the required units of which each learner has completed every block."""
    done = list_completed_blocks(session, learner_ids, course.course_key)
    units = {unit.url_name: {block.usage_key for block in course.counted_blocks(unit)} for unit in course.required_units()}
    return {learner_id: {name for name, blocks in units.items() if blocks and blocks <= done[learner_id]} for learner_id in learner_ids}


def count_completed_units(session: Session, learner_ids: Sequence[UUID], course: CourseRelease) -> Mapping[UUID, int]:
    """Return how many of the required units each learner has completed."""
    return {learner_id: len(names) for learner_id, names in list_completed_units(session, learner_ids, course).items()}


def list_marks(session: Session, learner_ids: Sequence[UUID], course_key: str) -> Mapping[UUID, Mapping[str, Decimal]]:
    """Return each learner's share of the points, 0 to 1, by usage key."""
    shares: dict[UUID, dict[str, Decimal]] = {learner_id: {} for learner_id in learner_ids}
    for row in session.scalars(select(Mark).where(Mark.learner_id.in_(learner_ids), Mark.course_key == course_key)):
        if row.max_value > 0:
            shares[row.learner_id][row.usage_key] = row.value / row.max_value
    return shares


def find_place(session: Session, learner_id: UUID, course_key: str) -> Place | None:
    """Return the last page that the learner opened in the course."""
    return session.get(Place, (learner_id, course_key))


def remember_place(session: Session, learner_id: UUID, course_key: str, *, unit: str, page: str, at: datetime) -> None:
    """Remember the page that the learner opens."""
    values = {"learner_id": learner_id, "course_key": course_key, "unit": unit, "page": page, "opened_at": at}
    upsert(session, Place, values, key=("learner_id", "course_key"))


def find_content_language(session: Session, learner_id: UUID) -> Language | None:
    """Return the language in which the learner reads courses, or None before the first choice."""
    row = session.get(ContentLanguage, learner_id)
    return next((language for language in LANGUAGES if row and language == row.language), None)


def choose_content_language(session: Session, learner_id: UUID, language: Language) -> None:
    """Remember the language in which the learner reads courses, from now on and in every unit."""
    upsert(session, ContentLanguage, {"learner_id": learner_id, "language": language}, key=("learner_id",))


def _find_own(session: Session, model: type[Row], learner_id: UUID, usage_key: str) -> Row | None:
    return session.scalar(select(model).where(model.learner_id == learner_id, model.usage_key == usage_key))
