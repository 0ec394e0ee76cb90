"""What can go wrong in the logbooks room, besides what the logbook's own port names."""

from __future__ import annotations

from maslak_domain.errors import NotFoundError


class LogbookFileNotFoundError(NotFoundError):
    """Raised when there is no such file, or it is not this person's to see."""

    code = "logbook_file_not_found"
