"""Records as pages, files and programs see them: values without a database behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from maslak_domain.language import LocalizedText


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """A completion record as it stands, with the names of its learner and institution."""

    uuid: UUID
    institution_id: UUID
    institution: str
    institution_name: LocalizedText
    learner: UUID
    name_ar: str
    name_latin: str
    about_kind: str
    about_key: str
    title: LocalizedText
    level: str | None
    period: str
    session: str
    state: str
    decision: str | None
    decision_code: str | None
    mark: Decimal | None
    scale: Decimal | None
    credits: Decimal | None
    hours: Decimal | None
    mode: str | None
    conditions: str | None
    jury_on: date | None
    minutes_ref: str | None
    earned_at: datetime | None
    recorded_at: datetime
    revision: int
    ledger_seq: int
    applied_at: datetime
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class RevisionView:
    """One revision of a record: what it said, who recorded it and why, and the receipt that proves its arrival."""

    revision: int
    state: str
    body: dict[str, Any]
    author: str
    reason: str | None
    recorded_at: datetime
    applied_at: datetime
    ledger_seq: int
    entry_hash: str | None
    receipt_digest: str | None
    received_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Totals:
    """How many records match, of how many learners, and how they are decided."""

    records: int
    learners: int
    by_decision: dict[str, int]
    by_state: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """One line of the feed: what happened, and the record as it stands now when it is about one."""

    kind: str
    institution: str
    subject: UUID
    learner: UUID
    revision: int
    applied_at: datetime
    name_ar: str = ""
    name_latin: str = ""
    record: RecordView | None = None
    credential: dict[str, Any] | None = None
