"""Keyed fingerprints of a national code and a birth date: enough to see that two are the same, never to read them."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass

from maslak_domain.language import to_western_digits


@dataclass(frozen=True)
class Fingerprint:
    """HMAC-SHA256 of a verified national code and of the birth date verified with it."""

    code: bytes
    birth: bytes


def make_fingerprint(key: bytes, national_code: str, birth_on: str) -> Fingerprint:
    """Compute the fingerprint under the matching key; spelling variants of one code give one fingerprint.

    The birth date is bound to the code, so that equal birth dates of different people do not show as equal.
    """
    code = "".join(to_western_digits(unicodedata.normalize("NFKC", national_code)).upper().split())
    return Fingerprint(code=_mac(key, "national_code", code), birth=_mac(key, "birth_on", code, birth_on))


def _mac(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, "\0".join(parts).encode(), "sha256")
