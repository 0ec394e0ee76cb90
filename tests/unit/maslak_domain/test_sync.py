from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from tests.factories.credential import MemorySigner
from tests.factories.ledger_entry import INSTITUTION, make_body, make_chain

from maslak_domain.ledger.chain import EMPTY, GENESIS, Head, MalformedEntryError, entry_bytes, entry_hash
from maslak_domain.ledger.commitment import make_commitment
from maslak_domain.sync import (
    MAX_BATCH,
    MAX_BATCH_BYTES,
    BadReceiptError,
    BatchTooLargeError,
    Cursor,
    ForkError,
    GapError,
    InvalidCursorError,
    MalformedBatchError,
    SealedEntry,
    batch_digest,
    check_batch,
    decode_cursor,
    encode_cursor,
    make_batch,
    make_receipt,
    make_signed_time,
    read_batch,
    verify_receipt,
    verify_signed_time,
)

SIGNER, OTHER = MemorySigner(1), MemorySigner(2)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
IDENTITY = {"birth_on": "2004-05-06", "name_ar": "سلمى", "name_latin": "Salma", "national_code": "R1"}
SALT = b"\7" * 32


def batch_of(entries, first=1, institution=INSTITUTION):
    return read_batch(make_batch(institution, first, [SealedEntry(msgspec.Raw(raw)) for raw in entries]))


def head_of(entries):
    return Head(len(entries), entry_hash(entries[-1])) if entries else EMPTY


def known_in(entries):
    return lambda seq: entry_hash(entries[seq - 1])


def test_batch_carries_the_very_bytes_that_were_hashed():
    entries = make_chain(3)
    assert [each.raw for each in check_batch(batch_of(entries), EMPTY)] == entries


def test_equal_entries_make_equal_batches():
    sealed = [SealedEntry(msgspec.Raw(raw)) for raw in make_chain(2)]
    assert make_batch(INSTITUTION, 1, sealed) == make_batch(INSTITUTION, 1, sealed)


def test_batch_with_a_gap_is_refused_with_the_expected_sequence():
    entries = make_chain(4)
    with pytest.raises(GapError) as refused:
        check_batch(batch_of(entries[3:], first=4), head_of(entries[:1]))
    assert refused.value.params == {"expected": 2}


def test_batch_that_begins_too_early_is_a_gap_for_who_cannot_compare():
    entries = make_chain(2)
    with pytest.raises(GapError) as refused:
        check_batch(batch_of(entries), head_of(entries[:1]))
    assert refused.value.params == {"expected": 2}


def test_repeated_batch_brings_nothing_new_and_a_longer_one_brings_its_end():
    entries = make_chain(4)
    assert check_batch(batch_of(entries[:2]), head_of(entries[:2]), known_in(entries)) == []
    assert [each.seq for each in check_batch(batch_of(entries), head_of(entries[:2]), known_in(entries))] == [3, 4]
    assert check_batch(batch_of(entries[:1]), head_of(entries[:3]), known_in(entries)) == []


def test_known_sequence_with_other_bytes_is_a_fork():
    stored, others = make_chain(2), make_chain(2, first_number=7)
    with pytest.raises(ForkError) as refused:
        check_batch(batch_of(others), head_of(stored), known_in(stored))
    assert refused.value.params == {"seq": 1}


def test_next_entry_that_continues_another_history_is_a_fork():
    stored, others = make_chain(1), make_chain(2, first_number=7)
    with pytest.raises(ForkError):
        check_batch(batch_of(others[1:], first=2), head_of(stored))


def test_damaged_bytes_are_malformed_and_no_fork():
    stored = make_chain(2)
    damaged = [stored[0], stored[1].replace(b'"author":"system"', b'"author":"systeM"')]
    with pytest.raises(MalformedEntryError):
        check_batch(batch_of(damaged), head_of(stored), known_in(stored))
    with pytest.raises(MalformedEntryError):
        check_batch(batch_of(damaged), EMPTY)


@pytest.mark.parametrize(
    "order",
    [
        lambda entries: [entries[1], entries[0], entries[2]],
        lambda entries: [entries[0], entries[2]],
        lambda entries: [entries[0], entries[0]],
        lambda entries: [entries[0], make_chain(2, first_number=5)[1]],
    ],
)
def test_batch_whose_entries_do_not_follow_one_another_is_malformed(order):
    with pytest.raises(MalformedEntryError):
        check_batch(batch_of(order(make_chain(3))), EMPTY)


def test_entry_of_another_institution_is_malformed():
    with pytest.raises(MalformedEntryError):
        check_batch(batch_of(make_chain(1, institution="esith")), EMPTY)


def test_unknown_type_is_accepted_into_the_chain():
    raw = entry_bytes(INSTITUTION, 1, GENESIS, make_body(type="placement.signed"))
    assert check_batch(batch_of([raw]), EMPTY)[0].body["type"] == "placement.signed"


def test_batch_without_entries_or_with_too_many_is_refused():
    with pytest.raises(MalformedBatchError):
        check_batch(batch_of([]), EMPTY)
    raw = msgspec.Raw(make_chain(1)[0])
    with pytest.raises(BatchTooLargeError):
        make_batch(INSTITUTION, 1, [SealedEntry(raw)] * (MAX_BATCH + 1))
    with pytest.raises(BatchTooLargeError):
        read_batch(b" " * (MAX_BATCH_BYTES + 1))


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"v":2,"institution":"a","first":1,"entries":[]}', b"[" * 100_000, b"\xff"])
def test_bytes_that_are_no_batch_are_refused(raw):
    with pytest.raises(MalformedBatchError):
        read_batch(raw)


def verified_entry(salt: Any, identity: Any, **changes: Any):
    values = {"type": "learner.verified", "data": {}, "commitment": make_commitment(SALT, IDENTITY)} | changes
    raw = entry_bytes(INSTITUTION, 1, GENESIS, make_body(**values))
    return read_batch(make_batch(INSTITUTION, 1, [SealedEntry(msgspec.Raw(raw), salt, identity)]))


def test_identity_that_the_entry_committed_to_is_accepted_and_so_is_an_erased_one():
    assert check_batch(verified_entry(SALT.hex(), IDENTITY), EMPTY)
    assert check_batch(verified_entry(None, None), EMPTY)


@pytest.mark.parametrize(
    ("salt", "identity", "changes"),
    [
        (SALT.hex(), IDENTITY | {"birth_on": "2004-05-07"}, {}),
        ("08" * 32, IDENTITY, {}),
        ("07", IDENTITY, {}),
        ("pepper", IDENTITY, {}),
        (SALT.hex(), None, {}),
        (None, IDENTITY, {}),
        (SALT.hex(), IDENTITY | {"weight": 1.5}, {}),
        (SALT.hex(), IDENTITY, {"commitment": None}),
        (SALT.hex(), IDENTITY, {"type": "enrolment.recorded"}),
    ],
)
def test_identity_that_does_not_open_the_commitment_is_malformed(salt, identity, changes):
    with pytest.raises(MalformedEntryError):
        check_batch(verified_entry(salt, identity, **changes), EMPTY)


def signed_receipt(signer=SIGNER):
    return make_receipt(institution=INSTITUTION, first=1, last=2, head="a" * 64, digest=batch_digest(b"x"), received_at=NOW, signer=signer)


def test_receipt_is_believed_when_the_pinned_key_signed_it():
    receipt = verify_receipt(signed_receipt(), SIGNER.public_key)
    assert (receipt.institution, receipt.first, receipt.last, receipt.head, receipt.digest) == (
        INSTITUTION,
        1,
        2,
        "a" * 64,
        batch_digest(b"x"),
    )
    assert receipt.received_at == "2026-11-23T10:42:00.000000Z"


def test_receipt_by_another_key_or_with_a_changed_byte_is_refused():
    with pytest.raises(BadReceiptError):
        verify_receipt(signed_receipt(OTHER), SIGNER.public_key)
    with pytest.raises(BadReceiptError):
        verify_receipt(signed_receipt().replace(b'"last":2', b'"last":3'), SIGNER.public_key)


def test_signed_time_is_no_receipt_and_a_receipt_is_no_time():
    time = json.loads(make_signed_time(NOW, SIGNER))
    as_receipt = json.dumps({"receipt": time["time"], "keyid": "k", "signature": time["signature"]}, separators=(",", ":")).encode()
    with pytest.raises(BadReceiptError):
        verify_receipt(as_receipt, SIGNER.public_key)
    as_time = signed_receipt().replace(b'{"receipt":', b'{"time":', 1)
    with pytest.raises(BadReceiptError):
        verify_signed_time(as_time, SIGNER.public_key)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"null", b'{"receipt":{},"keyid":"k","signature":"!"}', b'{"receipt":{},"keyid":"k","signature":"AA"}']
)
def test_bytes_that_are_no_receipt_are_refused(raw):
    with pytest.raises(BadReceiptError):
        verify_receipt(raw, SIGNER.public_key)


def test_signed_time_answers_one_request_only():
    raw = make_signed_time(NOW, SIGNER, "nonce-1")
    assert verify_signed_time(raw, SIGNER.public_key) == NOW
    assert verify_signed_time(raw, SIGNER.public_key, "nonce-1") == NOW
    for key, nonce in ((SIGNER.public_key, "nonce-2"), (OTHER.public_key, "nonce-1")):
        with pytest.raises(BadReceiptError):
            verify_signed_time(raw, key, nonce)


def test_cursor_comes_back_as_it_was_and_the_empty_one_is_the_beginning():
    cursor = Cursor({"ensam-rabat": 7, "esith": 0}, 3)
    assert decode_cursor(encode_cursor(cursor)) == cursor
    assert decode_cursor("") == Cursor()


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "!!!",
        "e30",
        "eyJpIjp7fSwiciI6MCwidiI6Mn0",
        "eyJpIjp7fSwiciI6LTEsInYiOjF9",
        "eyJpIjp7ImEiOi0xfSwiciI6MCwidiI6MX0",
        "é",
        "A" * 70_000,
    ],
)
def test_text_that_is_no_cursor_is_refused(text):
    with pytest.raises(InvalidCursorError):
        decode_cursor(text)
