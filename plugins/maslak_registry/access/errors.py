"""What can go wrong when somebody asks to read."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, UnauthenticatedError


class TokenInvalidError(UnauthenticatedError):
    """Raised when a request carries no token, or one that is unknown, expired or withdrawn."""

    code = "token_invalid"


class InsufficientScopeError(ForbiddenError):
    """Raised when a token is good but does not allow this."""

    code = "insufficient_scope"


class ClientExistsError(ConflictError):
    """Raised when a program of this client id already exists."""

    code = "client_exists"


class InvalidClientError(InvalidError):
    """Raised when a program is registered with scopes that do not exist."""

    code = "invalid_client_registration"


class AccountExistsError(ConflictError):
    """Raised when a login is taken."""

    code = "account_exists"


class InvalidAccountError(InvalidError):
    """Raised when an account would have no role that exists, or no institution to keep."""

    code = "invalid_account"
