"""What can go wrong in the passports room."""

from __future__ import annotations

from maslak_domain.errors import NotFoundError, UnavailableError


class RegistryAwayError(UnavailableError):
    """Raised when the registry does not answer in time, refuses, or answers what cannot be read."""

    code = "registry_away"


class UnknownPassportItemError(NotFoundError):
    """Raised when an item is not in the passport of the learner who names it."""

    code = "unknown_passport_item"
