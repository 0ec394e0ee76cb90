"""The hash chain of an institution: each entry holds the hash of the one before it.

An entry is spliced around the body's stored bytes, so that the body is never written a second time and the whole is
canonical whenever the body is. The first entry has sequence 1 and the genesis hash before it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from maslak_domain.errors import InvalidError
from maslak_domain.ledger.body import check_body
from maslak_domain.ledger.canonical import check_canonical

GENESIS: Final = "0" * 64
MAX_ENTRY_BYTES: Final = 64 * 1024

_INSTITUTION: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
# Greedy up to the last possible tail: quotes inside a body's strings are escaped, so only the real tail can match.
_ENTRY: Final = re.compile(
    rb'\{"body":(\{.*\}),"institution":"([a-z0-9-]{1,63})","prev":"([0-9a-f]{64})","seq":([1-9][0-9]{0,15}),"v":1\}', re.DOTALL
)
_OPENING: Final = b'{"body":'


class MalformedEntryError(InvalidError):
    """Raised when bytes are not an entry: another form, not canonical, or a body of the wrong shape."""

    code = "malformed_entry"


class BrokenChainError(InvalidError):
    """Raised when stored entries do not follow one another: something was removed, added or changed."""

    code = "broken_chain"


class Head(msgspec.Struct, frozen=True):
    """Where a chain ends: the last sequence (0 for an empty chain) and its hash."""

    seq: int
    hash: str


class Entry(msgspec.Struct, frozen=True):
    """A parsed entry with the exact bytes it came as."""

    institution: str
    seq: int
    prev: str
    body: dict[str, Any]
    body_bytes: bytes
    raw: bytes
    hash: str


EMPTY: Final = Head(seq=0, hash=GENESIS)


def entry_bytes(institution: str, seq: int, prev: str, body_bytes: bytes) -> bytes:
    """Write an entry around a canonical body. Raises MalformedEntryError for an institution, sequence or hash out of form."""
    if not _INSTITUTION.fullmatch(institution) or not _HASH.fullmatch(prev) or not 1 <= seq < 10**16:
        raise MalformedEntryError("an entry has an institution key, a sequence and a previous hash", seq=seq)
    return b"%b%b%b" % (_OPENING, body_bytes, _tail(institution, seq, prev))


def entry_hash(raw: bytes) -> str:
    """Hash the exact bytes of an entry."""
    return hashlib.sha256(raw).hexdigest()


def parse_entry(raw: bytes) -> Entry:
    """Read an entry and check that its bytes are canonical. Raises MalformedEntryError."""
    match = _ENTRY.fullmatch(raw) if len(raw) <= MAX_ENTRY_BYTES else None
    if match is None:
        raise MalformedEntryError("the bytes do not have the form of an entry")
    return read_body(raw, match[1], institution=match[2].decode(), seq=int(match[4]), prev=match[3].decode())


def parse_following(raw: bytes, institution: str, head: Head) -> Entry | None:
    """Read the entry that must follow ``head``; None when these bytes are not that entry.

    The hot path: institution, sequence and previous hash are compared as bytes instead of being parsed.
    """
    tail = _tail(institution, head.seq + 1, head.hash)
    if not raw.startswith(_OPENING) or not raw.endswith(tail) or len(raw) > MAX_ENTRY_BYTES:
        return None
    return read_body(raw, raw[len(_OPENING) : -len(tail)], institution=institution, seq=head.seq + 1, prev=head.hash)


def read_body(raw: bytes, body_bytes: bytes, *, institution: str, seq: int, prev: str) -> Entry:
    """Finish parsing an entry whose frame is known to be right. Raises MalformedEntryError."""
    try:
        body = check_canonical(body_bytes)
        check_body(body)
    except InvalidError as error:
        raise MalformedEntryError(f"the body is refused: {error.detail}", seq=seq, reason=error.code) from error
    return Entry(institution, seq, prev, body, body_bytes, raw, hashlib.sha256(raw).hexdigest())


def verify_chain(institution: str, entries: Iterable[bytes], head: Head = EMPTY) -> Head:
    """Follow entries from ``head`` and return where they end. Raises BrokenChainError at the first that does not follow."""
    for raw in entries:
        entry = parse_following(raw, institution, head)
        if entry is None:
            raise BrokenChainError("an entry does not follow the one before it", seq=head.seq + 1)
        head = Head(entry.seq, entry.hash)
    return head


def _tail(institution: str, seq: int, prev: str) -> bytes:
    return f',"institution":"{institution}","prev":"{prev}","seq":{seq},"v":1}}'.encode("ascii")
