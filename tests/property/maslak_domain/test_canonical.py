"""Canonical bytes against the reference implementation of RFC 8785, on the restricted profile."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from maslak_domain.ledger.canonical import NotCanonicalError, canonical_bytes, check_canonical

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
keys = st.text(st.characters(min_codepoint=1, max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_bytes_are_those_of_the_reference_implementation(value):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(values)
def test_canonical_bytes_are_recognised_and_give_their_value(value):
    assert check_canonical(canonical_bytes(value)) == value


@given(values, st.randoms(use_true_random=False))
def test_any_other_spelling_of_a_value_is_refused(value, random):
    other = json.dumps(value, ensure_ascii=random.random() < 0.5, separators=random.choice([(",", ":"), (", ", ": ")])).encode()
    assume(other != canonical_bytes(value))
    with pytest.raises(NotCanonicalError):
        check_canonical(other)


@given(st.binary(max_size=60))
def test_bytes_are_refused_or_are_exactly_the_reference_form(raw):
    try:
        value = check_canonical(raw)
    except NotCanonicalError:
        return
    assert rfc8785.dumps(value) == raw


@given(values, st.data())
def test_one_changed_byte_never_passes_for_the_same_value(value, data):
    raw = bytearray(canonical_bytes(value))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        changed = check_canonical(bytes(raw))
    except NotCanonicalError:
        return
    assert canonical_bytes(changed) != canonical_bytes(value)
