"""What can go wrong in the accounts room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, UnauthenticatedError


class LoginTakenError(ConflictError):
    """Raised when another account already has the login."""

    code = "login_taken"


class UnknownRoleError(InvalidError):
    """Raised when an account is given a role that this service does not have."""

    code = "unknown_role"


class NotSignedInError(UnauthenticatedError):
    """Raised when a service needs the signed-in person and there is none."""

    code = "not_signed_in"


class NoLearnerError(ForbiddenError):
    """Raised when the signed-in account belongs to no learner, on a page that only learners have."""

    code = "no_learner"
