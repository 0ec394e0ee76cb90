"""What the other rooms ask of the outbox: record a fact; say how delivery is going."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from maslak_companion.outbox.models import AlarmRow, BatchRow, DeliveryRow, OutboxRow, SealedRow
from maslak_domain.ledger.body import compose_body
from maslak_domain.ledger.commitment import SALT_BYTES, make_commitment
from maslak_web.database import new_id
from maslak_web.failpoints import failpoint
from maslak_web.sessions import after_commit

# A fact that has waited this long for its receipt is worth a person's attention.
LATE_AFTER: Final = timedelta(hours=1)

# Who to wake, by database: a process may serve several companions in tests, and one in life.
_wakers: Final[dict[URL, Callable[[], object]]] = {}


def set_waker(url: URL, wake: Callable[[], object]) -> None:
    """Let ``wake`` be called after every commit that recorded a fact in this database."""
    _wakers[url] = wake


def record_entry(
    session: Session,
    *,
    type: str,
    subject: UUID,
    revision: int,
    learner: UUID,
    data: Mapping[str, Any],
    author: UUID | str,
    at: datetime,
    reason: str | None = None,
    identity: Mapping[str, str] | None = None,
) -> UUID:
    """Write a fact into the outbox, in the transaction that makes it true, and return its id.

    ``author`` is an account's uuid or ``system``. An identity goes beside the hashed bytes, under a fresh salt. The worker
    is woken once the transaction has been committed. Raises MalformedBodyError, NotCanonicalError.
    """
    salt = None if identity is None else secrets.token_bytes(SALT_BYTES)
    row = OutboxRow(
        id=new_id(),
        type=type,
        subject=subject,
        revision=revision,
        salt=None if salt is None else salt.hex(),
        identity=None if identity is None else dict(identity),
        created_at=at,
    )
    row.body = compose_body(
        uuid=row.id,
        type=type,
        subject=subject,
        revision=revision,
        learner=learner,
        data=data,
        author=author,
        at=at,
        reason=reason,
        commitment=None if salt is None or identity is None else make_commitment(salt, identity),
    )
    session.add(row)
    session.flush()
    _wake_after_commit(session)
    return row.id


def _wake_after_commit(session: Session) -> None:
    bind = session.get_bind()
    wake = _wakers.get((bind if isinstance(bind, Engine) else bind.engine).url)
    transaction = session.get_transaction()
    # One wake for a transaction is enough, however many facts it holds.
    if wake is None or session.info.get("outbox_woken_by") is transaction:
        return
    session.info["outbox_woken_by"] = transaction

    def wake_worker() -> None:
        failpoint("after_commit")
        wake()

    after_commit(wake_worker, session)


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """How delivery is going: facts not sealed, entries without a receipt, the oldest of both, and what people must look at."""

    waiting: int
    unreceived: int
    oldest_at: datetime | None
    is_late: bool
    is_stopped: bool
    attempts: int
    next_try_at: datetime | None
    last_error: str
    alarms: tuple[tuple[str, str, datetime], ...]


def outbox_health(session: Session, now: datetime) -> OutboxHealth:
    """Describe delivery for a doctor or an operator's page."""
    delivery = session.get(DeliveryRow, 1)
    alarms = session.scalars(select(AlarmRow).where(AlarmRow.cleared_at.is_(None)).order_by(AlarmRow.raised_at)).all()
    oldest_at = find_oldest(session)
    return OutboxHealth(
        waiting=session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.seq.is_(None))) or 0,
        unreceived=session.scalar(select(func.sum(BatchRow.last - BatchRow.first + 1)).where(BatchRow.received_at.is_(None))) or 0,
        oldest_at=oldest_at,
        is_late=oldest_at is not None and now - oldest_at > LATE_AFTER,
        is_stopped=any(alarm.stops for alarm in alarms),
        attempts=delivery.attempts if delivery else 0,
        next_try_at=delivery.next_try_at if delivery else None,
        last_error=delivery.last_error if delivery else "",
        alarms=tuple((alarm.kind, alarm.detail, alarm.raised_at) for alarm in alarms),
    )


def find_oldest(session: Session) -> datetime | None:
    """Find when the oldest fact without a receipt was recorded."""
    waiting = session.scalar(select(func.min(OutboxRow.created_at)).where(OutboxRow.seq.is_(None)))
    open_from = session.scalar(select(func.min(BatchRow.first)).where(BatchRow.received_at.is_(None)))
    if open_from is None:
        return waiting
    sent = session.scalar(select(OutboxRow.created_at).join(SealedRow).where(SealedRow.seq == open_from))
    return min((each for each in (waiting, sent) if each is not None), default=None)
