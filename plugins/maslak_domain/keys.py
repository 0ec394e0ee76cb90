"""Ed25519 keys as the rules see them: something that signs, and public keys written as Multikey.

Where a private key lives is no concern of the domain; whoever holds one offers it through the ``Signer`` port.
Multikey and base58-btc follow the W3C note "Controlled Identifiers 1.0", sections 2.2.2 and 2.4.
"""

from __future__ import annotations

from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_domain.errors import InvalidError

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_ED25519_PUBLIC: Final = b"\xed\x01"
_LONGEST: Final = 256


class InvalidKeyError(InvalidError):
    """Raised when a text is not the Multikey form of an Ed25519 public key."""

    code = "invalid_key"


class Signer(Protocol):
    """Something that signs with one Ed25519 key and can name it. The private key never leaves it."""

    @property
    def key_id(self) -> str:
        """The name under which verifiers find the public key."""

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The public half."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the 64 signature bytes over ``data``."""


def is_signature_valid(public_key: Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    """Say whether ``signature`` was made over exactly ``data`` with the private half of ``public_key``."""
    try:
        public_key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def encode_multibase(data: bytes) -> str:
    """Write bytes in base58-btc with the multibase prefix ``z``."""
    number = int.from_bytes(data, "big")
    digits: list[str] = []
    while number:
        number, remainder = divmod(number, 58)
        digits.append(_ALPHABET[remainder])
    leading_zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * leading_zeros + "".join(reversed(digits))


def decode_multibase(text: str) -> bytes:
    """Read base58-btc with the multibase prefix ``z``. Raises InvalidKeyError."""
    if not text.startswith("z") or len(text) > _LONGEST:
        raise InvalidKeyError("not base58-btc multibase")
    number = 0
    for character in text[1:]:
        if character not in _VALUES:
            raise InvalidKeyError("not base58-btc multibase")
        number = number * 58 + _VALUES[character]
    leading_zeros = len(text) - 1 - len(text[1:].lstrip(_ALPHABET[0]))
    return b"\0" * leading_zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode_multikey(public_key: Ed25519PublicKey) -> str:
    """Write an Ed25519 public key as Multikey (``z6Mk…``)."""
    return encode_multibase(_ED25519_PUBLIC + public_key.public_bytes_raw())


def decode_multikey(text: str) -> Ed25519PublicKey:
    """Read an Ed25519 public key from Multikey. Raises InvalidKeyError."""
    data = decode_multibase(text)
    if len(data) != 34 or not data.startswith(_ED25519_PUBLIC):
        raise InvalidKeyError("not an Ed25519 public key")
    return Ed25519PublicKey.from_public_bytes(data[2:])
