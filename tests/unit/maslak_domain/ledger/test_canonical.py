from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from maslak_domain.ledger.canonical import NotCanonicalError, canonical_bytes, check_canonical, decimal_text, instant_text, read_instant


def test_keys_are_ordered_and_nothing_is_escaped_without_need():
    assert canonical_bytes({"b": [1, True, None], "a": 'é"\n\u001f/'}) == b'{"a":"\xc3\xa9\\"\\n\\u001f/","b":[1,true,null]}'


@pytest.mark.parametrize(
    "value", [1.0, 2**53, -(2**53), "\0", {"é": 1}, {"a\0": 1}, {1: 2}, "\ud800", (1, 2), b"x", Decimal(1), {"a": [{"b": 0.5}]}]
)
def test_value_outside_the_profile_is_refused(value):
    with pytest.raises(NotCanonicalError):
        canonical_bytes(value)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":"\\u00e9"}',
        b'{"a":"\\/"}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740992}',
        b'{"a":[9007199254740993]}',
        b'{"a":123456789012345678901234567890}',
        b'{"a":-9007199254740992}',
        '{"é":1}'.encode(),
        '{"a":"الفوج","é":1}'.encode(),
        '{"a":[{"b":"é","c:é:":"d"}]}'.encode(),
        '{"a\\"é":1}'.encode(),
        '["é",{"a":9007199254740992}]'.encode(),
        b'{"a":"\\u0000"}',
        b'{"a\\u0000":"x"}',
        b'{"a":{"b":["\\u0000"]}}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":NaN}',
        b"{",
        b"",
        b"[" * 100_000,
    ],
)
def test_bytes_that_are_not_the_one_form_are_refused(raw):
    with pytest.raises(NotCanonicalError):
        check_canonical(raw)


def test_canonical_bytes_give_their_value():
    raw = '{"a":"الفوج","b":[{"c":9007199254740991}],"d":"\\\\u0000"}'.encode()
    assert check_canonical(raw) == {"a": "الفوج", "b": [{"c": 2**53 - 1}], "d": "\\u0000"}
    assert canonical_bytes(check_canonical(raw)) == raw


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"12345678901234567890","b":9007199254740991}',
        '["é",":","é:"]',
        '{"a":"é:","b":":é"}',
        '{"a":"{\\"é\\":1}"}',
        '{"a":"back\\\\slash","b":"é"}',
        '"é"',
        "[]",
    ],
)
def test_what_only_looks_like_a_foreign_key_or_a_large_integer_is_accepted(text):
    assert canonical_bytes(check_canonical(text.encode())) == text.encode()


def test_times_are_written_in_utc_and_read_back():
    at = datetime(2026, 11, 23, 11, 42, tzinfo=timezone(timedelta(hours=1)))
    assert instant_text(at) == "2026-11-23T10:42:00.000000Z"
    assert read_instant(instant_text(at)) == at
    assert read_instant(instant_text(at)).tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-11-23T10:42:00Z", "2026-11-23 10:42:00.000000Z", "", "2026-13-01T00:00:00.000000Z"])
def test_other_spellings_of_a_time_are_refused(text):
    with pytest.raises(NotCanonicalError):
        read_instant(text)


def test_naive_times_and_endless_decimals_are_refused():
    with pytest.raises(NotCanonicalError):
        instant_text(datetime(2026, 1, 1))
    with pytest.raises(NotCanonicalError):
        decimal_text(Decimal("Infinity"))


def test_decimals_keep_their_places_and_have_no_exponent():
    assert decimal_text(Decimal("13.50")) == "13.50"
    assert decimal_text(Decimal("1E+3")) == "1000"
