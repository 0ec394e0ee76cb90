"""Drafts: every change of a block is a revision, and nobody writes over what they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.authoring.errors import DraftMovedError, RevisionNotFoundError
from maslak_companion.authoring.models import BROUGHT_BACK, DRAFT, EDITED, REVIEWED, UNCHANGED, Overlay, OverlayRevision, Verdict
from maslak_companion.authoring.workspace import Workspace, begin_edition
from maslak_web.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, when, and which revision they had before them."""

    author_id: UUID
    at: datetime
    opened: int


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One line of a block's history, with what a colleague decided on it."""

    number: int
    author: str
    written_at: datetime
    origin: str
    verdicts: Sequence[VerdictLine] = ()


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What a colleague decided, and why."""

    reviewer: str
    is_accepted: bool
    comment: str
    decided_at: datetime


def save_draft(session: Session, workspace: Workspace, usage_key: str, source: str, writing: Writing) -> int:
    """Keep a block's new text as its next revision and return its number; the same text again changes nothing.

    Raises `DraftMovedError` when somebody saved since the page was opened.
    """
    return _write(session, workspace, usage_key, source, writing, EDITED)


def bring_back(session: Session, workspace: Workspace, usage_key: str, number: int, writing: Writing) -> int:
    """Write an earlier revision anew, 0 being the authors' text; everything in between stays in the history.

    Raises `RevisionNotFoundError` or `DraftMovedError`.
    """
    return _write(session, workspace, usage_key, read_revision(session, workspace, usage_key, number), writing, BROUGHT_BACK)


def read_revision(session: Session, workspace: Workspace, usage_key: str, number: int) -> str:
    """Return the text of a revision, 0 being the authors'; raises `RevisionNotFoundError`."""
    if number == 0:
        return workspace.get_upstream(usage_key)
    overlay = workspace.overlays.get(usage_key)
    row = session.get(OverlayRevision, (overlay.id, number)) if overlay else None
    if row is None:
        raise RevisionNotFoundError("the block has no such revision", number=number)
    return row.source


def find_base_number(workspace: Workspace, usage_key: str) -> int:
    """Return the revision that is discarded to: the one accepted last, else the authors' text."""
    overlay = workspace.overlays.get(usage_key)
    return overlay.accepted or 0 if overlay else 0


def list_history(session: Session, workspace: Workspace, usage_key: str) -> list[RevisionLine]:
    """Return a block's revisions, the newest first."""
    overlay = workspace.overlays.get(usage_key)
    if overlay is None:
        return []
    rows = session.scalars(select(OverlayRevision).where(OverlayRevision.overlay_id == overlay.id).order_by(OverlayRevision.number.desc()))
    verdicts = session.scalars(select(Verdict).where(Verdict.overlay_id == overlay.id).order_by(Verdict.decided_at)).all()
    revisions = rows.all()
    names = list_account_names(session, {row.author_id for row in revisions} | {row.reviewer_id for row in verdicts})
    return [
        RevisionLine(
            row.number, names.get(row.author_id, ""), row.written_at, row.origin,
            tuple(_describe(verdict, names) for verdict in verdicts if verdict.number == row.number),
        )
        for row in revisions
    ]  # fmt: skip


def _describe(row: Verdict, names: dict[UUID, str]) -> VerdictLine:
    return VerdictLine(names.get(row.reviewer_id, ""), row.is_accepted, row.comment, row.decided_at)


def lock_overlay(session: Session, workspace: Workspace, usage_key: str, opened: int) -> Overlay | None:
    """Return a block's row, held until the end of the transaction; raises `DraftMovedError` when it is not at revision `opened`."""
    query = select(Overlay).where(Overlay.course_key == workspace.course_key, Overlay.usage_key == usage_key)
    overlay = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    number = overlay.number if overlay else 0
    if number != opened:
        raise DraftMovedError("somebody saved this block meanwhile", number=number, opened=opened)
    return overlay


def _write(session: Session, workspace: Workspace, usage_key: str, source: str, writing: Writing, origin: str) -> int:
    overlay = lock_overlay(session, workspace, usage_key, writing.opened)
    if source == workspace.get_source(usage_key):
        return writing.opened
    if overlay is None:
        begin_edition(session, workspace, writing.at)
        overlay = Overlay(course_key=workspace.course_key, usage_key=usage_key, number=0, accepted=None)
    overlay.number += 1
    overlay.state = _judge(session, workspace, overlay, source)
    overlay.handed_in_by, overlay.changed_at = None, writing.at
    session.add(overlay)
    session.flush()
    add_revision(session, overlay, source, writing, origin)
    return overlay.number


def add_revision(session: Session, overlay: Overlay, source: str, writing: Writing, origin: str) -> None:
    """Write the text of an overlay's newest revision down."""
    session.add(
        OverlayRevision(
            overlay_id=overlay.id, number=overlay.number, source=source, origin=origin,
            author_id=writing.author_id, written_at=writing.at,
        )
    )  # fmt: skip
    session.flush()
    failpoint("before_commit")


def _judge(session: Session, workspace: Workspace, overlay: Overlay, source: str) -> str:
    """A text that was accepted, or that the authors wrote, needs no second review."""
    if source != read_revision(session, workspace, overlay.usage_key, overlay.accepted or 0):
        return DRAFT
    return REVIEWED if overlay.accepted else UNCHANGED
