"""What can go wrong in the classroom."""

from __future__ import annotations

from maslak_domain.errors import Category, ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError


class CourseRefusedError(InvalidError):
    """Raised when a course tree or archive is unsafe or cannot be read; `findings` says where and why."""

    code = "course_refused"


class CourseNotFoundError(NotFoundError):
    """Raised when no release of the course is installed."""

    code = "course_not_found"


class ReleaseAwayError(CourseNotFoundError):
    """Raised when a release that the school uses is not on this machine, as after a database came back without its files."""

    code = "course_away"
    # Its readers did nothing wrong: what they send waits for the files, as it does for a database that is away.
    category = Category.UNAVAILABLE


class UnitNotFoundError(NotFoundError):
    """Raised when the course release has no such unit, page or block."""

    code = "unit_not_found"


class HandlerNotFoundError(NotFoundError):
    """Raised when the block has no handler of that name."""

    code = "handler_not_found"


class ResourceNotFoundError(NotFoundError):
    """Raised when a block or a course does not list the file among what it serves."""

    code = "resource_not_found"


class NotOpenError(ForbiddenError):
    """Raised when the unit or the offering opens later; `opens_at` says when."""

    code = "not_open"


class UnitHiddenError(ForbiddenError):
    """Raised when the unit is kept for the teaching staff."""

    code = "forbidden"


class LearnerOnlyError(ForbiddenError):
    """Raised when the account belongs to no learner, so that there is nothing of theirs to show or change."""

    code = "learner_only"


class InvalidPayloadError(InvalidError):
    """Raised when the body of a handler call is not what a handler can read."""

    code = "invalid_payload"


class PayloadTooLargeError(TooLargeError):
    """Raised when the body of a handler call is larger than the classroom accepts."""

    code = "too_large"


class IdempotencyConflictError(ConflictError):
    """Raised when an idempotency key comes back with another payload."""

    code = "idempotency_conflict"


class BusyError(ConflictError):
    """Raised when every retry met another answer of the same learner; nothing was changed."""

    code = "busy"


class InlineResourceError(InvalidError):
    """Raised when a block's view brings a script or style as text: the page's security policy runs files only."""

    code = "inline_resource"
