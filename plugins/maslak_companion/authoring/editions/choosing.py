"""The releases of a course as an instructor chooses among them: the authors', and the school's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.authoring.editions.making import list_editions
from maslak_companion.authoring.errors import ReleaseNotFoundError
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.services import get_release
from maslak_companion.offerings.models import Offering


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release: `number` counts the school's own and is 0 for one of the authors; `blocks` is how many the school changed."""

    id: UUID
    version: str
    installed_at: datetime
    number: int
    blocks: int
    author: str
    is_current: bool


def list_release_lines(session: Session, offering: Offering) -> list[ReleaseLine]:
    """Return the releases of the offering's course, the newest first; raises `CourseNotFoundError` when there is none."""
    current = get_release(session, offering.course_key, offering.release_id).id
    own = {line.release_id: line for line in list_editions(session, offering.course_key)}
    columns = select(Release.id, Release.version, Release.installed_at).where(Release.course_key == offering.course_key)
    lines = []
    for release_id, version, installed_at in session.execute(columns.order_by(Release.installed_at.desc(), Release.id.desc())):
        edition = own.get(release_id)
        number, blocks, author = (edition.number, edition.blocks, edition.author) if edition else (0, 0, "")
        lines.append(ReleaseLine(release_id, version, installed_at, number, blocks, author, release_id == current))
    return lines


def move_offering(session: Session, offering: Offering, release_id: UUID) -> None:
    """Put the offering on another release of its own course; raises `ReleaseNotFoundError`."""
    found = session.scalar(select(Release.id).where(Release.id == release_id, Release.course_key == offering.course_key))
    if found is None:
        raise ReleaseNotFoundError("the course has no such release")
    offering.release_id = release_id
    session.flush()
