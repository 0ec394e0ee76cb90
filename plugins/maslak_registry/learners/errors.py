"""What can go wrong when a verified identity arrives."""

from __future__ import annotations

from maslak_domain.errors import InvalidError


class IdentityRefusedError(InvalidError):
    """Raised when an identity is missing, malformed, or not the one that the institution committed to."""

    code = "identity_refused"
