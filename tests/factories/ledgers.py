"""The two copies of an institution's ledger, its own and the registry's, and everything that must hold of them in the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from tests.factories.country import Country, eventually

from maslak_companion.badges.models import CredentialRow
from maslak_companion.outbox.models import BatchRow, OutboxRow, ReceiptRow, SealedRow
from maslak_companion.outbox.services import OutboxHealth, outbox_health
from maslak_companion.results.models import CompletionRecordRow
from maslak_domain.ledger.chain import Head, entry_hash, parse_entry, verify_chain
from maslak_domain.sync import verify_receipt
from maslak_registry.inbox import services as inbox
from maslak_registry.inbox.models import LedgerEntryRow
from maslak_registry.institutions.services import get_institution
from maslak_registry.records.apply import Progress, get_progress
from maslak_registry.records.models import ChangeRow, CompletionRow, RevisionRow
from maslak_web.clock import system_clock
from maslak_web.keys import load_public_key


@dataclass(frozen=True)
class OwnLedger:
    """What an institution's companion holds."""

    facts: dict[UUID, int | None]
    sealed: dict[int, bytes]
    sealed_of: dict[int, UUID]
    batches: list[tuple[int, int, bool]]
    receipts: list[tuple[int, int, bytes]]


@dataclass(frozen=True)
class RegistryCopy:
    """What the registry holds of an institution."""

    entries: list[bytes]
    head: Head
    progress: Progress
    changes: list[tuple[int, int, str, UUID, int]]


def read_own(country: Country, key: str) -> OwnLedger:
    """Read an institution's own copy."""
    with country.database(key) as database, database.session(reading=True) as session:
        sealed = session.scalars(select(SealedRow).order_by(SealedRow.seq)).all()
        return OwnLedger(
            facts={row.id: row.seq for row in session.scalars(select(OutboxRow))},
            sealed={row.seq: row.raw for row in sealed},
            sealed_of={row.seq: row.outbox_id for row in sealed},
            batches=[
                (row.first, row.last, row.received_at is not None) for row in session.scalars(select(BatchRow).order_by(BatchRow.first))
            ],
            receipts=[(row.first, row.last, row.document) for row in session.scalars(select(ReceiptRow).order_by(ReceiptRow.first))],
        )


def read_copy(country: Country, key: str) -> RegistryCopy:
    """Read the registry's copy of an institution's ledger, and how far it was applied."""
    with country.database("registry") as database, database.session(reading=True) as session:
        institution = get_institution(session, key)
        of_institution = LedgerEntryRow.institution_id == institution.id
        head = inbox.get_head(session, institution.id)
        changes = session.scalars(select(ChangeRow).where(ChangeRow.institution_id == institution.id).order_by(ChangeRow.seq))
        return RegistryCopy(
            entries=list(session.scalars(select(LedgerEntryRow.entry).where(of_institution).order_by(LedgerEntryRow.seq))),
            head=Head(head.seq, head.hash),
            progress=get_progress(session, institution.id),
            changes=[(row.seq, row.ledger_seq, row.kind, row.subject, row.revision) for row in changes],
        )


def read_health(country: Country, key: str) -> OutboxHealth:
    """Return how an institution's delivery is going."""
    with country.database(key) as database, database.session(reading=True) as session:
        return outbox_health(session, system_clock())


def wait_until_delivered(country: Country, key: str, seconds: float = 60) -> None:
    """Wait until every fact of an institution has its receipt; a badge that is still to be signed is a fact to come."""

    def look() -> tuple[int, int, int]:
        with country.database(key) as database, database.session(reading=True) as session:
            unsigned = session.scalar(select(func.count()).where(CredentialRow.state == "awarded")) or 0
            health = outbox_health(session, system_clock())
            return unsigned, health.waiting, health.unreceived

    eventually(look, lambda seen: not any(seen), seconds)


def wait_until_applied(country: Country, key: str, seconds: float = 30) -> None:
    """Wait until the registry has looked at every entry that it holds of an institution."""

    def look() -> tuple[int, int]:
        copy = read_copy(country, key)
        return copy.progress.applied_seq, copy.head.seq

    eventually(look, lambda seen: seen[0] == seen[1], seconds)


def check_ledgers(country: Country, key: str) -> OwnLedger:
    """Check that every fact is exactly one entry, that both copies are equal, and that the receipts say so; return ours."""
    own, copy = read_own(country, key), read_copy(country, key)
    numbers = list(range(1, len(own.facts) + 1))
    assert sorted(seq for seq in own.facts.values() if seq is not None) == numbers
    assert {own.facts[uuid]: seq for seq, uuid in own.sealed_of.items()} == {number: number for number in numbers}
    ours = [own.sealed[number] for number in numbers]
    for seq, raw in own.sealed.items():
        assert parse_entry(raw).body["id"] == str(own.sealed_of[seq])
    assert copy.entries == ours
    assert verify_chain(key, copy.entries) == copy.head
    check_receipts(country, key, own)
    check_applied_once(copy)
    return own


def check_receipts(country: Country, key: str, own: OwnLedger) -> None:
    """Check that batches and the registry's signed receipts, by its pinned key, cover the whole ledger."""
    _key_id, pinned = load_public_key(country.settings(key).registry_key)
    covered: set[int] = set()
    for first, last, document in own.receipts:
        receipt = verify_receipt(document, pinned)
        assert (receipt.institution, receipt.first, receipt.last, receipt.head) == (key, first, last, entry_hash(own.sealed[last]))
        covered.update(range(first, last + 1))
    assert covered == set(own.sealed)
    assert [number for first, last, _ in own.batches for number in range(first, last + 1)] == list(own.sealed)
    assert all(received for _, _, received in own.batches)


def check_applied_once(copy: RegistryCopy) -> None:
    """Check that every entry became exactly one change, numbered without a gap, in the order of the ledger."""
    assert copy.progress == Progress(copy.head.seq, 0, 0)
    assert [change[0] for change in copy.changes] == list(range(1, copy.head.seq + 1))
    assert [change[1] for change in copy.changes] == list(range(1, copy.head.seq + 1))
    repeated = [what for what, times in Counter(change[2:] for change in copy.changes).items() if times > 1]
    assert repeated == []


def list_results(country: Country, key: str) -> tuple[dict[UUID, Any], dict[UUID, Any]]:
    """Return the current results of an institution, as itself and as the registry has them, by uuid."""
    with country.database(key) as database, database.session(reading=True) as session:
        rows = session.scalars(select(CompletionRecordRow).order_by(CompletionRecordRow.revision))
        ours = {row.uuid: (row.revision, str(row.state), str(row.decision), row.body["mark"]) for row in rows}
    with country.database("registry") as database, database.session(reading=True) as session:
        institution = get_institution(session, key)
        found = session.scalars(select(CompletionRow).where(CompletionRow.institution_id == institution.id)).all()
        theirs = {row.uuid: (row.revision, row.state, row.decision, row.mark) for row in found}
        revisions = session.scalars(select(RevisionRow).where(RevisionRow.institution_id == institution.id)).all()
        assert len(revisions) == sum(row.revision for row in found)
    return ours, theirs
