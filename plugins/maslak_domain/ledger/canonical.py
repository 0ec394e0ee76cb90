"""One way to write a value as bytes, so that everybody hashes the same.

The restricted profile is the part of RFC 8785 on which every JSON library agrees: ASCII keys in order, strings, booleans,
null, integers below 2^53, lists and objects. No floats (decimals travel as strings) and no U+0000, which PostgreSQL cannot
hold. On this profile msgspec's sorted output is RFC 8785; the tests compare it with the reference implementation.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import msgspec

from maslak_domain.errors import InvalidError

_LARGEST: Final = 2**53
_PLAIN_TYPES: Final = frozenset({bool, type(None)})
# The bytes with their details rubbed out: every digit a zero, every byte beyond ASCII the same foreign one.
_FOREIGN: Final = b"\xff"
_SHAPES: Final = bytes(0xFF if byte >= 0x80 else ord("0") if chr(byte).isdigit() else byte for byte in range(256))
_DIGITS_OF_LARGEST: Final = b"0" * len(str(_LARGEST))


class NotCanonicalError(InvalidError):
    """Raised when a value lies outside the profile, or when bytes are not its one canonical form."""

    code = "not_canonical"


def _refuse_float(literal: str) -> float:
    raise NotCanonicalError("numbers are integers; decimals are strings", literal=literal[:40])


_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(float_hook=_refuse_float)


def canonical_bytes(value: Any) -> bytes:
    """Write a value in its canonical form. Raises NotCanonicalError for a value outside the profile."""
    _check_value(value)
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as error:
        raise NotCanonicalError("a string holds half a character") from error


def check_canonical(raw: bytes) -> Any:
    """Return the value of canonical bytes, having checked that they are its one form. Raises NotCanonicalError.

    This sits in the registry's hot loop: decode, encode and compare costs a fifth of a reference canonicalizer. The
    comparison finds spaces, order, duplicate keys and escapes; what it cannot find is looked for in the value, unless the
    bytes show that there is nothing to find.
    """
    try:
        value = _decoder.decode(raw)
        if _encoder.encode(value) != raw:
            raise NotCanonicalError("the bytes are not the canonical form of their value")
        if not _is_surely_inside(raw):
            _check_value(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("the bytes are not JSON of the profile") from error
    return value


def _is_surely_inside(raw: bytes) -> bool:
    """Say whether canonical bytes show no trace of what the profile excludes; False means only that somebody must look.

    U+0000 is written with a backslash; an integer of 2^53 has sixteen digits in a row; a key that is not ASCII has a foreign
    byte, and a colon behind its closing quote. Without backslashes the next quote always closes the string. Each byte is
    passed over a fixed number of times, however the bytes are made.
    """
    if b"\\" in raw:
        return False
    shape = raw.translate(_SHAPES)
    if _DIGITS_OF_LARGEST in shape:
        return False
    at = shape.find(_FOREIGN)
    while at >= 0:
        end = shape.index(b'"', at) + 1
        if shape.startswith(b":", end):
            return False
        at = shape.find(_FOREIGN, end)
    return True


def _check_value(value: Any) -> None:
    """Look through a value for everything that the profile excludes."""
    kind = type(value)
    if kind is dict:
        for key, each in value.items():
            if type(key) is not str or not key.isascii() or "\0" in key:
                raise NotCanonicalError("keys are ASCII text")
            _check_value(each)
    elif kind is list:
        for each in value:
            _check_value(each)
    elif kind is str:
        if "\0" in value:
            raise NotCanonicalError("U+0000 is not text")
    elif kind is int:
        if not -_LARGEST < value < _LARGEST:
            raise NotCanonicalError("an integer is too large for every reader to keep exactly")
    elif kind not in _PLAIN_TYPES:
        raise NotCanonicalError("a value of this type has no canonical form", type=kind.__name__)


def instant_text(at: datetime) -> str:
    """Write an aware time in its canonical form: UTC, microseconds, ``Z``. Raises NotCanonicalError for a naive time."""
    if at.utcoffset() is None:
        raise NotCanonicalError("a time has a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_instant(text: str) -> datetime:
    """Read the canonical form of a time. Raises NotCanonicalError."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except (ValueError, TypeError) as error:
        raise NotCanonicalError("not a canonical time") from error


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent, keeping the places it was given with. Raises NotCanonicalError unless finite."""
    if not value.is_finite():
        raise NotCanonicalError("only finite decimals are written")
    return format(value, "f")
