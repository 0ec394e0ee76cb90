"""What can go wrong in the offerings room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, NotFoundError


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
