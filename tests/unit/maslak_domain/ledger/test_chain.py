from __future__ import annotations

import hashlib
import json

import pytest
from tests.factories.ledger_entry import INSTITUTION, make_body, make_chain

from maslak_domain.ledger.body import MalformedBodyError
from maslak_domain.ledger.chain import (
    EMPTY,
    GENESIS,
    MAX_ENTRY_BYTES,
    BrokenChainError,
    Head,
    MalformedEntryError,
    entry_bytes,
    entry_hash,
    parse_entry,
    parse_following,
    verify_chain,
)


def test_entry_is_the_body_spliced_into_a_canonical_frame():
    body = make_body()
    raw = entry_bytes(INSTITUTION, 1, GENESIS, body)
    assert raw == b'{"body":' + body + f',"institution":"ensam-rabat","prev":"{GENESIS}","seq":1,"v":1}}'.encode()
    entry = parse_entry(raw)
    assert (entry.institution, entry.seq, entry.prev, entry.body_bytes, entry.raw) == (INSTITUTION, 1, GENESIS, body, raw)
    assert entry.body == json.loads(body)
    assert entry.hash == hashlib.sha256(raw).hexdigest() == entry_hash(raw)
    assert parse_following(raw, INSTITUTION, EMPTY) == entry


def test_text_that_looks_like_an_entrys_end_stays_inside_the_body():
    body = make_body(data={"note": f'"}},"institution":"esith","prev":"{GENESIS}","seq":9,"v":1}}'})
    assert parse_entry(entry_bytes(INSTITUTION, 1, GENESIS, body)).institution == INSTITUTION


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw + b" ",
        lambda raw: raw.replace(b'"v":1', b'"v":2'),
        lambda raw: raw.replace(b'"seq":1', b'"seq":01'),
        lambda raw: raw.replace(b'"seq":1', b'"seq":0'),
        lambda raw: raw.replace(b"ensam-rabat", b"ENSAM"),
        lambda raw: raw.replace(b'"author":"system"', b'"author": "system"'),
        lambda raw: raw.replace(b'"author":"system"', b'"author":"root"'),
        lambda raw: raw.replace(b'"revision":1', b'"revision":0'),
        lambda raw: raw.replace(b'"revision":1', b'"revision":true'),
        lambda raw: raw.replace(b'"reason":null,', b""),
        lambda raw: raw.replace(b'"reason":null', b'"reason":""'),
        lambda raw: raw.replace(b'"reason":null', b'"reason":5'),
        lambda raw: raw.replace(b'"commitment":null', b'"commitment":"abc"'),
        lambda raw: raw.replace(b'"type":"enrolment.recorded"', b'"type":"enrolment"'),
        lambda raw: raw.replace(b'"type":"enrolment.recorded"', b'"type":7'),
        lambda raw: raw.replace(b"T10:42", b"T10-42"),
        lambda raw: raw.replace(b'"learner":"', b'"learner":"x'),
        lambda raw: raw.replace(b'"data":{', b'"data":{"a":1.5,'),
        lambda raw: raw[:-1],
        lambda raw: b"",
        lambda raw: b'{"body":[],"institution":"a","prev":"' + GENESIS.encode() + b'","seq":1,"v":1}',
    ],
)
def test_bytes_that_are_no_entry_are_refused(change):
    raw = make_chain(1)[0]
    with pytest.raises(MalformedEntryError):
        parse_entry(change(raw))


def test_entry_larger_than_the_limit_is_refused():
    raw = make_chain(1)[0].replace(b"shared-core", b"x" * 70_000)
    with pytest.raises(MalformedEntryError):
        parse_entry(raw)
    assert parse_following(raw.replace(b"x" * 70_000, b"x"), INSTITUTION, EMPTY) is not None


def test_body_that_would_not_fit_an_entry_is_refused_before_it_is_recorded():
    with pytest.raises(MalformedBodyError):
        make_body(data={"a": "x" * 62_000})
    assert len(entry_bytes(INSTITUTION, 1, GENESIS, make_body(data={"a": "x" * 60_000}))) < MAX_ENTRY_BYTES


def test_frame_refuses_what_it_could_not_read_again():
    for institution, seq, prev in (('a"b', 1, GENESIS), ("", 1, GENESIS), (INSTITUTION, 0, GENESIS), (INSTITUTION, 1, "0")):
        with pytest.raises(MalformedEntryError):
            entry_bytes(institution, seq, prev, make_body())


def test_unknown_type_is_well_formed():
    raw = entry_bytes(INSTITUTION, 1, GENESIS, make_body(type="placement.signed"))
    assert parse_entry(raw).body["type"] == "placement.signed"


def test_chain_ends_where_its_last_entry_does():
    entries = make_chain(3)
    assert verify_chain(INSTITUTION, entries) == Head(3, entry_hash(entries[-1]))
    assert verify_chain(INSTITUTION, entries[1:], Head(1, entry_hash(entries[0]))).seq == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda entries: [entries[1], entries[0]],
        lambda entries: [entries[0], entries[2]],
        lambda entries: [entries[0], entries[0]],
        lambda entries: [entries[0].replace(b"shared-core", b"Shared-core"), *entries[1:]],
    ],
)
def test_removed_moved_doubled_or_changed_entries_break_the_chain(change):
    with pytest.raises(BrokenChainError):
        verify_chain(INSTITUTION, change(make_chain(3)))


def test_chain_of_another_institution_is_not_this_one():
    with pytest.raises(BrokenChainError):
        verify_chain("esith", make_chain(1))
