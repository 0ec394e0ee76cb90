from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslak_domain.keys import InvalidKeyError, decode_multibase, decode_multikey, encode_multibase, encode_multikey, is_signature_valid

# The example key of the did:key method specification.
PUBLISHED_KEY = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def test_public_key_survives_writing_and_reading():
    public = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    text = encode_multikey(public)
    assert text.startswith("z6Mk")
    assert decode_multikey(text).public_bytes_raw() == public.public_bytes_raw()


def test_published_key_is_read_and_written_as_published():
    assert encode_multikey(decode_multikey(PUBLISHED_KEY)) == PUBLISHED_KEY


@pytest.mark.parametrize(("data", "text"), [(b"", "z"), (b"\0\0\x01", "z112"), (b"Hello World!", "z2NEpo7TZRRrLZSi2U")])
def test_base58_follows_its_published_vectors(data, text):
    assert encode_multibase(data) == text
    assert decode_multibase(text) == data


@pytest.mark.parametrize(
    "text", ["", "m" + PUBLISHED_KEY[1:], PUBLISHED_KEY + "0", "z6Mk", encode_multibase(b"\xed\x01" + bytes(31)), "z" * 300]
)
def test_text_that_is_no_ed25519_multikey_is_refused(text):
    with pytest.raises(InvalidKeyError):
        decode_multikey(text)


def test_signature_is_valid_only_over_the_same_bytes_and_by_the_same_key():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    signature = private.sign(b"batch")
    assert is_signature_valid(private.public_key(), signature, b"batch")
    assert not is_signature_valid(private.public_key(), signature, b"batcH")
    assert not is_signature_valid(Ed25519PublicKey.from_public_bytes(bytes(32)), signature, b"batch")
    assert not is_signature_valid(private.public_key(), b"", b"batch")
