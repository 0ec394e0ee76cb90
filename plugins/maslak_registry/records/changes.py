"""The feed: what was applied since a cursor, institution by institution, and what a reader may newly see.

Each institution's changes are numbered under a lock when they are applied, so a position in its feed never skips a change
that was committed late. What becomes visible later (a learner enrols, two identities turn out to be one person) stands in
the registry's own chain and is told then.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from maslak_domain.sync import Cursor
from maslak_registry.access.readers import Reader
from maslak_registry.credentials import services as credentials
from maslak_registry.institutions import services as institutions
from maslak_registry.learners import services as learners
from maslak_registry.records import services as records
from maslak_registry.records.models import ApplyCursorRow, ChangeRow, CompletionRow, EnrolmentRow, RevisionRow
from maslak_registry.records.revisions import ACTIVE
from maslak_registry.records.values import ChangeView, RecordView
from maslak_registry.records.visibility import is_enrolled_here

COMPLETION = "completion.recorded"
UNLINKED = "learner.unlinked"


@dataclass(frozen=True)
class ChangePage:
    """A page of the feed, the cursor after it, and whether more waits there."""

    changes: list[ChangeView]
    cursor: Cursor
    has_more: bool


def list_changes(session: Session, reader: Reader, cursor: Cursor, limit: int = 500) -> ChangePage:
    """Return what is new for a reader after a cursor, at most about `limit` changes at once."""
    # The own chain is read first: what it opens while the rest is read is told by the next page instead of never.
    newly, own_chain, has_more = _list_newly_visible(session, reader, cursor, limit)
    positions = dict(cursor.institutions)
    found = newly
    for institution in institutions.list_institutions(session):
        room = limit - len(found)
        if room <= 0:
            has_more = True
            break
        rows, position = _read_institution(session, reader, institution, positions.get(institution.key, 0), room)
        found.extend(_to_changes(session, reader, institution, rows))
        if position:
            positions[institution.key] = position
        has_more = has_more or len(rows) == room
    return ChangePage(found, Cursor(positions, own_chain), has_more)


def _read_institution(
    session: Session, reader: Reader, institution: institutions.Institution, after: int, limit: int
) -> tuple[Sequence[ChangeRow], int]:
    end = session.scalar(select(ApplyCursorRow.change_seq).where(ApplyCursorRow.institution_id == institution.id)) or 0
    rows = session.scalars(
        select(ChangeRow)
        .where(ChangeRow.institution_id == institution.id, ChangeRow.seq > after, ChangeRow.seq <= end, _may_see(reader, institution.id))
        .order_by(ChangeRow.seq)
        .limit(limit)
    ).all()
    # What was passed over is not for this reader; if that changes, the registry's own chain says so.
    return rows, rows[-1].seq if len(rows) == limit else max(after, end)


def _may_see(reader: Reader, institution_id: uuid.UUID) -> ColumnElement[bool]:
    if reader.keeps(institution_id):
        return true()
    was_final = exists(
        select(1).where(
            RevisionRow.institution_id == ChangeRow.institution_id, RevisionRow.uuid == ChangeRow.subject, RevisionRow.state == "final"
        )
    )
    record = exists(
        select(1).where(
            CompletionRow.institution_id == ChangeRow.institution_id,
            CompletionRow.uuid == ChangeRow.subject,
            or_(CompletionRow.state == "final", and_(CompletionRow.state == "revoked", was_final)),
        )
    )
    return and_(ChangeRow.kind == COMPLETION, record, is_enrolled_here(reader, ChangeRow.institution_id, ChangeRow.learner))


def _to_changes(session: Session, reader: Reader, institution: institutions.Institution, rows: Sequence[ChangeRow]) -> list[ChangeView]:
    keys = [(row.institution_id, row.subject) for row in rows if row.kind == COMPLETION]
    views = records.map_records(session, reader, keys)
    names = learners.map_names(session, [(row.institution_id, row.learner) for row in rows])
    nobody = learners.Name("", "")
    return [
        ChangeView(
            kind=row.kind,
            institution=institution.key,
            subject=row.subject,
            learner=row.learner,
            revision=row.revision,
            applied_at=row.applied_at,
            name_ar=names.get((row.institution_id, row.learner), nobody).arabic,
            name_latin=names.get((row.institution_id, row.learner), nobody).latin,
            record=views.get((row.institution_id, row.subject)),
            credential=_credential(session, row) if row.kind.startswith("credential.") else None,
        )
        for row in rows
    ]


def _credential(session: Session, row: ChangeRow) -> dict[str, Any] | None:
    found = credentials.find_credential(session, row.institution_id, row.subject)
    if found is None:
        return None
    return {
        "achievement": found.achievement,
        "title": found.title,
        "level": found.level,
        "state": found.state,
        "url": found.url,
        "issued_at": found.issued_at.isoformat(),
    }


def _list_newly_visible(session: Session, reader: Reader, cursor: Cursor, limit: int) -> tuple[list[ChangeView], int, bool]:
    """Return the final records elsewhere of learners who were linked or enrolled since, and whose link ended; 100 lines at most."""
    if reader.is_national:
        return [], learners.get_chain_end(session), False
    end, after = learners.get_chain_end(session), cursor.registry
    few = min(limit, 100)
    widenings = learners.list_widenings(session, after, reader.institutions, few)
    seen: dict[tuple[uuid.UUID, uuid.UUID], ChangeView] = {}
    for widening in widenings:
        if widening.unlinked_from is not None:
            seen[widening.unlinked_from] = _to_unlinked(session, widening, widening.unlinked_from)
            continue
        if not _is_enrolled(session, widening):
            continue
        person = learners.list_same_person(session, (widening.institution_id, widening.learner))
        for record in records.list_final(session, [local for local in person if not reader.keeps(local[0])]):
            if _find_last_change(session, record) > cursor.institutions.get(record.institution, 0):
                continue  # The institution's own feed is still to tell it.
            seen[(record.institution_id, record.uuid)] = ChangeView(
                kind=COMPLETION,
                institution=record.institution,
                subject=record.uuid,
                learner=record.learner,
                revision=record.revision,
                applied_at=record.applied_at,
                record=record,
            )
    is_full = len(widenings) == few
    return list(seen.values()), widenings[-1].seq if is_full else max(after, end), is_full


def _to_unlinked(session: Session, line: learners.Widening, other: learners.LocalKey) -> ChangeView:
    """Say whose records the reader must not count as their learner's: `subject` names the learner elsewhere, `learner` their own."""
    own = (line.institution_id, line.learner)
    name = learners.map_names(session, [own]).get(own, learners.Name("", ""))
    return ChangeView(
        kind=UNLINKED,
        institution=institutions.map_institutions(session)[other[0]].key,
        subject=other[1],
        learner=line.learner,
        revision=1,
        applied_at=line.at,
        name_ar=name.arabic,
        name_latin=name.latin,
    )


def _find_last_change(session: Session, record: RecordView) -> int:
    found = session.scalar(
        select(func.max(ChangeRow.seq)).where(ChangeRow.institution_id == record.institution_id, ChangeRow.subject == record.uuid)
    )
    return found or 0


def _is_enrolled(session: Session, widening: learners.Widening) -> bool:
    found = session.scalar(
        select(EnrolmentRow.uuid)
        .where(
            EnrolmentRow.institution_id == widening.institution_id,
            EnrolmentRow.learner == widening.learner,
            EnrolmentRow.status.in_(ACTIVE),
        )
        .limit(1)
    )
    return found is not None
