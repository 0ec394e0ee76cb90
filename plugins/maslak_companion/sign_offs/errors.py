"""What can go wrong in the sign-offs room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, GoneError, InvalidError, NotFoundError, TooManyError


class UnknownLinkError(NotFoundError):
    """Raised when a link's token is none of this school's, or what it leads to is not this tutor's."""

    code = "unknown_link"


class ExpiredLinkError(GoneError):
    """Raised when a link is used after its last day."""

    code = "link_expired"


class WithdrawnLinkError(GoneError):
    """Raised when a link is used that the school withdrew, or renewed."""

    code = "link_withdrawn"


class WrongCodeError(ForbiddenError):
    """Raised when the six digits are not those of the link; `left` says how many tries remain."""

    code = "wrong_code"


class LinkLockedError(TooManyError):
    """Raised when the code of a link was wrong too often: only the school can give a new one."""

    code = "link_locked"


class InvalidAnswerError(InvalidError):
    """Raised when an answer lacks something; `field` names what."""

    code = "invalid_answer"


class ContentChangedError(ConflictError):
    """Raised when what the tutor read is no longer what stands: nothing is signed but what was seen."""

    code = "content_changed"


class AnsweredMeanwhileError(ConflictError):
    """Raised when an answer arrives for a picture that another answer has overtaken."""

    code = "answered_meanwhile"


class ReplayedAnswerError(ConflictError):
    """Raised when a request comes again with something else in it."""

    code = "replayed"


class AlreadyCountersignedError(ConflictError):
    """Raised when the academic tutor has already spoken about this answer, or stands for it too."""

    code = "already_countersigned"


class NotCountersignableError(ConflictError):
    """Raised when an answer cannot be countersigned; `reason` says why: nothing observed, or a mission not agreed by the three."""

    code = "not_countersignable"
