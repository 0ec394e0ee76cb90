"""Receive batches: append exactly what was sent, once, in order, and answer with a signed receipt."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, Uuid, bindparam, insert, select, text, update
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

# What every batch runs, written once: each is one plain statement, without the bookkeeping that rows of a session need.
_HEADS = cast(Table, LedgerHeadRow.__table__)
_READ_HEAD = select(_HEADS.c.seq, _HEADS.c.hash, _HEADS.c.received_at).where(_HEADS.c.institution_id == bindparam("of"))
_LOCK_HEAD = _READ_HEAD.with_for_update()
_BEGIN_CHAIN = text("INSERT INTO ledger_heads (institution_id, seq, hash) VALUES (:of, 0, :hash) ON CONFLICT DO NOTHING").bindparams(
    bindparam("of", type_=Uuid())
)
_MOVE_HEAD = update(_HEADS).where(_HEADS.c.institution_id == bindparam("of"))
_KEEP_RECEIPT = insert(cast(Table, ReceiptRow.__table__))


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


def _append(session: Session, institution_id: uuid.UUID, batch: Batch, head: Head, at: datetime) -> None:
    fresh = find_fresh(batch, head, lambda seq: find_entry_hash(session, institution_id, seq))
    if not fresh:
        return
    end = append_entries(session, institution_id, follow_entries(batch.institution, fresh, head), head)
    append_envelopes(session, institution_id, head.seq + 1, fresh)
    session.execute(_MOVE_HEAD, {"of": institution_id, "seq": end.seq, "hash": end.hash, "received_at": at})


def _give_receipt(
    session: Session, institution: institutions.Institution, batch: Batch, digest: str, signer: Signer, at: datetime
) -> bytes:
    last = batch.first + len(batch.entries) - 1
    head = hashlib.sha256(bytes(batch.entries[-1].entry)).hexdigest()
    answer = make_receipt(
        institution=institution.key, first=batch.first, last=last, head=head, digest=digest, received_at=at, signer=signer
    )
    row = {"institution_id": institution.id, "digest": digest, "first": batch.first, "last": last, "answer": answer, "received_at": at}
    session.execute(_KEEP_RECEIPT, row)
    return answer


def _lock_head(session: Session, institution_id: uuid.UUID) -> Head:
    """Lock the end of the chain, so that two batches of one institution never append side by side."""
    row = session.execute(_LOCK_HEAD, {"of": institution_id}).one_or_none()
    if row is None:
        session.execute(_BEGIN_CHAIN, {"of": institution_id, "hash": EMPTY.hash})
        row = session.execute(_LOCK_HEAD, {"of": institution_id}).one()
    return Head(row.seq, row.hash)


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
    row = session.execute(_READ_HEAD, {"of": institution_id}).one_or_none()
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
