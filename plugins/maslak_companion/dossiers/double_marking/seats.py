"""The two seats of a round: taken, shared out, written to, called done, left. One sees nothing of the other before both are done."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.double_marking.errors import SeatsTakenError
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.double_marking.services import SEATS
from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.marking.drafts import Act, Body, list_unmarked
from maslak_companion.dossiers.marking.errors import IncompleteMarkError, MarkingStateError, StaleMarkingError
from maslak_companion.dossiers.models import DossierRound


def list_marks(session: Session, round_id: UUID) -> list[IndependentMark]:
    """Return the marks of a round by seat."""
    query = select(IndependentMark).where(IndependentMark.round_id == round_id).order_by(IndependentMark.seat)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def lock_marks(session: Session, round_id: UUID) -> list[IndependentMark]:
    """Return the marks of a round with the round locked: whoever sits down, is done or settles next waits here."""
    session.get_one(DossierRound, round_id, with_for_update=True)
    return list_marks(session, round_id)


def are_done(marks: list[IndependentMark]) -> bool:
    """Tell whether both are done, so that each may read the other."""
    return len(marks) == SEATS and all(each.state == "done" for each in marks)


def take_seat(session: Session, work: Work, act: Act) -> IndependentMark:
    """Sit down at a round, or go on; raises SeatsTakenError, and MarkingStateError where the project has one marker."""
    if not work.rule.is_double:
        raise MarkingStateError("one person marks this project", state="single")
    marks = lock_marks(session, work.round.id)
    own = next((each for each in marks if each.account_id == act.account_id), None)
    if own is not None:
        return own
    free = [seat for seat in range(1, SEATS + 1) if seat not in {each.seat for each in marks}]
    if not free:
        raise SeatsTakenError("two others mark this round")
    return seat_marker(session, work.round.id, free[0], act)


def seat_marker(session: Session, round_id: UUID, seat: int, act: Act) -> IndependentMark:
    """Give a free seat of a locked round to the marker of the act."""
    row = IndependentMark(round_id=round_id, seat=seat, account_id=act.account_id, state="draft", body={}, version=1, changed_at=act.at)
    session.add(row)
    session.flush()
    return row


def save_own(session: Session, work: Work, act: Act, body: Body, *, is_done: bool = False) -> IndependentMark:
    """Keep what this marker thinks; done, it waits for the other. Once both are done neither changes any more.

    Raises StaleMarkingError, MarkingStateError, IncompleteMarkError.
    """
    marks = lock_marks(session, work.round.id)
    own = next((each for each in marks if each.account_id == act.account_id), None)
    if own is None or own.version != act.version:
        raise StaleMarkingError("the mark changed since the page was opened")
    if are_done(marks):
        raise MarkingStateError("both marks are done", state="compare")
    missing = list_unmarked(work.stage, body) if is_done else []
    if missing:
        raise IncompleteMarkError("a criterion has no band yet", missing=missing)
    own.body, own.state, own.changed_at = dict(body), "done" if is_done else "draft", act.at
    own.version += 1
    session.flush()
    return own


def leave_seat(session: Session, work: Work, account_id: UUID) -> bool:
    """Free a seat, and forget its draft: the next marker judges for themselves. A mark that was called done stays."""
    own = next((each for each in lock_marks(session, work.round.id) if each.account_id == account_id), None)
    if own is None or own.state == "done":
        return False
    session.delete(own)
    session.flush()
    return True
