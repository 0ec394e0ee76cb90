"""When the authors release anew: what they changed in the blocks that the school changed too, and the choice between the two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.authoring.drafts import Writing, add_revision
from maslak_companion.authoring.errors import DraftMovedError
from maslak_companion.authoring.models import TAKEN, UNCHANGED, Edition, Overlay
from maslak_companion.authoring.reviews.differences import Difference, compare
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.release import CourseNode


@dataclass(frozen=True, slots=True)
class Meeting:
    """One block that both changed: what the authors changed since, and what the school's text changes in theirs."""

    node: CourseNode
    theirs: Difference
    ours: Difference


@dataclass(frozen=True, slots=True)
class Move:
    """The step from one release of the authors to the next, as the school's edition sees it."""

    meetings: tuple[Meeting, ...]  # both changed the block: somebody must choose
    kept: tuple[CourseNode, ...]  # only the school changed it
    adopted: tuple[CourseNode, ...]  # the authors write the same now
    lost: tuple[CourseNode, ...]  # the authors dropped it


def describe_move(now: Workspace, following: Workspace) -> Move:
    """Return what becomes of each overlay when the edition moves from one release to another."""
    changed = [now.course.nodes[key] for key in now.overlays if key in now.course.nodes and now.get_state(key) != UNCHANGED]
    still = [node for node in changed if node.usage_key in following.course.nodes]
    adopted = [node for node in still if now.get_source(node.usage_key) == following.get_upstream(node.usage_key)]
    met = [node for node in still if node not in adopted and now.get_upstream(node.usage_key) != following.get_upstream(node.usage_key)]
    return Move(
        meetings=tuple(_meet(now, following, node) for node in met),
        kept=tuple(node for node in still if node not in met and node not in adopted),
        adopted=tuple(adopted),
        lost=tuple(node for node in changed if node not in still),
    )


def move_edition(session: Session, now: Workspace, following: Workspace, taken: Collection[str], writing: Writing) -> None:
    """Base the edition on the following release; blocks in `taken` read as the authors wrote them, the others as the school did.

    Raises `DraftMovedError` when somebody moved it or wrote in one of the blocks meanwhile.
    """
    edition = session.scalar(
        select(Edition).where(Edition.course_key == now.course_key).with_for_update().execution_options(populate_existing=True)
    )
    if edition is None or edition.base_id != now.base_id:
        raise DraftMovedError("the edition was moved meanwhile")
    edition.base_id, edition.based_at = following.base_id, writing.at
    adopted = {node.usage_key for node in describe_move(now, following).adopted}
    for usage_key in sorted(adopted.union(taken)):
        _take(session, now, following, usage_key, writing)
    session.flush()


def _take(session: Session, now: Workspace, following: Workspace, usage_key: str, writing: Writing) -> None:
    """Write the authors' text as the newest revision: it was reviewed where it came from."""
    facts = now.overlays[usage_key]
    overlay = session.get_one(Overlay, facts.id, with_for_update=True, populate_existing=True)
    if overlay.number != facts.number:
        raise DraftMovedError("somebody saved this block meanwhile", number=overlay.number, opened=facts.number)
    overlay.number += 1
    overlay.accepted, overlay.state, overlay.handed_in_by, overlay.changed_at = None, UNCHANGED, None, writing.at
    session.flush()
    add_revision(session, overlay, following.get_upstream(usage_key), writing, TAKEN)


def _meet(now: Workspace, following: Workspace, node: CourseNode) -> Meeting:
    old, new = now.get_upstream(node.usage_key), following.get_upstream(node.usage_key)
    return Meeting(node, compare(old, new), compare(old, now.get_source(node.usage_key)))
