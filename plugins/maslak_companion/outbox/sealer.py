"""The sealer: gives committed facts their numbers and chains them, in the order in which they were made.

Numbers are given here and nowhere else, and only after this chain's end has been compared with the registry's: numbering
inside every business transaction was fifteen times slower, and a restored backup would have forked the chain.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.outbox.lease import check_lease
from maslak_companion.outbox.models import BatchRow, OutboxRow, SealedRow
from maslak_domain.ledger.chain import EMPTY, Head, entry_bytes, entry_hash
from maslak_domain.sync import MAX_BATCH, MAX_BATCH_BYTES, SealedEntry, make_batch

# Half of what the protocol allows, so that frames, salts and identities always fit beside the bodies.
_BODY_BYTES: Final = MAX_BATCH_BYTES // 2


def find_head(session: Session) -> Head:
    """Find where this institution's chain ends."""
    last = session.scalars(select(SealedRow).order_by(SealedRow.seq.desc()).limit(1)).first()
    return EMPTY if last is None else Head(last.seq, last.hash)


def find_hash(session: Session, seq: int) -> str | None:
    """Find the hash of an entry of this chain; the genesis hash for sequence 0, None beyond the end."""
    return EMPTY.hash if seq == 0 else session.scalar(select(SealedRow.hash).where(SealedRow.seq == seq))


def seal(session: Session, institution: str, holder: str, at: datetime) -> BatchRow | None:
    """Number and chain what is waiting, up to one batch; None when nothing waits. Raises LeaseLostError."""
    check_lease(session, holder)
    waiting = session.scalars(select(OutboxRow).where(OutboxRow.seq.is_(None)).order_by(OutboxRow.id).limit(MAX_BATCH))
    head = start = find_head(session)
    size = 0
    for row in waiting.all():
        size += len(row.body)
        if size > _BODY_BYTES and head is not start:
            break
        raw = entry_bytes(institution, head.seq + 1, head.hash, row.body)
        head = Head(head.seq + 1, entry_hash(raw))
        row.seq = head.seq
        session.add(SealedRow(seq=head.seq, outbox_id=row.id, raw=raw, hash=head.hash))
    if head is start:
        return None
    batch = BatchRow(first=start.seq + 1, last=head.seq, sealed_at=at)
    session.add(batch)
    session.flush()
    return batch


def compose_batch(session: Session, institution: str, first: int, last: int) -> bytes:
    """Write the entries ``first`` to ``last`` as the batch that is sent: the stored bytes, and what may still be erased."""
    rows = session.execute(
        select(SealedRow.raw, OutboxRow.salt, OutboxRow.identity)
        .join(OutboxRow, OutboxRow.id == SealedRow.outbox_id)
        .where(SealedRow.seq.between(first, last))
        .order_by(SealedRow.seq)
    )
    return make_batch(institution, first, [SealedEntry(msgspec.Raw(raw), salt, identity) for raw, salt, identity in rows])
