"""Evidence for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from maslak_domain.evidence import Evidence


def make_evidence(score: Any = "1", **changes: Any) -> Evidence:
    """Make one whole attempt at a checkpoint, with what the test changes."""
    values: dict[str, Any] = {
        "uuid": UUID(int=1),
        "issuer": "ensam-rabat",
        "learner": UUID(int=2),
        "competency": "MA-NUM.TC.06",
        "level": "N1",
        "source": "classroom",
        "usage_key": "tc06-checkpoint",
        "attempt": 1,
        "item": "*",
        "score": Decimal(score) if isinstance(score, str) else score,
        "response": "",
        "observed_at": datetime(2026, 11, 23, 10, 42, tzinfo=UTC),
        "observer": "classroom",
        "conditions": "alone",
        "identity_check": "password",
    }
    return Evidence(**values | changes)
