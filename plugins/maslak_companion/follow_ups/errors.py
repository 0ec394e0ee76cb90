"""What can go wrong in the follow-ups room, besides what the placements room names."""

from __future__ import annotations

from maslak_domain.errors import NotFoundError


class VisitNotFoundError(NotFoundError):
    """Raised when the placement has no such visit."""

    code = "visit_not_found"
