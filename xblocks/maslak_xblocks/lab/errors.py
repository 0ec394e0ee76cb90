"""What a lab refuses, each with the stable code that its JSON contract promises."""

from __future__ import annotations

from maslak_domain.errors import InvalidError
from maslak_xblocks.errors import NoAttemptLeftError


class EmptyAnswerError(InvalidError):
    """Raised when nothing was written and no file was chosen."""

    code = "empty_answer"


class NoTryLeftError(NoAttemptLeftError):
    """Raised when every try that a task has in this attempt is used."""

    code = "no_try_left"


class UnknownHintError(InvalidError):
    """Raised when a hint is asked for that the task does not have."""

    code = "unknown_hint"


class UnknownFormError(InvalidError):
    """Raised when the data is asked for in a form that it does not have."""

    code = "unknown_form"


class UploadRefusedError(InvalidError):
    """Raised when a file is not a table that can be read; ``reason`` says why, and ``found`` what was met instead."""

    code = "upload_refused"

    def __init__(self, reason: str, detail: str, **found: object) -> None:
        self.reason = reason
        super().__init__(detail, reason=reason, **found)


__all__ = ["EmptyAnswerError", "NoTryLeftError", "UnknownFormError", "UnknownHintError", "UploadRefusedError"]
