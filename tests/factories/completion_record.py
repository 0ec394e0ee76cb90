"""Completion records for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from maslak_domain.result import CompletionRecord, Decision, State

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def make_record(**changes: Any) -> CompletionRecord:
    """Make a provisional record of an offering, with what the test changes."""
    values: dict[str, Any] = {
        "uuid": UUID(int=1),
        "institution": "ensam-rabat",
        "learner": UUID(int=2),
        "about": {"kind": "offering", "key": "num-100-2026"},
        "period": "2026-s1",
        "session": "normal",
        "state": State.PROVISIONAL,
        "decision": None,
        "decision_code": None,
        "mark": Decimal("13.50"),
        "scale": Decimal(20),
        "credits": Decimal(4),
        "hours": Decimal(48),
        "mode": "initial",
        "jury_on": None,
        "minutes_ref": None,
        "conditions": "supervised",
        "earned_at": NOW,
        "recorded_at": NOW,
        "revision": 1,
        "author": "system",
        "reason": None,
    }
    return CompletionRecord(**values | changes)


def make_final_record(**changes: Any) -> CompletionRecord:
    """Make a record that a jury has decided."""
    decided = {
        "state": State.FINAL,
        "decision": Decision.VALIDATED,
        "decision_code": "V",
        "jury_on": date(2026, 11, 20),
        "minutes_ref": "PV-12",
    }
    return make_record(**decided | changes)
