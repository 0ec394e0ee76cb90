"""Receive batches: append exactly what was sent, once, in order, and answer with a signed receipt."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from maslak_domain.keys import Signer
from maslak_domain.ledger.chain import EMPTY, Head
from maslak_domain.sync import (
    Batch,
    ForkError,
    InstitutionFrozenError,
    MalformedBatchError,
    batch_digest,
    find_fresh,
    follow_entries,
    make_receipt,
    read_batch,
)
from maslak_registry.inbox.append import append_entries, append_envelopes, read_identity
from maslak_registry.inbox.models import AlarmRow, LedgerEntryRow, LedgerEnvelopeRow, LedgerHeadRow, ReceiptRow
from maslak_registry.institutions import services as institutions


@dataclass(frozen=True)
class StoredEntry:
    """An entry as it was sent; salt and identity are None where none came or where they were erased."""

    seq: int
    raw: bytes
    salt: bytes | None
    identity: Mapping[str, str | None] | None


@dataclass(frozen=True)
class HeadState:
    """Where the chain of an institution ends, and when its last batch arrived."""

    seq: int
    hash: str
    received_at: datetime | None


@dataclass(frozen=True)
class StoredReceipt:
    """A receipt as it was answered."""

    digest: str
    first: int
    last: int
    received_at: datetime


def receive_batch(session: Session, institution: institutions.Institution, raw: bytes, signer: Signer, at: datetime) -> bytes:
    """Append a batch whose request was verified and return the signed receipt; the same batch again returns the same receipt.

    Raises the refusals of `maslak_domain.sync`. After ForkError the caller must call `record_fork` in a new transaction, for
    this one is rolled back.
    """
    if institution.state == "frozen":
        raise InstitutionFrozenError("the institution is frozen until a person has looked", reason=institution.frozen_reason)
    digest = batch_digest(raw)
    head = _lock_head(session, institution.id)
    batch = read_batch(raw)
    if batch.institution != institution.key:
        raise MalformedBatchError("the batch belongs to another institution than its address")
    # Only a batch that begins in the known part can have been answered before.
    if batch.first <= head.seq and (receipt := session.get(ReceiptRow, (institution.id, digest))) is not None:
        return receipt.answer
    _append(session, institution.id, batch, head, at)
    return _give_receipt(session, institution, batch, digest, signer, at)


def _append(session: Session, institution_id: uuid.UUID, batch: Batch, row: LedgerHeadRow, at: datetime) -> None:
    head = Head(row.seq, row.hash)
    fresh = find_fresh(batch, head, lambda seq: find_entry_hash(session, institution_id, seq))
    if not fresh:
        return
    end = append_entries(session, institution_id, follow_entries(batch.institution, fresh, head), head)
    append_envelopes(session, institution_id, head.seq + 1, fresh)
    row.seq, row.hash, row.received_at = end.seq, end.hash, at


def _give_receipt(
    session: Session, institution: institutions.Institution, batch: Batch, digest: str, signer: Signer, at: datetime
) -> bytes:
    last = batch.first + len(batch.entries) - 1
    head = hashlib.sha256(bytes(batch.entries[-1].entry)).hexdigest()
    answer = make_receipt(
        institution=institution.key, first=batch.first, last=last, head=head, digest=digest, received_at=at, signer=signer
    )
    session.add(ReceiptRow(institution_id=institution.id, digest=digest, first=batch.first, last=last, answer=answer, received_at=at))
    session.flush()
    return answer


def _lock_head(session: Session, institution_id: uuid.UUID) -> LedgerHeadRow:
    """Lock the end of the chain, so that two batches of one institution never append side by side."""
    statement = (
        select(LedgerHeadRow)
        .where(LedgerHeadRow.institution_id == institution_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.scalar(statement)
    if row is None:
        value = institution_id.hex if session.connection().dialect.name == "sqlite" else institution_id
        session.execute(
            text("INSERT INTO ledger_heads (institution_id, seq, hash) VALUES (:id, 0, :hash) ON CONFLICT DO NOTHING"),
            {"id": value, "hash": EMPTY.hash},
        )
        row = session.scalars(statement).one()
    return row


def record_fork(session: Session, institution_id: uuid.UUID, error: ForkError, at: datetime) -> None:
    """Freeze an institution whose chain arrived in two versions, and raise the alarm."""
    institutions.freeze_institution(session, institution_id, "fork")
    seq = error.params.get("seq")
    session.add(
        AlarmRow(
            institution_id=institution_id,
            code="fork",
            seq=seq if isinstance(seq, int) else 0,
            detail=error.detail,
            raised_at=at,
            cleared_at=None,
        )
    )
    session.flush()


def clear_alarms(session: Session, institution_id: uuid.UUID, at: datetime) -> None:
    """Note that a person has looked at every open alarm of an institution."""
    for row in session.scalars(select(AlarmRow).where(AlarmRow.institution_id == institution_id, AlarmRow.cleared_at.is_(None))):
        row.cleared_at = at
    session.flush()


def get_head(session: Session, institution_id: uuid.UUID) -> HeadState:
    """Return the end of an institution's chain; sequence 0 and the genesis hash when it is empty."""
    row = session.get(LedgerHeadRow, institution_id)
    return HeadState(EMPTY.seq, EMPTY.hash, None) if row is None else HeadState(row.seq, row.hash, row.received_at)


def list_entries(session: Session, institution_id: uuid.UUID, *, after: int, limit: int) -> list[StoredEntry]:
    """Return stored entries of an institution after a sequence, in order, with what travelled beside them."""
    rows = session.execute(
        select(LedgerEntryRow.seq, LedgerEntryRow.entry, LedgerEnvelopeRow.salt, LedgerEnvelopeRow.identity)
        .outerjoin(
            LedgerEnvelopeRow,
            (LedgerEnvelopeRow.institution_id == LedgerEntryRow.institution_id) & (LedgerEnvelopeRow.seq == LedgerEntryRow.seq),
        )
        .where(LedgerEntryRow.institution_id == institution_id, LedgerEntryRow.seq > after)
        .order_by(LedgerEntryRow.seq)
        .limit(limit)
    )
    return [
        StoredEntry(seq, raw, bytes.fromhex(salt) if salt else None, read_identity(identity) if identity else None)
        for seq, raw, salt, identity in rows
    ]


def find_receipt(session: Session, institution_id: uuid.UUID, seq: int) -> StoredReceipt | None:
    """Return the first receipt that covers an entry."""
    row = session.scalar(
        select(ReceiptRow)
        .where(ReceiptRow.institution_id == institution_id, ReceiptRow.last >= seq, ReceiptRow.first <= seq)
        .order_by(ReceiptRow.received_at, ReceiptRow.last)
        .limit(1)
    )
    return None if row is None else StoredReceipt(row.digest, row.first, row.last, row.received_at)


def find_batch_start(session: Session, institution_id: uuid.UUID, seq: int) -> int:
    """Return the first sequence of the batch in which an entry arrived."""
    receipt = find_receipt(session, institution_id, seq)
    return seq if receipt is None else receipt.first


def find_entry_hash(session: Session, institution_id: uuid.UUID, seq: int) -> str | None:
    """Return the hash of a stored entry, in hexadecimal."""
    found = session.scalar(select(LedgerEntryRow.hash).where(LedgerEntryRow.institution_id == institution_id, LedgerEntryRow.seq == seq))
    return None if found is None else found.hex()
