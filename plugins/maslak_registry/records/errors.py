"""What can go wrong when entries are applied and records are asked for."""

from __future__ import annotations

from maslak_domain.errors import InvalidError, NotFoundError


class QuarantineError(Exception):
    """Raised while applying an entry that stays in the ledger but cannot become a record; `reason` is a stable code."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class InvalidFilterError(InvalidError):
    """Raised when a filter has a name or a value that makes no sense; names the parameter and what it may be."""

    code = "invalid_filter"


class RecordNotFoundError(NotFoundError):
    """Raised when there is no such record, or none that this reader may see."""

    code = "record_not_found"
