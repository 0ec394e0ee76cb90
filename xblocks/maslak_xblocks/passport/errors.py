"""What can go wrong with a passport."""

from __future__ import annotations

from maslak_domain.errors import NotFoundError


class NoPassportError(NotFoundError):
    """Raised when the platform has no passport to show or change."""

    code = "no_passport"
