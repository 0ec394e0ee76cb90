"""What can go wrong in the placements room, besides what the logbook's own port names."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError


class PlacementNotFoundError(NotFoundError):
    """Raised when there is no such placement, or it is not this person's to see."""

    code = "placement_not_found"


class TutorNotFoundError(NotFoundError):
    """Raised when no company tutor has the id."""

    code = "tutor_not_found"


class StalePlacementError(ConflictError):
    """Raised when somebody else changed the placement since the page was opened."""

    code = "stale_placement"


class PeriodInUseError(ConflictError):
    """Raised when a period is to be removed on which a mission, a synthesis or a sign-off stands."""

    code = "period_in_use"


class InvalidPlacementError(InvalidError):
    """Raised when a field cannot be kept; `field` names it and `reason` says why."""

    code = "invalid_placement"
