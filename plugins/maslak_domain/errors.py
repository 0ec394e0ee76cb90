"""What can go wrong, as the rules see it: a tree of errors with stable codes.

A rule raises; it never decides how the refusal looks. ``maslak_web`` maps a category to an HTTP status once, and programs
read ``code``, which never changes after a release. Features subclass a category with a code of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, TypeAlias

JSON: TypeAlias = "str | int | float | bool | None | Sequence[JSON] | Mapping[str, JSON]"


class Category(StrEnum):
    """Kinds of refusal that a caller must tell apart."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    GONE = "gone"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """Raised when a rule refuses; subclasses say which one.

    ``detail`` is plain English for logs and programs. ``params`` holds the values that a translated message or a program
    needs (an expected number, a field name) and is shown to the caller, so it never holds a secret.
    """

    code: ClassVar[str] = "refused"
    category: ClassVar[Category] = Category.INVALID

    def __init__(self, detail: str = "", /, **params: JSON) -> None:
        self.detail = detail or self.code.replace("_", " ")
        self.params: dict[str, JSON] = dict(params)
        super().__init__(self.detail)


class InvalidError(DomainError):
    """Raised when what was given breaks a rule of form or meaning."""

    code = "invalid"
    category = Category.INVALID


class UnauthenticatedError(DomainError):
    """Raised when nobody has shown who they are, or the proof is wrong."""

    code = "unauthenticated"
    category = Category.UNAUTHENTICATED


class ForbiddenError(DomainError):
    """Raised when a known person or program may not do this."""

    code = "forbidden"
    category = Category.FORBIDDEN


class NotFoundError(DomainError):
    """Raised when the named thing does not exist, or may not be known to exist by this caller."""

    code = "not_found"
    category = Category.NOT_FOUND


class ConflictError(DomainError):
    """Raised when the request was right for a state that is no longer the state."""

    code = "conflict"
    category = Category.CONFLICT


class GoneError(DomainError):
    """Raised when the thing existed and was withdrawn."""

    code = "gone"
    category = Category.GONE


class TooLargeError(DomainError):
    """Raised when the request is bigger than the rule allows."""

    code = "too_large"
    category = Category.TOO_LARGE


class TooManyError(DomainError):
    """Raised when the same caller asked too often."""

    code = "too_many"
    category = Category.TOO_MANY


class UnavailableError(DomainError):
    """Raised when something this depends on is away; asking again later may work."""

    code = "unavailable"
    category = Category.UNAVAILABLE
