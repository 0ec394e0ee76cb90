"""What can go wrong in the papers room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError


class PaperNotFoundError(NotFoundError):
    """Raised when no paper has the identifier, or it is not this person's to see."""

    code = "paper_not_found"


class NothingToPrintError(ConflictError):
    """Raised when a stay cannot be put on paper; `reason` says why: not begun, no competency, no tutor, or confidential."""

    code = "nothing_to_print"


class PaperOutdatedError(ConflictError):
    """Raised when a paper says something else than what stands; `reason` says what moved: missions, entries, answer, tutor, contract."""

    code = "paper_outdated"


class PaperReceivedError(ConflictError):
    """Raised when a paper was received before, with another scan or other answers."""

    code = "paper_received"


class InvalidReceiptError(InvalidError):
    """Raised when what is noted of a paper that came back cannot be; `field` names it and `reason` says why."""

    code = "invalid_receipt"
