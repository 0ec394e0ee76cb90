"""Delivery: compare heads, seal, send, keep the receipt; again until nothing waits. It never gives up and drops nothing.

Each step ends in a committed transaction, so a worker killed anywhere goes on where it was: what was sealed stays sealed with
the same bytes, and what was sent without a receipt is sent again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maslak_companion.outbox.alarms import clear_passing_alarms, is_stopped, raise_alarm
from maslak_companion.outbox.errors import LeaseLostError, RegistryAwayError, RegistryRefusedError
from maslak_companion.outbox.lease import acquire_lease, name_holder, release_lease
from maslak_companion.outbox.models import BatchRow, DeliveryRow, OutboxRow, ReceiptRow
from maslak_companion.outbox.registry_client import Registry
from maslak_companion.outbox.sealer import compose_batch, find_hash, find_head, seal
from maslak_domain.errors import DomainError
from maslak_domain.ledger.canonical import NotCanonicalError, canonical_bytes
from maslak_domain.ledger.chain import Head
from maslak_domain.sync import CLOCK_SKEW, FORK, GAP, BadReceiptError, Receipt, batch_digest, verify_receipt, verify_signed_time
from maslak_web.clock import Clock
from maslak_web.database import Database
from maslak_web.failpoints import failpoint

LONGEST_BACKOFF: Final = 60.0
_LONGEST_WAIT: Final = 3600.0
_SIGNATURE_TRIES: Final = 2
_MOST_GAPS: Final = 5
# The queue may run a task a moment before its time; that run is the one that was arranged.
_EARLY: Final = 0.5
_BUSY_PAUSE: Final = 2.0
_log = structlog.get_logger(__name__)


class _StoppedError(Exception):
    """Ends a run after an alarm that a person must look at."""


@dataclass
class Delivery:
    """One worker's way of carrying the outbox to the registry."""

    database: Database
    registry: Registry
    clock: Clock
    holder: str = field(default_factory=name_holder)
    # How far the registry's clock, as it signed it, is ahead of ours.
    offset: timedelta = timedelta()
    _gaps: int = 0

    def deliver(self) -> float | None:
        """Deliver everything that waits.

        Return after how many seconds to run again; None when done, when a person must look first, or while a pause lasts
        whose end an earlier run has already arranged.
        """
        self._gaps = 0
        if self._must_pause():
            return None
        busy = acquire_lease(self.database, self.holder, self.clock())
        if busy:
            # A living holder may be about to finish without having seen the newest fact.
            return min(busy.total_seconds(), _BUSY_PAUSE)
        try:
            while self._step():
                acquire_lease(self.database, self.holder, self.clock())
        except _StoppedError:
            return None
        except (RegistryAwayError, RegistryRefusedError, BadReceiptError, LeaseLostError) as error:
            return self._postpone(error)
        finally:
            release_lease(self.database, self.holder, self.clock())
        return None

    def _must_pause(self) -> bool:
        """Respect a pause that an earlier run was told to make, even when new facts wake this one."""
        with self.database.session(reading=True) as session:
            state = session.get(DeliveryRow, 1)
            # A pause from the future of a clock that was since set back must not silence the outbox.
            return (
                state is not None
                and state.next_try_at is not None
                and _EARLY < (state.next_try_at - self.clock()).total_seconds() <= _LONGEST_WAIT
            )

    def _step(self) -> bool:
        """Send the oldest open batch, or seal one; say whether there was anything to do."""
        with self.database.session(reading=True) as session:
            if is_stopped(session):
                raise _StoppedError
            batch = session.scalars(select(BatchRow).where(BatchRow.received_at.is_(None)).order_by(BatchRow.first)).first()
            waiting = session.scalars(select(OutboxRow.id).where(OutboxRow.seq.is_(None)).limit(1)).first()
        if batch is not None:
            self._send(batch.first, batch.last)
            return True
        if waiting is None:
            return False
        if self._agree_with(self.registry.fetch_head()):
            with self.database.session() as session:
                seal(session, self.registry.institution, self.holder, self.clock())
            failpoint("after_seal")
        return True

    def _agree_with(self, theirs: Head) -> bool:
        """Compare the registry's head with ours. False when batches were opened again because the registry holds less."""
        with self.database.session() as session:
            ours = find_head(session)
            if theirs == ours:
                return True
            if theirs.seq < ours.seq and find_hash(session, theirs.seq) == theirs.hash:
                _reopen(session, theirs.seq + 1)
                return False
        raise self._disagreement(theirs, ours)

    def _send(self, first: int, last: int) -> None:
        """Send one run of entries and keep its receipt; a clock that is off is corrected by the registry's signed time."""
        with self.database.session(reading=True) as session:
            raw = compose_batch(session, self.registry.institution, first, last)
        for attempt in range(_SIGNATURE_TRIES):
            try:
                answer = self.registry.post_batch(raw, self.clock() + self.offset)
                break
            except RegistryRefusedError as error:
                if error.problem_code != CLOCK_SKEW or attempt + 1 == _SIGNATURE_TRIES:
                    self._answer_refusal(error, first, last)
                    return
                self.offset = self._read_registry_time(error) - self.clock()
        failpoint("after_send")
        receipt = verify_receipt(answer, self.registry.public_key)
        self._keep_receipt(receipt, answer, raw, first, last)

    def _read_registry_time(self, error: RegistryRefusedError) -> datetime:
        """Believe the time only if the registry signed it, for this very request. Raises BadReceiptError."""
        try:
            signed = canonical_bytes(error.problem.get("signed_time"))
        except NotCanonicalError as refused:
            raise BadReceiptError("the answer is not a signed time") from refused
        return verify_signed_time(signed, self.registry.public_key, str(error.problem.get("nonce")))

    def _answer_refusal(self, error: RegistryRefusedError, first: int, last: int) -> None:
        """Do what a refusal asks for: begin elsewhere after a gap, stop after a fork, otherwise try again later."""
        if error.problem_code == FORK:
            raise self._stop(FORK, f"the registry refused the entries {first} to {last} as a fork")
        expected = error.problem.get("expected")
        self._gaps += 1
        # A registry that keeps asking for another beginning is not followed in circles.
        if error.problem_code != GAP or type(expected) is not int or not 1 <= expected != first or self._gaps > _MOST_GAPS:
            raise error
        if expected < first:
            with self.database.session() as session:
                _reopen(session, expected)
        else:
            self._confirm(expected - 1)

    def _confirm(self, held: int) -> None:
        """Close what the registry already holds up to ``held``, after comparing its head with our chain."""
        theirs = self.registry.fetch_head()
        with self.database.session() as session:
            ours = find_head(session)
            agreed = theirs.seq >= held and find_hash(session, theirs.seq) == theirs.hash
            if agreed:
                _close(session, held, self.clock())
        if not agreed:
            raise self._disagreement(theirs, ours)

    def _keep_receipt(self, receipt: Receipt, answer: bytes, raw: bytes, first: int, last: int) -> None:
        """Store a receipt that speaks of exactly what was sent. Raises BadReceiptError for any other."""
        with self.database.session() as session:
            said = (receipt.institution, receipt.first, receipt.last, receipt.digest, receipt.head)
            if said != (self.registry.institution, first, last, batch_digest(raw), find_hash(session, last)):
                raise BadReceiptError("the receipt speaks of another batch")
            now = self.clock()
            failpoint("before_receipt")
            session.add(ReceiptRow(first=first, last=last, digest=receipt.digest, document=answer, stored_at=now))
            session.execute(update(BatchRow).where(BatchRow.first == first).values(received_at=now))
            state = _get_state(session)
            state.attempts, state.next_try_at, state.last_error, state.delivered_at = 0, None, "", now
            clear_passing_alarms(session, now)

    def _postpone(self, error: DomainError) -> float:
        """Note the failure and when to try again: as told, or after a growing pause of at most a minute."""
        with self.database.session() as session:
            now, state = self.clock(), _get_state(session)
            state.attempts += 1
            told = error.retry_after if isinstance(error, RegistryAwayError) else None
            pause = min(LONGEST_BACKOFF, 2.0 ** min(state.attempts - 1, 6)) * random.uniform(0.8, 1.0)  # noqa: S311 - only spreads load
            wait = min(told, _LONGEST_WAIT) if told is not None else pause
            state.next_try_at, state.last_error = now + timedelta(seconds=wait), error.detail
            if not isinstance(error, RegistryAwayError | LeaseLostError):
                kind = error.problem_code if isinstance(error, RegistryRefusedError) else error.code
                raise_alarm(session, kind, error.detail, now)
        _log.warning("outbox_postponed", error=error.detail, attempts=state.attempts, wait_s=round(wait, 1))
        return wait

    def _disagreement(self, theirs: Head, ours: Head) -> _StoppedError:
        """Stop because the two copies of this chain do not agree; sealing on would fork it."""
        if theirs.seq > ours.seq:
            return self._stop(
                "behind_registry", f"the registry holds {theirs.seq} entries and this database {ours.seq}: a restored backup?"
            )
        return self._stop(FORK, f"at sequence {theirs.seq} the registry holds other bytes than this database")

    def _stop(self, kind: str, detail: str) -> _StoppedError:
        """Raise the alarm that ends delivery, and return the error that ends this run."""
        with self.database.session() as session:
            raise_alarm(session, kind, detail, self.clock(), stops=True)
        return _StoppedError()


def _reopen(session: Session, expected: int) -> None:
    """Open every batch again that holds ``expected`` or something later."""
    session.execute(update(BatchRow).where(BatchRow.last >= expected).values(received_at=None))


def _close(session: Session, held: int, at: datetime) -> None:
    """Close every batch up to ``held``; one that reaches beyond it is divided there."""
    across = session.scalars(select(BatchRow).where(BatchRow.first <= held, BatchRow.last > held)).first()
    if across is not None:
        session.add(BatchRow(first=held + 1, last=across.last, sealed_at=across.sealed_at))
        across.last = held
        session.flush()
    session.execute(update(BatchRow).where(BatchRow.last <= held, BatchRow.received_at.is_(None)).values(received_at=at))


def _get_state(session: Session) -> DeliveryRow:
    state = session.get(DeliveryRow, 1, with_for_update=True)
    if state is None:
        state = DeliveryRow(id=1, attempts=0, last_error="")
        session.add(state)
    return state
