"""What an author works on: the release that the school's edition of a course begins from, and what was changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.authoring.errors import NotEditableError
from maslak_companion.authoring.models import UNCHANGED, Edition, Overlay, OverlayRevision
from maslak_companion.authoring.titles.texts import CHAPTER, describe_titles
from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.courses.olx import parse_olx
from maslak_companion.classroom.courses.release import CourseNode, CourseRelease
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import UnitNotFoundError
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.services import get_release
from maslak_xblocks.base import MaslakBlock


@dataclass(frozen=True, slots=True)
class OverlayFacts:
    """Where a block stands in the school's edition, and how it reads there now."""

    id: UUID
    number: int
    accepted: int | None
    state: str
    source: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Workspace:
    """A course as its authors at the school see it: the authors' release below, the school's overlays above."""

    course: CourseRelease
    base_id: UUID
    overlays: Mapping[str, OverlayFacts]

    @property
    def course_key(self) -> str:
        """The course's key."""
        return self.course.course_key

    def get_block(self, usage_key: str) -> CourseNode:
        """Return a block that has an editor; raises `UnitNotFoundError` or `NotEditableError`."""
        node = self.course.nodes.get(usage_key)
        if node is None or not node.xml:
            raise UnitNotFoundError("the course has no such block", usage_key=usage_key[:255])
        if not is_editable(node):
            raise NotEditableError("this block is edited in Studio", usage_key=usage_key)
        return node

    def get_chapter(self, usage_key: str) -> CourseNode:
        """Return a chapter, whose titles can be changed; raises `UnitNotFoundError`."""
        node = self.course.nodes.get(usage_key)
        if node is None or node.block_type != CHAPTER:
            raise UnitNotFoundError("the course has no such chapter", usage_key=usage_key[:255])
        return node

    def get_written(self, usage_key: str) -> CourseNode:
        """Return what can be changed here, a block or a chapter; raises `UnitNotFoundError` or `NotEditableError`."""
        node = self.course.nodes.get(usage_key)
        return node if node is not None and node.block_type == CHAPTER else self.get_block(usage_key)

    def get_upstream(self, usage_key: str) -> str:
        """Return how a block, or the titles of a chapter, read in the authors' release."""
        node = self.get_written(usage_key)
        return describe_titles(self.course, node) if node.block_type == CHAPTER else read_source(node.xml)

    def get_source(self, usage_key: str) -> str:
        """Return how a block reads now: as it was saved last, or as in the authors' release where nothing differs."""
        overlay = self.overlays.get(usage_key)
        return overlay.source if overlay and overlay.state != UNCHANGED else self.get_upstream(usage_key)

    def get_number(self, usage_key: str) -> int:
        """Return the number of a block's newest revision; 0 is the authors' text."""
        overlay = self.overlays.get(usage_key)
        return overlay.number if overlay else 0

    def get_state(self, usage_key: str) -> str:
        """Return where a block stands."""
        overlay = self.overlays.get(usage_key)
        return overlay.state if overlay else UNCHANGED


def open_workspace(session: Session, shelf: CourseShelf, course_key: str, release_id: UUID | None) -> Workspace:
    """Open the school's edition of a course; before its first draft, on what stands below `release_id`.

    Raises `CourseNotFoundError`.
    """
    edition = session.get(Edition, course_key)
    release = get_release(session, course_key, edition.base_id if edition else release_id)
    return open_on(session, shelf, get_release(session, course_key, release.base_id) if release.base_id else release)


def open_on(session: Session, shelf: CourseShelf, base: Release) -> Workspace:
    """Return the school's overlays on a release of the authors, as they would stand there."""
    return Workspace(shelf.get(base.course_key, base.hash), base.id, _list_overlays(session, base.course_key))


def begin_edition(session: Session, workspace: Workspace, at: datetime) -> None:
    """Keep on which release the edition is based, with its first draft; later drafts change nothing of it."""
    if session.get(Edition, workspace.course_key) is None:
        session.add(Edition(course_key=workspace.course_key, base_id=workspace.base_id, based_at=at))
        session.flush()


def find_newer_release(session: Session, workspace: Workspace) -> Release | None:
    """Return the authors' newest release where there is an edition and it is based on an older one, else None."""
    if session.get(Edition, workspace.course_key) is None:
        return None
    newest = get_release(session, workspace.course_key)
    base = get_release(session, workspace.course_key, workspace.base_id)
    return newest if newest.installed_at > base.installed_at else None


def is_editable(node: CourseNode) -> bool:
    """Tell whether a block brings an editor that works outside Studio."""
    return issubclass(load_block_class(node.block_type), MaslakBlock)


@lru_cache(maxsize=512)
def read_source(xml: bytes) -> str:
    """Return an element as a block writes it, so that texts can be compared."""
    return etree.tostring(parse_olx(xml, "block"), encoding="unicode")


def _list_overlays(session: Session, course_key: str) -> Mapping[str, OverlayFacts]:
    newest = (OverlayRevision.overlay_id == Overlay.id) & (OverlayRevision.number == Overlay.number)
    rows = session.execute(select(Overlay, OverlayRevision.source).join(OverlayRevision, newest).where(Overlay.course_key == course_key))
    return {
        row.usage_key: OverlayFacts(row.id, row.number, row.accepted, row.state, source, row.changed_at) for row, source in rows
    }  # fmt: skip
