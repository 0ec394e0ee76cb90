"""Make records from ledger entries, institution by institution, in order; safe to run at any time and again.

Appending never waits for this step and never fails because of it. What cannot be applied is set aside with its reason:
`quarantined` when the entry makes no sense, `held` when an institution takes away unusually much in a day and a person should look first.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Uuid, bindparam, func, select, text
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from maslak_domain.ledger.chain import parse_entry
from maslak_registry.inbox import services as inbox
from maslak_registry.institutions import services as institutions
from maslak_registry.records.bodies import read_body
from maslak_registry.records.errors import QuarantineError
from maslak_registry.records.models import ApplyCursorRow, ChangeRow, SetAsideRow
from maslak_registry.records.removals import count_removals
from maslak_registry.records.revisions import APPLIERS, PendingEntry, is_revoking

STEP = 500
DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class ApplyRules:
    """What applying needs beside the ledger: the matching key, and how many removals in one day are unusual."""

    matching_key: bytes
    hold_revocations: int = 25


@dataclass
class ApplySummary:
    """How many entries went which way in one run."""

    applied: int = 0
    quarantined: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        """The number of entries looked at."""
        return self.applied + self.quarantined + self.held


def apply_next(session: Session, institution: institutions.Institution, rules: ApplyRules, at: datetime) -> ApplySummary:
    """Apply up to STEP entries that come next for an institution, in this transaction."""
    cursor = _lock_cursor(session, institution.id)
    entries = inbox.list_entries(session, institution.id, after=cursor.applied_seq, limit=STEP)
    unusual = _find_unusual(session, institution.id, entries, rules, at)
    summary = ApplySummary()
    for entry in entries:
        _apply_one(session, institution, cursor, entry, rules, at, summary, hold=entry.seq in unusual)
        cursor.applied_seq = entry.seq
    session.flush()
    return summary


def _apply_one(
    session: Session, institution: institutions.Institution, cursor: ApplyCursorRow, entry: inbox.StoredEntry, rules: ApplyRules,
    at: datetime, summary: ApplySummary, *, hold: bool,
) -> None:  # fmt: skip
    if hold:
        _set_aside(session, institution.id, entry.seq, "held", "many_revocations", "", at)
        summary.held += 1
        return
    try:
        # The savepoint keeps one bad entry from taking its good neighbours with it.
        with session.begin_nested():
            pending = _to_pending(institution, entry, rules, at)
            if _dispatch(session, pending):
                _record_change(session, cursor, pending)
        summary.applied += 1
    except QuarantineError as error:
        _set_aside(session, institution.id, entry.seq, "quarantined", error.reason, error.detail, at)
        summary.quarantined += 1
    except StatementError as error:
        # A value that the database cannot hold is the entry's fault; whatever else fails makes the whole step fail and run again.
        if not isinstance(error, DataError | IntegrityError) and not isinstance(error.orig, ValueError | OverflowError):
            raise
        _set_aside(session, institution.id, entry.seq, "quarantined", "not_storable", type(error.orig).__name__, at)
        summary.quarantined += 1


def _to_pending(institution: institutions.Institution, entry: inbox.StoredEntry, rules: ApplyRules, at: datetime) -> PendingEntry:
    return PendingEntry(
        institution_id=institution.id,
        institution=institution.key,
        seq=entry.seq,
        body=read_body(parse_entry(entry.raw).body),
        salt=entry.salt,
        identity=entry.identity,
        matching_key=rules.matching_key,
        at=at,
    )


def _dispatch(session: Session, entry: PendingEntry) -> bool:
    applier = APPLIERS.get(entry.body.type)
    if applier is None:
        raise QuarantineError("unknown_entry_type", entry.body.type)
    return applier(session, entry)


def _record_change(session: Session, cursor: ApplyCursorRow, entry: PendingEntry) -> None:
    cursor.change_seq += 1
    session.add(
        ChangeRow(
            institution_id=entry.institution_id,
            seq=cursor.change_seq,
            kind=entry.body.type,
            subject=entry.body.subject,
            revision=entry.body.revision,
            learner=entry.body.learner,
            ledger_seq=entry.seq,
            applied_at=entry.at,
        )
    )
    session.flush()


def _find_unusual(
    session: Session, institution_id: uuid.UUID, entries: Sequence[inbox.StoredEntry], rules: ApplyRules, at: datetime
) -> set[int]:
    """Return the removals of every batch with which the institution takes away more in a day than is usual; the rest goes on."""
    by_batch: dict[int, list[int]] = {}
    for entry in entries:
        # Cheap look first: nearly no entry takes anything away.
        if b"revoked" in entry.raw and _takes_away(entry):
            by_batch.setdefault(inbox.find_batch_start(session, institution_id, entry.seq), []).append(entry.seq)
    if not by_batch:
        return set()
    unusual: set[int] = set()
    # Many small batches take away as much as a large one.
    removed = count_removals(session, institution_id, since=at - DAY)
    for seqs in by_batch.values():
        removed += len(seqs)
        if removed > rules.hold_revocations:
            unusual.update(seqs)
    return unusual


def _takes_away(entry: inbox.StoredEntry) -> bool:
    try:
        return is_revoking(read_body(parse_entry(entry.raw).body))
    except QuarantineError:
        return False  # It makes no sense, so it takes nothing away; applying it says why.


def _lock_cursor(session: Session, institution_id: uuid.UUID) -> ApplyCursorRow:
    """Lock how far this institution was applied: its entries become records, and its feed is numbered, one after another."""
    session.execute(
        text("INSERT INTO apply_cursors (institution_id, applied_seq, change_seq) VALUES (:id, 0, 0) ON CONFLICT DO NOTHING").bindparams(
            bindparam("id", type_=Uuid())
        ),
        {"id": institution_id},
    )
    return session.scalars(
        select(ApplyCursorRow)
        .where(ApplyCursorRow.institution_id == institution_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _set_aside(session: Session, institution_id: uuid.UUID, seq: int, outcome: str, reason: str, detail: str, at: datetime) -> None:
    row = session.get(SetAsideRow, (institution_id, seq)) or SetAsideRow(institution_id=institution_id, seq=seq)
    row.outcome, row.reason, row.detail, row.set_aside_at = outcome, reason, _printable(detail), at
    session.add(row)
    session.flush()
    log.warning("entry_set_aside", institution_id=str(institution_id), seq=seq, outcome=outcome, reason=reason)


def _printable(detail: str) -> str:
    return "".join(character for character in detail if character.isprintable())[:500]


def retry_set_aside(
    session: Session, institution: institutions.Institution, rules: ApplyRules, at: datetime, *, released_by: str | None = None
) -> ApplySummary:
    """Try the quarantined entries of an institution again; with `released_by`, apply the held ones on that person's word.

    Revisions decide which record is current, so an entry that comes late never undoes a newer one.
    """
    cursor = _lock_cursor(session, institution.id)
    wanted = "held" if released_by else "quarantined"
    rows = session.scalars(
        select(SetAsideRow)
        .where(SetAsideRow.institution_id == institution.id, SetAsideRow.outcome == wanted, SetAsideRow.applied_at.is_(None))
        .order_by(SetAsideRow.seq)
        .limit(STEP)
    ).all()
    summary = ApplySummary()
    for row in rows:
        (entry,) = inbox.list_entries(session, institution.id, after=row.seq - 1, limit=1)
        before = summary.applied
        _apply_one(session, institution, cursor, entry, rules, at, summary, hold=False)
        if summary.applied > before:
            row.applied_at, row.released_by = at, released_by
    session.flush()
    return summary


@dataclass(frozen=True)
class Progress:
    """How far an institution was applied, and how many of its entries are set aside."""

    applied_seq: int
    quarantined: int
    held: int


def get_progress(session: Session, institution_id: uuid.UUID) -> Progress:
    """Return how applying stands for an institution."""
    applied = session.scalar(select(ApplyCursorRow.applied_seq).where(ApplyCursorRow.institution_id == institution_id)) or 0
    counted = session.execute(
        select(SetAsideRow.outcome, func.count())
        .where(SetAsideRow.institution_id == institution_id, SetAsideRow.applied_at.is_(None))
        .group_by(SetAsideRow.outcome)
    )
    counts = {row[0]: int(row[1]) for row in counted}
    return Progress(applied, counts.get("quarantined", 0), counts.get("held", 0))
