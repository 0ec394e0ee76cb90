"""What can be wrong with a badge before its signature is even looked at."""

from __future__ import annotations

from typing import ClassVar

from maslak_domain.errors import InvalidError


class CredentialError(InvalidError):
    """Raised when a document cannot be signed or accepted as a credential."""

    code: ClassVar[str] = "credential_invalid"


class UnreadableError(CredentialError):
    """Raised when bytes are not one JSON object within the caps on size and depth."""

    code: ClassVar[str] = "credential_unreadable"


class ContextError(CredentialError):
    """Raised when a document names a context that is not pinned in the wheel."""

    code: ClassVar[str] = "context_unknown"


class UnsignedMemberError(CredentialError):
    """Raised when part of a document would silently stay outside the signature."""

    code: ClassVar[str] = "member_unsigned"


class ShapeError(CredentialError):
    """Raised when a member that a badge needs is missing or has the wrong type."""

    code: ClassVar[str] = "shape_wrong"


class ControlCharacterError(CredentialError):
    """Raised when text holds a control character, which implementations canonicalise differently."""

    code: ClassVar[str] = "control_character"


class TooComplexError(CredentialError):
    """Raised when a document is built to make canonicalisation explode."""

    code: ClassVar[str] = "too_complex"


class KeyMismatchError(CredentialError):
    """Raised when the signing key is not one of the issuer's keys."""

    code: ClassVar[str] = "key_mismatch"
