"""What can go wrong while two people mark one round."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError


class SeatsTakenError(ConflictError):
    """Raised when two other colleagues mark the round already."""

    code = "seats_taken"


class TooFewMarkersError(InvalidError):
    """Raised when work would be shared out among fewer than two markers."""

    code = "too_few_markers"


class UnsettledMarksError(ConflictError):
    """Raised when a project would go back to one marker while rounds are between two; `rounds` says how many."""

    code = "unsettled_marks"


class NotYoursToSettleError(ForbiddenError):
    """Raised when one of the two would decide alone, agree with themselves, or a third would propose instead of decide."""

    code = "not_yours_to_settle"
