from __future__ import annotations

import hashlib

import pytest

from maslak_domain.ledger.commitment import InvalidSaltError, is_commitment_valid, make_commitment

IDENTITY = {"birth_on": "2004-05-06", "name_ar": "سلمى", "name_latin": "Salma", "national_code": "R130045678"}


def test_commitment_is_the_hash_of_salt_and_canonical_identity():
    raw = '{"birth_on":"2004-05-06","name_ar":"سلمى","name_latin":"Salma","national_code":"R130045678"}'.encode()
    assert make_commitment(bytes(32), IDENTITY) == hashlib.sha256(bytes(32) + raw).hexdigest()


def test_commitment_opens_only_with_its_salt_and_identity():
    commitment = make_commitment(bytes(32), IDENTITY)
    assert is_commitment_valid(commitment, bytes(32), dict(reversed(IDENTITY.items())))
    assert not is_commitment_valid(commitment, b"\1" * 32, IDENTITY)
    assert not is_commitment_valid(commitment, bytes(32), IDENTITY | {"birth_on": "2004-05-07"})


def test_short_salt_is_refused():
    with pytest.raises(InvalidSaltError):
        make_commitment(b"pepper", IDENTITY)
