"""Bodies and entries of a ledger for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from maslak_domain.ledger.body import compose_body
from maslak_domain.ledger.chain import EMPTY, Head, entry_bytes, entry_hash

INSTITUTION = "ensam-rabat"


def make_body(number: int = 1, **changes: Any) -> bytes:
    """Write the body of an enrolment, with what the test changes."""
    values: dict[str, Any] = {
        "uuid": UUID(int=1000 + number),
        "type": "enrolment.recorded",
        "subject": UUID(int=number),
        "revision": 1,
        "learner": UUID(int=2000 + number),
        "data": {"programme": "shared-core", "group": "الفوج أ"},
        "author": "system",
        "at": datetime(2026, 11, 23, 10, 42, tzinfo=UTC),
    }
    return compose_body(**values | changes)


def make_chain(length: int, head: Head = EMPTY, institution: str = INSTITUTION, first_number: int = 1) -> list[bytes]:
    """Make entries that follow one another from ``head``."""
    entries = []
    for number in range(first_number, first_number + length):
        entries.append(entry_bytes(institution, head.seq + 1, head.hash, make_body(number)))
        head = Head(head.seq + 1, entry_hash(entries[-1]))
    return entries
