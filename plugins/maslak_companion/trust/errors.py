"""What can go wrong with the list of issuers."""

from __future__ import annotations

from maslak_domain.errors import InvalidError, UnavailableError


class IssuerListAwayError(UnavailableError):
    """Raised when the registry does not answer with its list of issuers."""

    code = "issuer_list_away"


class IssuerListInvalidError(InvalidError):
    """Raised when a list of issuers is malformed, not signed by the pinned registry key, or older than the one in hand."""

    code = "issuer_list_invalid"
