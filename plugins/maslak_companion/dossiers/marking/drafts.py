"""A marker's draft: taken, saved, called ready or returned, given back. One person writes it at a time, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.marking.errors import (
    HeldByOtherError,
    IncompleteMarkError,
    MarkingStateError,
    NoRoundLeftError,
    NothingSaidError,
    StageOverError,
    StaleMarkingError,
)
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.marking.time_left import has_time_left
from maslak_companion.dossiers.models import DossierStage
from maslak_companion.dossiers.projects import Project, Stage
from maslak_companion.once import insert_once
from maslak_web.database import new_id
from maslak_xblocks.project.scoring import score_bands

# Long enough to read a dossier without touching the page; saving begins it anew.
LEASE: Final = timedelta(hours=2)
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """Who marks, under which name, when, and on which version their page stood."""

    account_id: UUID
    name: str
    at: datetime
    version: int = 0


def find_marking(session: Session, round_id: UUID) -> Marking | None:
    """Return the marking of a round, or None before anybody took it."""
    return session.scalar(select(Marking).where(Marking.round_id == round_id))


def take(session: Session, work: Work, act: Act) -> Marking:
    """Take a round to mark it, or go on with it; what was drafted so far stays.

    Raises HeldByOtherError while somebody else has it, MarkingStateError once it is published or where two mark.
    """
    _refuse_double(work)
    fresh = {"id": new_id(), "round_id": work.round.id, "marker_id": act.account_id, "held_until": act.at,
             "state": "draft", "body": {}, "version": 1, "changed_at": act.at, "signed_as": ""}  # fmt: skip
    insert_once(session, Marking, fresh, key=("round_id",))
    row = _lock(session, work.round.id)
    if row.state == "published":
        raise MarkingStateError("the mark is published", state=row.state)
    if row.marker_id != act.account_id and row.held_until > act.at:
        raise HeldByOtherError("somebody else is marking this", until=row.held_until.isoformat())
    if row.marker_id != act.account_id:
        # The page of whoever had it before must not write any more.
        row.version += 1
    row.marker_id, row.held_until, row.changed_at = act.account_id, act.at + LEASE, act.at
    session.flush()
    return row


def save(session: Session, work: Work, act: Act, body: Body) -> Marking:
    """Keep the draft; raises StaleMarkingError, MarkingStateError."""
    row = _lock_own(session, work, act)
    _write(row, act, body, "draft", held_until=act.at + LEASE)
    session.flush()
    return row


def call_ready(session: Session, work: Work, act: Act, body: Body) -> Marking:
    """Keep the mark to be published with the others. Raises as `save`, and IncompleteMarkError."""
    row = _lock_own(session, work, act)
    missing = list_unmarked(work.stage, body)
    if missing:
        raise IncompleteMarkError("a criterion has no band yet", missing=missing)
    # Whoever reads it once more before it is published need not wait for the marker's hours to pass.
    _write(row, act, body, "ready", held_until=act.at)
    session.flush()
    return row


def give_back(session: Session, work: Work, act: Act) -> None:
    """Let somebody else mark the round; the draft stays. Somebody who does not hold it changes nothing."""
    row = find_marking(session, work.round.id)
    if row is not None and row.marker_id == act.account_id:
        row.held_until = act.at
        session.flush()


def return_round(session: Session, work: Work, act: Act, body: Body) -> None:
    """Send the round back to its team at once, with what was said so far, for another one.

    The team's draft begins as a copy of the round. Raises as `save`, NothingSaidError, NoRoundLeftError after the last round, and
    StageOverError where the team could hand in no other.
    """
    row = _lock_own(session, work, act)
    refuse_return(work, body)
    _write(row, act, body, "published", held_until=act.at)
    tell_returned(session, work, act, body)


def refuse_return(work: Work, body: Body) -> None:
    """Raise NothingSaidError or NoRoundLeftError where a round cannot be sent back like this."""
    if not any(text.strip() for text in [body.get("remark", ""), *body.get("comments", {}).values(), *body.get("remarks", {}).values()]):
        raise NothingSaidError("nothing says what should change")
    if work.project is None or work.round.number >= work.project.rounds:
        raise NoRoundLeftError("this was the last round")


def tell_returned(session: Session, work: Work, act: Act, body: Body) -> None:
    """Tell the team what to change, and let it begin from what it handed in; raises StageOverError."""
    if not has_time_left(session, work, act.at):
        raise StageOverError("the stage takes nothing more from this team")
    session.add(make_published(work, act, body, "returned", revision=1))
    stage = session.get_one(DossierStage, work.stage_row.id, with_for_update=True, populate_existing=True)
    stage.state, stage.changed_at = "returned", act.at
    stage.texts, stage.files = dict(work.round.texts), list(work.round.files)
    session.flush()


def list_unmarked(stage: Stage | None, body: Body) -> list[str]:
    """Return the criteria of a stage that have no band yet."""
    return [name for name in (stage.criteria if stage else ()) if name not in body.get("bands", {})]


def score_stage(project: Project | None, stage: Stage | None, body: Body) -> Any:
    """Return the score of a round, 0 to 1, or None before every criterion of its stage has a band."""
    if project is None or stage is None or list_unmarked(stage, body):
        return None
    weights = project.weights
    return score_bands({name: weights[name] for name in stage.criteria if name in weights}, body.get("bands", {}))


def make_published(work: Work, act: Act, body: Body, outcome: str, *, revision: int, reason: str = "") -> PublishedMark:
    """Return the row that a team will see."""
    return PublishedMark(
        round_id=work.round.id, revision=revision, outcome=outcome, body=dict(body), score=score_stage(work.project, work.stage, body),
        marker_id=act.account_id, marker_name=act.name, published_by=act.account_id, published_at=act.at, reason=reason,
    )  # fmt: skip


def _lock(session: Session, round_id: UUID) -> Marking:
    query = select(Marking).where(Marking.round_id == round_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _refuse_double(work: Work) -> None:
    if work.rule.is_double:
        raise MarkingStateError("two people mark this project", state="double")


def _lock_own(session: Session, work: Work, act: Act) -> Marking:
    _refuse_double(work)
    query = select(Marking).where(Marking.round_id == work.round.id).with_for_update()
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.marker_id != act.account_id or row.version != act.version:
        raise StaleMarkingError("the marking changed since the page was opened")
    if row.state == "published":
        raise MarkingStateError("the mark is published", state=row.state)
    return row


def _write(row: Marking, act: Act, body: Body, state: str, *, held_until: datetime) -> None:
    # Whoever changes what two had settled, once one marks alone, signs for it alone.
    row.signed_as = ""
    row.body, row.state, row.held_until, row.changed_at = dict(body), state, held_until, act.at
    row.version += 1
