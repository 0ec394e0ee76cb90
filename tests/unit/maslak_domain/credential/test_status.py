"""Status lists: the standard's encoding, and nothing that a bomb could abuse."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslak_domain.credential.errors import CredentialError
from maslak_domain.credential.status import LIST_BITS, decode_bits, encode_bits, is_bit_set


def pack(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


@given(st.sets(st.integers(min_value=0, max_value=LIST_BITS - 1), max_size=30))
def test_exactly_the_revoked_places_are_set(revoked: set[int]) -> None:
    bits = decode_bits(encode_bits(revoked))
    assert sum(byte.bit_count() for byte in bits) == len(revoked)
    assert all(is_bit_set(bits, index) for index in revoked)


def test_the_first_place_is_the_leftmost_bit() -> None:
    assert decode_bits(encode_bits([0]))[0] == 0b1000_0000


@pytest.mark.parametrize(
    "encoded",
    ["", "u", "zabc", "u%%%", "uAAAA", "uéé", pack(b"\0" * 100), pack(b"\0" * 3_000_000), pack(b"\0" * (LIST_BITS // 8))[:-9]],
    ids=["empty", "no text", "other base", "not base64", "not gzip", "not ascii", "too short", "too long", "cut off"],
)
def test_a_list_that_is_no_list_is_refused(encoded: str) -> None:
    with pytest.raises(CredentialError):
        decode_bits(encoded)


def test_a_place_beyond_the_list_is_refused() -> None:
    with pytest.raises(CredentialError):
        is_bit_set(decode_bits(encode_bits([])), LIST_BITS)
