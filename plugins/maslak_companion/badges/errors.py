"""What can be refused about a badge."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, NotFoundError


class BadgeNotFoundError(NotFoundError):
    """Raised when no badge was issued under this identifier."""

    code = "badge_not_found"


class AchievementNotFoundError(NotFoundError):
    """Raised when nothing that can be earned has this key."""

    code = "achievement_not_found"


class StatusListNotFoundError(NotFoundError):
    """Raised when there is no status list of this number."""

    code = "status_list_not_found"


class BadgeNotIssuedError(ConflictError):
    """Raised when a badge that is not in force is to be revoked."""

    code = "badge_not_issued"
