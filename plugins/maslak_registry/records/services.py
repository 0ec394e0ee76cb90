"""Ask for completion records: lists with totals, one record, its history. Every answer obeys `visibility`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, Uuid, and_, case, cast, func, literal, select, tuple_
from sqlalchemy.orm import Session

from maslak_domain.language import LocalizedText
from maslak_registry.access.readers import Reader
from maslak_registry.inbox import services as inbox
from maslak_registry.institutions import services as institutions
from maslak_registry.learners.services import LocalLearnerRow, search_condition
from maslak_registry.records.errors import RecordNotFoundError
from maslak_registry.records.filters import Filters
from maslak_registry.records.models import CompletionRow, RevisionRow
from maslak_registry.records.values import RecordView, RevisionView, Totals
from maslak_registry.records.visibility import may_see_record

Position = tuple[uuid.UUID, uuid.UUID]
AnySelect = Any  # The columns of a statement are not its business here: filters and joins fit any of them.
_DECIMALS = ("mark", "scale", "credits", "hours")
_SAME = (
    "uuid", "institution_id", "learner", "about_kind", "about_key", "level", "period", "session", "state", "decision", "decision_code",
    "mode", "conditions", "jury_on", "minutes_ref", "earned_at", "recorded_at", "revision", "ledger_seq", "applied_at",
)  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What the filters of a list can be set to, for this reader."""

    institutions: list[institutions.Institution]
    offerings: dict[str, LocalizedText]
    periods: list[str]


def list_records(
    session: Session, reader: Reader, filters: Filters, *, after: Position | None = None, limit: int = 100, newest_first: bool = False
) -> list[RecordView]:
    """Return a page of records in a stable order, beginning after a position."""
    order = (CompletionRow.uuid, CompletionRow.institution_id) if newest_first else (CompletionRow.institution_id, CompletionRow.uuid)
    statement = _narrow(_select_views(), reader, filters)
    if after is not None:
        values = [literal(value, Uuid()) for value in (reversed(after) if newest_first else after)]
        here = tuple_(*order)
        statement = statement.where(here < tuple_(*values) if newest_first else here > tuple_(*values))
    ordered = statement.order_by(*(column.desc() if newest_first else column for column in order)).limit(limit)
    return _to_views(session, reader, session.execute(ordered).all())


def iterate_records(session: Session, reader: Reader, filters: Filters, step: int = 500) -> Iterator[RecordView]:
    """Yield every record that matches, page by page, for files."""
    after: Position | None = None
    while page := list_records(session, reader, filters, after=after, limit=step):
        yield from page
        after = (page[-1].institution_id, page[-1].uuid)


def count_records(session: Session, reader: Reader, filters: Filters) -> Totals:
    """Return how many records match, of how many people, by decision and by state."""
    counted = _narrow(_join(select(CompletionRow.state, CompletionRow.decision, func.count())), reader, filters)
    rows = session.execute(counted.group_by(CompletionRow.state, CompletionRow.decision)).all()
    learners = session.scalar(_narrow(_join(select(func.count(func.distinct(LocalLearnerRow.nlid)))), reader, filters)) or 0
    by_state: dict[str, int] = {}
    by_decision: dict[str, int] = {}
    for state, decision, count in rows:
        by_state[state] = by_state.get(state, 0) + count
        if decision is not None:
            by_decision[decision] = by_decision.get(decision, 0) + count
    return Totals(records=sum(by_state.values()), learners=learners, by_decision=by_decision, by_state=by_state)


def list_choices(session: Session, reader: Reader) -> Choices:
    """Return what the filters can be set to."""
    visible = may_see_record(reader)
    found = set(session.scalars(select(CompletionRow.institution_id).where(visible).distinct())) | set(reader.institutions)
    return Choices(
        institutions=[each for each in institutions.list_institutions(session) if each.id in found],
        offerings=_list_offerings(session, visible),
        periods=list(session.scalars(select(CompletionRow.period).where(visible).distinct().order_by(CompletionRow.period.desc()))),
    )


def _list_offerings(session: Session, visible: ColumnElement[bool]) -> dict[str, LocalizedText]:
    """Return what results are in, by key, with a title; titles are compared as text, because PostgreSQL compares no JSON."""
    found = select(CompletionRow.about_key, cast(CompletionRow.title, String)).where(visible).distinct().order_by(CompletionRow.about_key)
    return {key: _title(key, json.loads(title)) for key, title in session.execute(found)}


def get_record(session: Session, reader: Reader, record: uuid.UUID, institution_id: uuid.UUID | None = None) -> RecordView:
    """Return one record, the reader's own before another school's of the same uuid.

    Raises RecordNotFoundError when there is none, or none that the reader may see.
    """
    statement = _select_views().where(CompletionRow.uuid == record, may_see_record(reader))
    if institution_id is not None:
        statement = statement.where(CompletionRow.institution_id == institution_id)
    own_first = case((CompletionRow.institution_id.in_(reader.institutions), 0), else_=1)
    ordered = statement.order_by(own_first, CompletionRow.institution_id).limit(1)
    views = _to_views(session, reader, session.execute(ordered).all())
    if not views:
        raise RecordNotFoundError("there is no such record, or it is not open to you")
    return views[0]


def list_final(session: Session, locals_: Iterable[Position]) -> list[RecordView]:
    """Return the final records of these (institution, learner) pairs, for a passport or a feed."""
    nobody = Reader(kind="none", id=uuid.UUID(int=0), label="", institutions=frozenset())
    statement = _select_views().where(
        tuple_(CompletionRow.institution_id, CompletionRow.learner).in_(list(locals_)), CompletionRow.state == "final"
    )
    return _to_views(session, nobody, session.execute(statement.order_by(CompletionRow.earned_at.desc(), CompletionRow.uuid)).all())


def map_records(session: Session, reader: Reader, keys: Iterable[Position]) -> Mapping[Position, RecordView]:
    """Return records by (institution, uuid), whatever their state; the caller has checked that the reader may see them."""
    wanted = list(set(keys))
    if not wanted:
        return {}
    statement = _select_views().where(tuple_(CompletionRow.institution_id, CompletionRow.uuid).in_(wanted))
    return {(view.institution_id, view.uuid): view for view in _to_views(session, reader, session.execute(statement).all())}


def list_history(session: Session, record: RecordView) -> list[RevisionView]:
    """Return the revisions of a record, newest first; of another institution's record only what was final."""
    statement = select(RevisionRow).where(RevisionRow.institution_id == record.institution_id, RevisionRow.uuid == record.uuid)
    if not record.is_own:
        statement = statement.where(RevisionRow.state == "final")
    return [_to_revision(session, row) for row in session.scalars(statement.order_by(RevisionRow.revision.desc()))]


def _to_revision(session: Session, row: RevisionRow) -> RevisionView:
    receipt = inbox.find_receipt(session, row.institution_id, row.ledger_seq)
    return RevisionView(
        revision=row.revision,
        state=row.state,
        body=row.body,
        author=row.author,
        reason=row.reason,
        recorded_at=row.recorded_at,
        applied_at=row.applied_at,
        ledger_seq=row.ledger_seq,
        entry_hash=inbox.find_entry_hash(session, row.institution_id, row.ledger_seq),
        receipt_digest=receipt.digest if receipt else None,
        received_at=receipt.received_at if receipt else None,
    )


def _select_views() -> AnySelect:
    return _join(select(CompletionRow, LocalLearnerRow.name_ar, LocalLearnerRow.name_latin))


def _join(statement: AnySelect) -> AnySelect:
    on = and_(LocalLearnerRow.institution_id == CompletionRow.institution_id, LocalLearnerRow.learner == CompletionRow.learner)
    return statement.select_from(CompletionRow).join(LocalLearnerRow, on)


def _narrow(statement: AnySelect, reader: Reader, filters: Filters) -> AnySelect:
    conditions: list[ColumnElement[bool]] = [may_see_record(reader)]
    equal = (
        (CompletionRow.about_key, filters.offering),
        (CompletionRow.period, filters.period),
        (CompletionRow.state, filters.state),
        (CompletionRow.decision, filters.decision),
        (CompletionRow.learner, filters.learner),
    )
    conditions.extend(column == value for column, value in equal if value is not None)
    if filters.institution is not None:
        conditions.append(CompletionRow.institution_id == institutions.select_id(filters.institution))
    if filters.name is not None:
        conditions.append(search_condition(filters.name))
    return statement.where(*conditions)


def _to_views(session: Session, reader: Reader, rows: Iterable[Any]) -> list[RecordView]:
    known = institutions.map_institutions(session)
    return [_to_view(row, name_ar, name_latin, known[row.institution_id], reader) for row, name_ar, name_latin in rows]


def _to_view(row: CompletionRow, name_ar: str, name_latin: str, institution: institutions.Institution, reader: Reader) -> RecordView:
    decimals: dict[str, Any] = {name: None if getattr(row, name) is None else Decimal(getattr(row, name)) for name in _DECIMALS}
    return RecordView(
        **{name: getattr(row, name) for name in _SAME},
        **decimals,
        institution=institution.key,
        institution_name=institution.name,
        name_ar=name_ar,
        name_latin=name_latin,
        title=_title(row.about_key, row.title),
        is_own=reader.keeps(row.institution_id),
    )


def _title(key: str, sent: Mapping[str, str]) -> LocalizedText:
    """The title that the institution sent; its key where it sent none."""
    title: LocalizedText = {language: sent[language] for language in ("ar", "fr", "en") if sent.get(language)}
    return title or {"ar": key, "fr": key, "en": key}
