"""What can go wrong with an institution."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError


class InstitutionExistsError(ConflictError):
    """Raised when an institution of this key already exists with other details."""

    code = "institution_exists"


class InvalidInstitutionError(InvalidError):
    """Raised when a key or a DID is not of the form that addresses and signatures can carry."""

    code = "invalid_institution"
