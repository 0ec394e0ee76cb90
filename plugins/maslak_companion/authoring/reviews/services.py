"""Reviews: a colleague who did not write a change reads it, and accepts it or gives it back with a comment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.authoring.drafts import Writing, lock_overlay
from maslak_companion.authoring.errors import DraftMovedError, OwnWorkError, ReviewNotFoundError
from maslak_companion.authoring.models import DRAFT, IN_REVIEW, RETURNED, REVIEWED, UNCHANGED, Overlay, OverlayRevision, Verdict
from maslak_companion.authoring.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a colleague says of the revision that they read."""

    number: int
    accept: bool
    comment: str
    reviewer_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One change that waits for a colleague."""

    id: UUID
    course_key: str
    usage_key: str
    author: str
    changed_at: datetime
    is_own: bool


def hand_in(session: Session, workspace: Workspace, usage_key: str, writing: Writing) -> None:
    """Ask for a review of a draft; raises `DraftMovedError` when it moved on, or when it is no draft any more."""
    overlay = lock_overlay(session, workspace, usage_key, writing.opened)
    if overlay is None or overlay.state not in (DRAFT, RETURNED):
        raise DraftMovedError("this is no draft any more", number=overlay.number if overlay else 0)
    overlay.state, overlay.handed_in_by, overlay.changed_at = IN_REVIEW, writing.author_id, writing.at
    session.flush()


def list_waiting(session: Session, account_id: UUID) -> list[WaitingLine]:
    """Return what waits for a review at the school, the oldest first."""
    rows = session.scalars(select(Overlay).where(Overlay.state == IN_REVIEW).order_by(Overlay.changed_at, Overlay.id)).all()
    names = list_account_names(session, {row.handed_in_by for row in rows if row.handed_in_by})
    return [
        WaitingLine(
            row.id, row.course_key, row.usage_key, names.get(row.handed_in_by, "") if row.handed_in_by else "",
            row.changed_at, account_id in list_authors(session, row),
        )
        for row in rows
    ]  # fmt: skip


def get_waiting(session: Session, overlay_id: UUID) -> Overlay:
    """Return a change that waits for a review; raises `ReviewNotFoundError`."""
    overlay = session.get(Overlay, overlay_id)
    if overlay is None or overlay.state != IN_REVIEW:
        raise ReviewNotFoundError("nothing waits for a review here")
    return overlay


def decide(session: Session, workspace: Workspace, overlay_id: UUID, decision: Decision) -> None:
    """Accept a revision or give it back. Accepting the authors' own text ends the overlay.

    Raises `ReviewNotFoundError`, `DraftMovedError` when it is not the revision that was read, `OwnWorkError` for its authors.
    """
    query = select(Overlay).where(Overlay.id == overlay_id).with_for_update().execution_options(populate_existing=True)
    overlay = session.scalar(query)
    if overlay is None or overlay.state != IN_REVIEW:
        raise ReviewNotFoundError("nothing waits for a review here")
    if overlay.number != decision.number:
        raise DraftMovedError("somebody saved this block meanwhile", number=overlay.number, opened=decision.number)
    if decision.reviewer_id in list_authors(session, overlay):
        raise OwnWorkError("nobody reviews what they wrote themselves")
    overlay.state, overlay.changed_at = RETURNED, decision.at
    if decision.accept:
        is_theirs = workspace.overlays[overlay.usage_key].source == workspace.get_upstream(overlay.usage_key)
        overlay.accepted, overlay.state = (None, UNCHANGED) if is_theirs else (decision.number, REVIEWED)
    session.add(
        Verdict(
            overlay_id=overlay.id, number=decision.number, is_accepted=decision.accept, comment=decision.comment,
            reviewer_id=decision.reviewer_id, decided_at=decision.at,
        )
    )  # fmt: skip
    session.flush()


def list_authors(session: Session, overlay: Overlay) -> Collection[UUID]:
    """Return who wrote what has not been accepted yet, and who handed it in."""
    query = select(OverlayRevision.author_id).where(
        OverlayRevision.overlay_id == overlay.id, OverlayRevision.number > (overlay.accepted or 0)
    )
    authors = set(session.scalars(query))
    return authors | {overlay.handed_in_by} if overlay.handed_in_by else authors
