"""What can go wrong in the results room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError


class JuryNotFoundError(NotFoundError):
    """Raised when the offering is not given to the group, or the session does not exist."""

    code = "jury_not_found"


class StaleJuryError(ConflictError):
    """Raised when someone else changed the jury since the page was opened."""

    code = "stale_jury"


class JuryStateError(ConflictError):
    """Raised when the jury is not in the state that the action needs; `state` names the one it is in."""

    code = "jury_state"


class IncompleteJuryError(InvalidError):
    """Raised when the jury is frozen without a decision for everyone, a date or a minutes reference; `problems` says which."""

    code = "incomplete_jury"


class InvalidMarkError(InvalidError):
    """Raised when a mark lies outside the scale or between its steps; `reason` says which."""

    code = "invalid_mark"


class UnknownReasonError(InvalidError):
    """Raised when a jury is reopened without one of the reasons that the school knows."""

    code = "unknown_reason"
