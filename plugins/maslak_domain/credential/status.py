"""Bitstring Status List v1.0: one bit per credential, set when it is revoked.

Source: W3C Recommendation "Bitstring Status List v1.0", sections 2.2 and 3; the list is at least 131,072 bits long, so that asking for one
bit hides which credential is meant.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from maslak_domain.credential.compose import status_address
from maslak_domain.credential.context_store import STATUS_CONTEXTS
from maslak_domain.credential.errors import ShapeError
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.timestamps import write_instant

LIST_BITS = 131_072
MAX_LIST_BYTES = 2_097_152
MAX_DOCUMENT_BYTES = 4_194_304
LIST_LIFE = timedelta(days=30)


def encode_bits(revoked: Iterable[int], size: int = LIST_BITS) -> str:
    """Write the list with the bits at `revoked` set: GZIP, then multibase base64url. Bit 0 is the leftmost."""
    bits = bytearray(size // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def decode_bits(encoded: str) -> bytes:
    """Read an encoded list; raise ShapeError when it is malformed, shorter than the standard allows, or a decompression bomb."""
    if not encoded.startswith("u"):
        raise ShapeError("the status list is not multibase base64url", member="encodedList")
    try:
        packed = base64.b64decode(encoded[1:].encode("ascii") + b"=" * (-len(encoded[1:]) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(packed, MAX_LIST_BYTES)
    except (ValueError, zlib.error) as error:
        raise ShapeError("the status list cannot be unpacked", member="encodedList") from error
    if unpacker.unconsumed_tail or not unpacker.eof or len(bits) * 8 < LIST_BITS:
        raise ShapeError("the status list has a wrong length", member="encodedList")
    return bits


def is_bit_set(bits: bytes, index: int) -> bool:
    """Say whether the bit at `index` is set; raise ShapeError when the list does not reach that far."""
    if not 0 <= index < len(bits) * 8:
        raise ShapeError("the status list does not reach the credential's place", member="statusListIndex")
    return bool(bits[index // 8] & 0x80 >> index % 8)


def compose_status_list(issuer: Issuer, number: int, revoked: Iterable[int], *, issued_at: datetime) -> dict[str, Any]:
    """Return the unsigned status list credential of one list; it lives for LIST_LIFE, so that an old copy cannot hide a revocation."""
    address = status_address(issuer, number)
    return {
        "@context": list(STATUS_CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": write_instant(issued_at),
        "validUntil": write_instant(issued_at + LIST_LIFE),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bits(revoked),
        },
    }
