"""What a block refuses, each with the stable code that its JSON contract promises."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, DomainError, ForbiddenError, InvalidError, NotFoundError, TooLargeError, TooManyError


class InvalidPayloadError(InvalidError):
    """Raised when a handler's payload has a wrong shape, type or value."""

    code = "invalid_payload"


class PayloadTooLargeError(TooLargeError):
    """Raised when a handler's payload is beyond the cap."""

    code = "too_large"


class NotOpenError(ForbiddenError):
    """Raised before the opening or after the closing time that applies to this learner."""

    code = "not_open"


class NotSignedInError(ForbiddenError):
    """Raised when an anonymous reader tries to answer."""

    code = "not_signed_in"


class NotAuthorError(ForbiddenError):
    """Raised when a learner calls a handler of the editor."""

    code = "not_author"


class AlreadyAnsweredError(ConflictError):
    """Raised when an item of the running attempt has another answer already."""

    code = "already_answered"


class AttemptOverError(ConflictError):
    """Raised when an answer arrives for an attempt that is finished, or when none is running."""

    code = "attempt_over"


class TimeOverError(ConflictError):
    """Raised when an answer arrives so long after the end of an attempt's time that it cannot have been given in time."""

    code = "time_over"


class AttemptRunningError(ConflictError):
    """Raised when a new attempt is asked for while one is unfinished."""

    code = "attempt_running"


class NoAttemptLeftError(ForbiddenError):
    """Raised when every attempt that this learner has is used."""

    code = "no_attempt_left"


class StaleRevisionError(ConflictError):
    """Raised when the caller's picture of the state is not the newest; ``revision`` says which one is."""

    code = "stale_revision"


class SourceMovedError(ConflictError):
    """Raised when an author saves over what somebody else saved after the editor was opened."""

    code = "source_moved"


class CoolingDownError(TooManyError):
    """Raised when the next attempt is asked for too early; ``available_at`` says when it may begin."""

    code = "cooling_down"


class UnknownItemError(NotFoundError):
    """Raised when an item is not part of the running attempt."""

    code = "unknown_item"


class OLXError(InvalidError):
    """Raised when a block's OLX cannot mean anything; ``line`` is the line in the file it came from."""

    code = "invalid_olx"

    def __init__(self, detail: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(f"line {line}: {detail}" if line else detail, line=line)


__all__ = [name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, DomainError)]
