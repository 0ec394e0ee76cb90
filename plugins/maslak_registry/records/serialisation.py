"""Records as JSON for programs: decimals as strings, times in UTC, nothing that the reader did not ask for."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from maslak_registry.records.values import ChangeView, RecordView, RevisionView


def record_to_json(record: RecordView) -> dict[str, Any]:
    """Write a record as it stands."""
    return {
        "uuid": str(record.uuid),
        "institution": record.institution,
        "learner": {"uuid": str(record.learner), "name_ar": record.name_ar, "name_latin": record.name_latin},
        "about": {"kind": record.about_kind, "key": record.about_key, "title": dict(record.title)},
        "period": record.period,
        "session": record.session,
        "state": record.state,
        "decision": record.decision,
        "decision_code": record.decision_code,
        **{name: _plain(getattr(record, name)) for name in ("mark", "scale", "credits", "hours", "jury_on", "earned_at")},
        "minutes_ref": record.minutes_ref,
        "mode": record.mode,
        "conditions": record.conditions,
        "recorded_at": _plain(record.recorded_at),
        "applied_at": _plain(record.applied_at),
        "revision": record.revision,
    }


def revision_to_json(revision: RevisionView) -> dict[str, Any]:
    """Write one revision with the ledger entry and the receipt behind it."""
    return {
        "revision": revision.revision,
        "state": revision.state,
        "record": revision.body,
        "author": revision.author,
        "reason": revision.reason,
        "recorded_at": _plain(revision.recorded_at),
        "applied_at": _plain(revision.applied_at),
        "ledger": {"seq": revision.ledger_seq, "hash": revision.entry_hash},
        "receipt": {"digest": revision.receipt_digest, "received_at": _plain(revision.received_at)},
    }


def change_to_json(change: ChangeView) -> dict[str, Any]:
    """Write one line of the feed."""
    return {
        "type": change.kind,
        "institution": change.institution,
        "subject": str(change.subject),
        "learner": str(change.learner),
        "revision": change.revision,
        "applied_at": _plain(change.applied_at),
        "record": record_to_json(change.record) if change.record else None,
        "credential": change.credential,
    }


def _plain(value: Decimal | date | datetime | None) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat().replace("+00:00", "Z")
