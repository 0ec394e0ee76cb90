"""Settling: one of the two proposes and the other agrees, or a third decides and says why; only then can it be published."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.errors import NotYoursToSettleError
from maslak_companion.dossiers.double_marking.models import Agreement, IndependentMark
from maslak_companion.dossiers.double_marking.seats import are_done, lock_marks
from maslak_companion.dossiers.marking.access import Work
from maslak_companion.dossiers.marking.drafts import Act, Body, list_unmarked, refuse_return, tell_returned
from maslak_companion.dossiers.marking.errors import IncompleteMarkError, MarkingStateError, NoReasonError, StaleMarkingError
from maslak_companion.dossiers.marking.models import Marking, PublishedMark

OUTCOMES = ("marked", "returned")


def find_agreement(session: Session, round_id: UUID) -> Agreement | None:
    """Return what is proposed or settled for a round."""
    return session.get(Agreement, round_id, populate_existing=True)


def propose(session: Session, work: Work, act: Act, body: Body, outcome: str) -> Agreement:
    """Propose what the team shall read; the other of the two has to agree. `act.version` is that of the proposal before, 0 for none.

    Raises NotYoursToSettleError, StaleMarkingError, MarkingStateError, IncompleteMarkError, and what returning a round raises.
    """
    marks, known = _open(session, work, act)
    if act.account_id not in {each.account_id for each in marks}:
        raise NotYoursToSettleError("a third decides, and does not propose")
    return _write(session, work, act, body, outcome, known)


def agree(session: Session, work: Work, act: Act) -> None:
    """Agree to what the other proposed, in the version that was read. Raises as `propose`."""
    marks, known = _open(session, work, act)
    if known is None or act.account_id == known.proposed_by or act.account_id not in {each.account_id for each in marks}:
        raise NotYoursToSettleError("the other of the two agrees")
    _settle(session, work, act, known, marks)


def decide(session: Session, work: Work, act: Act, body: Body, outcome: str, *, reason: str) -> None:
    """Settle it as a third who marks here, with a reason that both read. Raises as `propose`, and NoReasonError."""
    marks, known = _open(session, work, act)
    if act.account_id in {each.account_id for each in marks}:
        raise NotYoursToSettleError("one of the two does not decide alone")
    if not reason.strip():
        raise NoReasonError("a decision between two needs a reason")
    row = _write(session, work, act, body, outcome, known)
    row.reason = reason.strip()
    _settle(session, work, act, row, marks)


def reopen(session: Session, work: Work, act: Act) -> None:
    """Speak about it again before it is published; what was proposed stays to begin with. Raises MarkingStateError."""
    lock_marks(session, work.round.id)
    known, marking = find_agreement(session, work.round.id), _find_marking(session, work.round.id)
    if known is None or known.settled_by is None or marking is None or marking.state == "published":
        raise MarkingStateError("there is nothing to open again", state="open")
    session.delete(marking)
    known.settled_by, known.reason, known.changed_at = None, "", act.at
    known.version += 1
    session.flush()


def _open(session: Session, work: Work, act: Act) -> tuple[list[IndependentMark], Agreement | None]:
    marks = lock_marks(session, work.round.id)
    known = find_agreement(session, work.round.id)
    if not are_done(marks):
        raise MarkingStateError("both have to be done first", state="marking")
    told = session.scalar(select(PublishedMark.id).where(PublishedMark.round_id == work.round.id).limit(1))
    if told is not None or (known is not None and known.settled_by is not None):
        raise MarkingStateError("it is settled", state="settled")
    if act.version != (known.version if known else 0):
        raise StaleMarkingError("somebody proposed something else meanwhile")
    return marks, known


def _write(session: Session, work: Work, act: Act, body: Body, outcome: str, known: Agreement | None) -> Agreement:
    if outcome == "returned":
        refuse_return(work, body)
    elif missing := list_unmarked(work.stage, body):
        raise IncompleteMarkError("a criterion has no band yet", missing=missing)
    row = known or Agreement(round_id=work.round.id, version=0, reason="")
    row.outcome, row.body, row.proposed_by, row.changed_at = outcome, dict(body), act.account_id, act.at
    row.version += 1
    session.add(row)
    session.flush()
    return row


def _settle(session: Session, work: Work, act: Act, row: Agreement, marks: list[IndependentMark]) -> None:
    """Make it a mark as any other, in the name of the two."""
    row.settled_by, row.changed_at = act.account_id, act.at
    row.version += 1
    names = _sign(session, marks)
    is_returned = row.outcome == "returned"
    session.add(
        Marking(
            round_id=work.round.id, marker_id=row.proposed_by, signed_as=names, held_until=act.at, body=dict(row.body),
            state="published" if is_returned else "ready", version=1, changed_at=act.at,
        )
    )  # fmt: skip
    if is_returned:
        tell_returned(session, work, Act(row.proposed_by, names, act.at), row.body)
    session.flush()


def _sign(session: Session, marks: list[IndependentMark]) -> str:
    accounts = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_({each.account_id for each in marks})))}
    named = [accounts[each.account_id] for each in marks if each.account_id in accounts]
    return " · ".join(each.display_name or each.login for each in named)[:200]


def _find_marking(session: Session, round_id: UUID) -> Marking | None:
    query = select(Marking).where(Marking.round_id == round_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))
