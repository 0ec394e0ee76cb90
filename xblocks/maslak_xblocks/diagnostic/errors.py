"""What can go wrong with an answer to a diagnostic."""

from __future__ import annotations

from maslak_domain.errors import InvalidError


class EmptyAnswerError(InvalidError):
    """Raised when nothing was chosen or written."""

    code = "empty_answer"
