"""Decisions of a jury: this school's codes for them, and marks that sit oddly beside them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from maslak_domain.result import Decision

# The codes that Moroccan schools commonly print; Apogée sheets carry the same.
DECISION_CODES: Final[Mapping[Decision, str]] = {
    Decision.VALIDATED: "V",
    Decision.VALIDATED_AFTER_RESIT: "VAR",
    Decision.VALIDATED_BY_COMPENSATION: "VPC",
    Decision.VALIDATED_BY_EQUIVALENCE: "VEQ",
    Decision.NOT_VALIDATED: "NV",
    Decision.ABSENT_JUSTIFIED: "ABJ",
    Decision.ABSENT: "ABI",
    Decision.WITHHELD: "RES",
    Decision.ANNULLED: "ANN",
}

REOPENING_REASONS: Final = ("entry_error", "mark_contested", "late_document", "jury_amended")

_NEED_PASS: Final = frozenset({Decision.VALIDATED, Decision.VALIDATED_AFTER_RESIT})
_WITHOUT_MARK: Final = frozenset({Decision.ABSENT, Decision.ABSENT_JUSTIFIED})


def find_oddity(decision: Decision | None, mark: Decimal | None, pass_mark: Decimal) -> str | None:
    """Return the code of what is unusual about a mark beside its decision, or None.

    Only ever a warning: the jury is sovereign, and the registrar copies what it decided.
    """
    if decision is None:
        return None
    if decision in _WITHOUT_MARK:
        return "absent_with_mark" if mark is not None else None
    if decision in _NEED_PASS:
        if mark is None:
            return "validated_without_mark"
        return "validated_below_pass" if mark < pass_mark else None
    if decision is Decision.NOT_VALIDATED and mark is not None and mark >= pass_mark:
        return "not_validated_above_pass"
    return None
