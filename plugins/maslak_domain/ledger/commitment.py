"""Commitments: a hash that binds an entry to an identity without containing it.

SHA-256 over 32 random bytes followed by the identity's canonical bytes. Salt and identity travel in the envelope, never in
the hashed entry; once both are erased the commitment says nothing about anybody.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

from maslak_domain.errors import InvalidError
from maslak_domain.ledger.canonical import canonical_bytes

SALT_BYTES: Final = 32


class InvalidSaltError(InvalidError):
    """Raised when a salt does not have its 32 bytes."""

    code = "invalid_salt"


def make_commitment(salt: bytes, identity: Mapping[str, Any]) -> str:
    """Commit to an identity under a fresh random salt of 32 bytes. Raises InvalidSaltError, NotCanonicalError."""
    if len(salt) != SALT_BYTES:
        raise InvalidSaltError("a salt has 32 bytes")
    return hashlib.sha256(salt + canonical_bytes(dict(identity))).hexdigest()


def is_commitment_valid(commitment: str, salt: bytes, identity: Mapping[str, Any]) -> bool:
    """Say whether salt and identity are those that were committed to."""
    return hmac.compare_digest(commitment.encode(), make_commitment(salt, identity).encode())
