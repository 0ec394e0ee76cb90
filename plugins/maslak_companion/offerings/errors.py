"""What can go wrong in the offerings room."""

from __future__ import annotations

from collections.abc import Mapping

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class OfferingNotFoundError(NotFoundError):
    """Raised when no offering has the key or the id."""

    code = "offering_not_found"


class GroupNotFoundError(NotFoundError):
    """Raised when no group has the key or the id."""

    code = "group_not_found"


class NotEnrolledError(ForbiddenError):
    """Raised when the learner has no active enrolment that opens the course."""

    code = "not_enrolled"


class AlreadyEnrolledError(ConflictError):
    """Raised when the learner already has an enrolment in this programme, year and group."""

    code = "already_enrolled"


class ArrangementNotFoundError(NotFoundError):
    """Raised when the offering has no such arrangement, or it was withdrawn."""

    code = "arrangement_not_found"


class StaleArrangementError(ConflictError):
    """Raised when somebody else changed or withdrew the arrangement since the page was opened."""

    code = "stale_arrangement"


class InvalidArrangementError(InvalidError):
    """Raised when something cannot be granted; `faults` gives the code of what is wrong for each field."""

    code = "invalid_arrangement"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("this cannot be granted", faults=[f"{field}: {fault}" for field, fault in faults.items()])
        self.faults = dict(faults)
