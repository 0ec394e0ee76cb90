"""What can go wrong in the people room."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError, NotFoundError


class LearnerNotFoundError(NotFoundError):
    """Raised when no learner of this institution has the id."""

    code = "learner_not_found"


class StudentNumberTakenError(ConflictError):
    """Raised when another learner already has the student number."""

    code = "student_number_taken"


class NationalCodeTakenError(ConflictError):
    """Raised when another learner of this institution was verified with the same national code."""

    code = "national_code_taken"


class InvalidIdentityError(InvalidError):
    """Raised when a national code or a birth date cannot be right; `field` names which."""

    code = "invalid_identity"
