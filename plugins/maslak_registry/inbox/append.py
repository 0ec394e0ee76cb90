"""The hot path: write the entries of one batch with as little between their bytes and the table as the driver allows.

PostgreSQL gets a part of the batch as soon as it is checked and stores it, with its foreign keys, while the next part is being
checked; an entry that is refused undoes them all with the request's transaction. COPY would do that work only at its end, and
SQLAlchemy's own bulk inserts were six to twelve times slower; everything else of the inbox stays ordinary SQLAlchemy.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice

import psycopg
from sqlalchemy import Connection, insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from maslak_domain.ledger.canonical import canonical_bytes
from maslak_domain.ledger.chain import Entry, Head
from maslak_domain.sync import SealedEntry
from maslak_registry.inbox.models import LedgerEnvelopeRow

_UNNEST = """
INSERT INTO ledger_entries (institution_id, seq, hash, entry)
SELECT %b::uuid, %b::bigint + t.place, t.hash, t.entry
FROM unnest(%b::bytea[], %b::bytea[]) WITH ORDINALITY AS t (hash, entry, place)
"""
_EXECUTEMANY = "INSERT INTO ledger_entries (institution_id, seq, hash, entry) VALUES (?, ?, ?, ?)"
# Large enough for the statement not to count, small enough for the server to begin early.
_PART = 100


def append_entries(session: Session, institution_id: uuid.UUID, entries: Iterator[Entry], head: Head) -> Head:
    """Write contiguous entries of one institution in the session's transaction and return where the chain ends then.

    `entries` may raise while it is read; the caller then rolls back.
    """
    connection = session.connection()
    write = _pipeline if connection.dialect.name == "postgresql" else _insert
    return write(connection, institution_id, entries, head)


def _pipeline(connection: Connection, institution_id: uuid.UUID, entries: Iterator[Entry], head: Head) -> Head:
    driver: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        with driver.pipeline(), driver.cursor() as cursor:
            while part := list(islice(entries, _PART)):
                hashes, raws = [bytes.fromhex(entry.hash) for entry in part], [entry.raw for entry in part]
                cursor.execute(_UNNEST, (institution_id, head.seq, hashes, raws))
                head = Head(part[-1].seq, part[-1].hash)
    except psycopg.OperationalError as error:
        # The rest of the service knows a database that is away by SQLAlchemy's name for it.
        raise OperationalError(_UNNEST, None, error) from error
    return head


def _insert(connection: Connection, institution_id: uuid.UUID, entries: Iterator[Entry], head: Head) -> Head:
    rows = [(institution_id.hex, entry.seq, bytes.fromhex(entry.hash), entry.raw) for entry in entries]
    if rows:
        connection.exec_driver_sql(_EXECUTEMANY, rows)
    return Head(rows[-1][1], rows[-1][2].hex()) if rows else head


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
