"""The short identifier of a paper: read aloud, typed from any keyboard, and bound to what is printed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from maslak_domain.language import to_western_digits

# Crockford's alphabet: no letter that is read as a digit, none that makes words.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_LETTERS = 10


def make_code(printed: Mapping[str, Any]) -> str:
    """Return the ten letters that stand for exactly this print: 50 bits of its SHA-256."""
    text = json.dumps(printed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (256 - 5 * _LETTERS)
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(_LETTERS)))


def write_code(code: str) -> str:
    """Return the code as people read it, in two halves."""
    return f"{code[:5]}-{code[5:]}"


def read_code(text: str) -> str:
    """Return the code that somebody typed, whatever the case, the digits and the spaces; what is no code finds nothing."""
    plain = "".join(character for character in to_western_digits(text[:60]).upper() if character.isalnum())
    return plain.translate(_MISREAD)[:16]
