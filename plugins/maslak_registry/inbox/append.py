"""The hot path: write the entries of one batch with as little between their bytes and the table as the driver allows.

SQLAlchemy's own bulk inserts were six to twelve times slower than one `unnest` with binary arrays (PostgreSQL) or the
driver's executemany (SQLite); everything else of the inbox stays ordinary SQLAlchemy.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from maslak_domain.ledger.canonical import canonical_bytes
from maslak_domain.ledger.chain import Entry
from maslak_domain.sync import SealedEntry
from maslak_registry.inbox.models import LedgerEnvelopeRow

_UNNEST = """
INSERT INTO ledger_entries (institution_id, seq, hash, entry)
SELECT %b::uuid, %b::bigint + t.place, t.hash, t.entry
FROM unnest(%b::bytea[], %b::bytea[]) WITH ORDINALITY AS t (hash, entry, place)
"""
_EXECUTEMANY = "INSERT INTO ledger_entries (institution_id, seq, hash, entry) VALUES (?, ?, ?, ?)"


def append_entries(session: Session, institution_id: uuid.UUID, entries: Sequence[Entry]) -> None:
    """Write contiguous, checked entries of one institution in the session's transaction."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        hashes, raws = [bytes.fromhex(entry.hash) for entry in entries], [entry.raw for entry in entries]
        connection.exec_driver_sql(_UNNEST, (institution_id, entries[0].seq - 1, hashes, raws))
    else:
        connection.exec_driver_sql(
            _EXECUTEMANY, [(institution_id.hex, entry.seq, bytes.fromhex(entry.hash), entry.raw) for entry in entries]
        )


def append_envelopes(session: Session, institution_id: uuid.UUID, first: int, sealed: Sequence[SealedEntry]) -> None:
    """Write what travelled beside the entries; few carry anything, so this stays plain SQLAlchemy."""
    rows = [
        {"institution_id": institution_id, "seq": seq, "salt": each.salt, "identity": canonical_bytes(dict(each.identity)).decode()}
        for seq, each in enumerate(sealed, start=first)
        if each.salt is not None and each.identity is not None
    ]
    if rows:
        session.execute(insert(LedgerEnvelopeRow), rows)


def read_identity(text: str) -> dict[str, str | None]:
    """Read a stored identity back."""
    identity: dict[str, str | None] = json.loads(text)
    return identity
