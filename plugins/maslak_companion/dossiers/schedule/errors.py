"""What can be wrong with a project's dates."""

from __future__ import annotations

from maslak_domain.errors import ConflictError


class ScheduleMovedError(ConflictError):
    """Raised when somebody else changed the dates since the page was opened."""

    code = "schedule_moved"
