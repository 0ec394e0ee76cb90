"""However a chain is cut, repeated and damaged on its way, the receiver's copy is a prefix of it or the message is refused."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.ledger_entry import INSTITUTION, make_chain

from maslak_domain.errors import DomainError
from maslak_domain.ledger.chain import EMPTY, Head, entry_hash
from maslak_domain.sync import Cursor, InvalidCursorError, SealedEntry, check_batch, decode_cursor, encode_cursor, make_batch, read_batch

CHAIN = make_chain(12)
cuts = st.tuples(st.integers(0, 11), st.integers(1, 12), st.none() | st.tuples(st.integers(0, 2**16), st.integers(1, 255)))


@settings(max_examples=200)
@given(st.lists(cuts, max_size=12))
def test_receiver_holds_a_prefix_whatever_arrives(messages):
    stored: list[bytes] = []
    for first, length, damage in messages:
        raw = bytearray(make_batch(INSTITUTION, first + 1, [SealedEntry(msgspec.Raw(each)) for each in CHAIN[first : first + length]]))
        if damage is not None:
            raw[damage[0] % len(raw)] ^= damage[1]
        head = Head(len(stored), entry_hash(stored[-1])) if stored else EMPTY
        try:
            batch = read_batch(bytes(raw))
            fresh = check_batch(batch, head, dict(enumerate(map(entry_hash, stored), start=1)).get)
        except DomainError:
            continue
        if damage is None:
            stored += [entry.raw for entry in fresh]
            assert stored == CHAIN[: len(stored)]


@given(st.dictionaries(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), st.integers(0, 2**53 - 1), max_size=6), st.integers(0, 2**53 - 1))
def test_every_cursor_comes_back(institutions, registry):
    cursor = Cursor(institutions, registry)
    assert decode_cursor(encode_cursor(cursor)) == cursor


@given(st.text(max_size=80))
def test_any_text_is_a_cursor_or_is_refused(text):
    try:
        cursor = decode_cursor(text)
    except InvalidCursorError:
        return
    assert encode_cursor(cursor) == text or text == ""
