"""Whatever arrives, verification answers, soon, and never with *valid*."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.credential import DID, NOW, STATUS_URL, MemorySigner, make_badge, make_issuer, make_status_list, make_unsigned_badge

from maslak_domain.credential.errors import TooComplexError
from maslak_domain.credential.proof import sign_document
from maslak_domain.credential.verify import Verdict, verify_credential

ISSUER = make_issuer()
STATUS = make_status_list()
BADGE = make_badge()
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["id", "@id", "_:b0", DID]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*BADGE, "@id", "@type", "x"]), inner, max_size=4),
    max_leaves=12,
)


def verify(raw: bytes) -> Verdict:
    return verify_credential(raw, {DID: ISSUER}.get, {STATUS_URL: STATUS}.get, NOW)


def write(value: Any) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


@SLOW
@given(st.binary(max_size=2000))
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    assert verify(raw).verdict == "unknown"


@SLOW
@given(ANYTHING)
def test_any_json_gets_an_answer(value: Any) -> None:
    assert verify(write(value)).verdict != "valid"


@SLOW
@given(st.sampled_from(sorted(BADGE)), ANYTHING)
def test_any_member_of_any_type_gets_an_answer(name: str, value: Any) -> None:
    if value != BADGE[name]:
        assert verify(write({**BADGE, name: value})).verdict != "valid"


@SLOW
@given(st.sampled_from(sorted(BADGE["proof"])), ANYTHING)
def test_any_proof_member_of_any_type_gets_an_answer(name: str, value: Any) -> None:
    if value != BADGE["proof"][name]:
        assert verify(write({**BADGE, "proof": {**BADGE["proof"], name: value}})).verdict != "valid"


@SLOW
@given(st.sampled_from(sorted(BADGE["credentialStatus"])), ANYTHING)
def test_any_status_member_of_any_type_gets_an_answer(name: str, value: Any) -> None:
    if value != BADGE["credentialStatus"][name]:
        assert verify(write({**BADGE, "credentialStatus": {**BADGE["credentialStatus"], name: value}})).verdict != "valid"


@SLOW
@given(st.integers(min_value=0, max_value=len(write(BADGE)) - 1), st.integers(min_value=1, max_value=255))
def test_a_flipped_byte_is_never_valid_unless_it_means_the_same(place: int, mask: int) -> None:
    raw = bytearray(write(BADGE))
    raw[place] ^= mask
    if verify(bytes(raw)).verdict == "valid":
        assert json.loads(raw) == BADGE


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'"' * 60_000,
        b'"\\"' * 20_000,
        b'{"a":' + b"9" * 60_000 + b"}",
        b" " * 65_537,
        b"{" + b",".join(b'"k%d":[]' % number for number in range(6000)) + b"}",
    ],
    ids=["lists", "objects", "quotes", "escapes", "number", "size", "members"],
)
def test_a_bomb_is_unknown_and_costs_next_to_nothing(raw: bytes) -> None:
    begun = time.process_time()
    assert verify(raw).verdict == "unknown"
    assert time.process_time() - begun < 5


def test_parts_that_look_alike_are_refused_before_they_explode() -> None:
    document = make_unsigned_badge()
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": "same", "targetUrl": "https://a.example"} for _ in range(40)
    ]
    with pytest.raises(TooComplexError):
        sign_document(document, MemorySigner(), ISSUER, NOW)
