"""Sync protocol v1: how an institution's ledger reaches the registry, and what both sides say about it.

The messages, the rules that need neither clock nor network, and the refusals with their stable codes. The version belongs to
the protocol, not to the distribution. Entries travel as the exact bytes that were hashed (``msgspec.Raw``).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError, UnauthenticatedError
from maslak_domain.keys import Signer, is_signature_valid
from maslak_domain.ledger.body import LEARNER_VERIFIED
from maslak_domain.ledger.canonical import NotCanonicalError, canonical_bytes, check_canonical, instant_text, read_instant
from maslak_domain.ledger.chain import Entry, Head, MalformedEntryError, parse_entry, parse_following
from maslak_domain.ledger.commitment import SALT_BYTES, is_commitment_valid

VERSION: Final = 1
MAX_BATCH: Final = 500
MAX_BATCH_BYTES: Final = 4 * 1024 * 1024

# The purposes named in a request's signature, so that a signature for one can never serve for another.
TAG_BATCH: Final = "maslak-batch-v1"
TAG_PASSPORT: Final = "maslak-passport-v1"

BAD_SIGNATURE: Final = "bad_signature"
CLOCK_SKEW: Final = "clock_skew"
NONCE_REUSED: Final = "nonce_reused"
DIGEST_MISMATCH: Final = "digest_mismatch"
GAP: Final = "gap"
FORK: Final = "fork"
MALFORMED_ENTRY: Final = "malformed_entry"
MALFORMED_BATCH: Final = "malformed_batch"
UNKNOWN_ENTRY_TYPE: Final = "unknown_entry_type"
BATCH_TOO_LARGE: Final = "batch_too_large"
INSTITUTION_UNKNOWN: Final = "institution_unknown"
INSTITUTION_FROZEN: Final = "institution_frozen"
BAD_RECEIPT: Final = "bad_receipt"
INVALID_CURSOR: Final = "invalid_cursor"


class BadSignatureError(UnauthenticatedError):
    """Raised when a request's signature is missing, wrong, or by a key that is not valid."""

    code = BAD_SIGNATURE


class ClockSkewError(UnauthenticatedError):
    """Raised when a signature's time is too far from the receiver's; ``signed_time`` in params lets the sender sign again."""

    code = CLOCK_SKEW


class NonceReusedError(UnauthenticatedError):
    """Raised when a signed request arrives a second time as the same request."""

    code = NONCE_REUSED


class DigestMismatchError(InvalidError):
    """Raised when a body is not the one whose digest was signed."""

    code = DIGEST_MISMATCH


class GapError(ConflictError):
    """Raised when a batch begins after the next expected sequence; ``expected`` in params says where to begin."""

    code = GAP


class ForkError(ConflictError):
    """Raised when a known sequence arrives with other bytes: the institution is frozen and people look."""

    code = FORK


class MalformedBatchError(InvalidError):
    """Raised when a message is not a batch of this protocol version for this institution."""

    code = MALFORMED_BATCH


class BatchTooLargeError(TooLargeError):
    """Raised when a batch holds more entries or bytes than the protocol allows."""

    code = BATCH_TOO_LARGE


class InstitutionUnknownError(NotFoundError):
    """Raised when the registry has no institution of this key."""

    code = INSTITUTION_UNKNOWN


class InstitutionFrozenError(ForbiddenError):
    """Raised while an institution's chain is frozen after a fork."""

    code = INSTITUTION_FROZEN


class BadReceiptError(UnauthenticatedError):
    """Raised when a statement of the registry is not signed by its pinned key, or speaks of something else."""

    code = BAD_RECEIPT


class InvalidCursorError(InvalidError):
    """Raised when a cursor was not made by this protocol."""

    code = INVALID_CURSOR


class SealedEntry(msgspec.Struct, frozen=True):
    """An entry as it travels: its exact bytes, and beside them what may be erased (hex salt and identity)."""

    entry: msgspec.Raw
    salt: str | None = None
    identity: dict[str, Any] | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Contiguous entries of one institution, beginning at sequence ``first``."""

    v: int = VERSION
    institution: str
    first: int
    entries: list[SealedEntry]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The registry's word that it holds the entries ``first`` to ``last``; ``head`` is the hash of its chain's last entry."""

    digest: str
    first: int
    head: str
    institution: str
    keyid: str
    last: int
    received_at: str
    type: str = "receipt"
    v: int = VERSION


class SignedReceipt(msgspec.Struct, frozen=True):
    """A receipt's canonical bytes with the registry's Ed25519 signature over them (base64url)."""

    receipt: msgspec.Raw
    keyid: str
    signature: str


class SignedTime(msgspec.Struct, frozen=True):
    """The registry's time, signed, so that a sender with a wrong clock can be told the right one by nobody else."""

    time: msgspec.Raw
    keyid: str
    signature: str


class Cursor(msgspec.Struct, frozen=True):
    """How far a reader has come: a position per institution's chain and one in the registry's own chain."""

    institutions: dict[str, int] = {}
    registry: int = 0


_decode_batch: Final = msgspec.json.Decoder(Batch).decode
_encoder: Final = msgspec.json.Encoder()
_decode_signed_receipt: Final = msgspec.json.Decoder(SignedReceipt).decode
_decode_signed_time: Final = msgspec.json.Decoder(SignedTime).decode


def batch_digest(raw: bytes) -> str:
    """Hash a batch's bytes as sent (hex SHA-256); also its idempotency key."""
    return hashlib.sha256(raw).hexdigest()


def make_batch(institution: str, first: int, entries: Sequence[SealedEntry]) -> bytes:
    """Write a batch. Equal entries always give equal bytes, so a retry is the same request. Raises BatchTooLargeError."""
    raw = _encoder.encode(Batch(institution=institution, first=first, entries=list(entries)))
    if len(entries) > MAX_BATCH or len(raw) > MAX_BATCH_BYTES:
        raise BatchTooLargeError("a batch holds at most 500 entries and 4 MiB", entries=len(entries), bytes=len(raw))
    return raw


def read_batch(raw: bytes) -> Batch:
    """Read a batch's envelope; its entries are not looked at yet. Raises BatchTooLargeError, MalformedBatchError."""
    if len(raw) > MAX_BATCH_BYTES:
        raise BatchTooLargeError("a batch holds at most 4 MiB", bytes=len(raw))
    try:
        batch = _decode_batch(raw)
    except (ValueError, RecursionError) as error:
        raise MalformedBatchError("the bytes are not a batch") from error
    if batch.v != VERSION:
        raise MalformedBatchError("this protocol version is not spoken here", supported=VERSION)
    return batch


def check_batch(batch: Batch, head: Head, known: Callable[[int], str | None] | None = None) -> list[Entry]:
    """Check a batch against the end of the stored chain and return the entries to append (none for a repeated batch).

    Raises what `find_fresh` and `follow_entries` raise.
    """
    return list(follow_entries(batch.institution, find_fresh(batch, head, known), head))


def find_fresh(batch: Batch, head: Head, known: Callable[[int], str | None] | None = None) -> Sequence[SealedEntry]:
    """Return the part of a batch that lies behind the end of the stored chain; its entries are not looked at yet.

    ``known`` gives the stored hash of a sequence up to ``head``. It is asked only when the batch begins before the head's
    end; without it such a batch is answered like a gap. Raises MalformedBatchError, BatchTooLargeError, GapError,
    ForkError, MalformedEntryError.
    """
    if not batch.entries or batch.first < 1:
        raise MalformedBatchError("a batch holds an entry and begins at a sequence")
    if len(batch.entries) > MAX_BATCH:
        raise BatchTooLargeError("a batch holds at most 500 entries", entries=len(batch.entries))
    if batch.first > head.seq + 1 or (batch.first <= head.seq and known is None):
        raise GapError("the batch does not begin at the next sequence", expected=head.seq + 1)
    repeated = min(len(batch.entries), head.seq + 1 - batch.first)
    if repeated and known is not None:
        _check_repeated(batch, repeated, known)
    return batch.entries[repeated:]


def follow_entries(institution: str, fresh: Iterable[SealedEntry], head: Head) -> Iterator[Entry]:
    """Yield each entry once it is checked: canonical, in its place, chained to the one before, true to its commitment.

    A writer may pass entries on while later ones are still being checked, in a transaction that it undoes when this raises.
    Raises ForkError, MalformedEntryError.
    """
    running = head
    for sealed in fresh:
        raw = bytes(sealed.entry)
        entry = parse_following(raw, institution, running)
        if entry is None:
            raise _explain_break(raw, institution, running, is_first=running is head)
        _check_identity(entry, sealed)
        yield entry
        running = Head(entry.seq, entry.hash)


def _check_repeated(batch: Batch, repeated: int, known: Callable[[int], str | None]) -> None:
    """Compare what arrives again with what is stored; the same bytes are welcome, others are a fork."""
    for seq, sealed in enumerate(batch.entries[:repeated], start=batch.first):
        if hashlib.sha256(bytes(sealed.entry)).hexdigest() != known(seq):
            # Damaged bytes are no fork: only a well-formed entry can claim to be another history.
            entry = parse_entry(bytes(sealed.entry))
            if (entry.institution, entry.seq) != (batch.institution, seq):
                raise MalformedEntryError("the entry is not the one its place in the batch says", seq=seq)
            raise ForkError("a stored sequence arrived with other bytes", seq=seq)


def _explain_break(raw: bytes, institution: str, head: Head, *, is_first: bool) -> InvalidError | ConflictError:
    """Find out why an entry does not follow: it is malformed, misplaced, or continues another history."""
    entry = parse_entry(raw)
    if (entry.institution, entry.seq) != (institution, head.seq + 1):
        return MalformedEntryError("the entry is not the one its place in the batch says", seq=head.seq + 1)
    if is_first:
        return ForkError("the entry continues another history than the stored one", seq=entry.seq)
    return MalformedEntryError("the entry does not hold the hash of the one before it", seq=entry.seq)


def _check_identity(entry: Entry, sealed: SealedEntry) -> None:
    """Check that an identity in the envelope is the one the entry committed to; an erased one is absent with its salt."""
    if sealed.salt is None and sealed.identity is None:
        return
    commitment = entry.body["commitment"]
    if sealed.salt is None or sealed.identity is None or commitment is None or entry.body["type"] != LEARNER_VERIFIED:
        raise MalformedEntryError("salt and identity come together, with the entry that commits to them", seq=entry.seq)
    try:
        salt = bytes.fromhex(sealed.salt)
        valid = len(salt) == SALT_BYTES and is_commitment_valid(commitment, salt, sealed.identity)
    except (ValueError, InvalidError) as error:
        raise MalformedEntryError("the salt or the identity is out of form", seq=entry.seq) from error
    if not valid:
        raise MalformedEntryError("the identity is not the one committed to", seq=entry.seq)


def make_receipt(*, institution: str, first: int, last: int, head: str, digest: str, received_at: datetime, signer: Signer) -> bytes:
    """Write the signed receipt for a batch, as it is answered and kept by both sides."""
    receipt = Receipt(
        institution=institution,
        first=first,
        last=last,
        head=head,
        digest=digest,
        received_at=instant_text(received_at),
        keyid=signer.key_id,
    )
    raw = canonical_bytes(msgspec.to_builtins(receipt))
    return _encoder.encode(SignedReceipt(msgspec.Raw(raw), signer.key_id, _to_base64(signer.sign(raw))))


def verify_receipt(raw: bytes, public_key: Ed25519PublicKey) -> Receipt:
    """Return the receipt in a signed answer, verified against the registry's pinned key. Raises BadReceiptError."""
    try:
        signed = _decode_signed_receipt(raw)
        value = _verify_statement(bytes(signed.receipt), signed.signature, public_key)
        receipt = msgspec.convert(value, Receipt)
    except (ValueError, NotCanonicalError) as error:
        raise BadReceiptError("the answer is not a receipt") from error
    if receipt.type != "receipt" or receipt.v != VERSION:
        raise BadReceiptError("the signed statement is not a receipt")
    return receipt


def make_signed_time(at: datetime, signer: Signer, nonce: str | None = None) -> bytes:
    """Write the registry's time, signed; ``nonce`` ties it to the request that it answers."""
    raw = canonical_bytes({"at": instant_text(at), "nonce": nonce, "type": "time", "v": VERSION})
    return _encoder.encode(SignedTime(msgspec.Raw(raw), signer.key_id, _to_base64(signer.sign(raw))))


def verify_signed_time(raw: bytes, public_key: Ed25519PublicKey, nonce: str | None = None) -> datetime:
    """Return the time in a signed statement; with ``nonce``, only if it answers that request. Raises BadReceiptError."""
    try:
        signed = _decode_signed_time(raw)
        value = _verify_statement(bytes(signed.time), signed.signature, public_key)
        if type(value) is not dict or value.get("type") != "time" or (nonce is not None and value.get("nonce") != nonce):
            raise BadReceiptError("the signed statement is not the time asked for")
        return read_instant(value.get("at", ""))
    except (ValueError, NotCanonicalError) as error:
        raise BadReceiptError("the answer is not a signed time") from error


def encode_cursor(cursor: Cursor) -> str:
    """Write a cursor for a program to keep; what is inside is not its concern."""
    return _to_base64(canonical_bytes({"i": cursor.institutions, "r": cursor.registry, "v": VERSION}))


def decode_cursor(text: str) -> Cursor:
    """Read a cursor; the empty text is the beginning. Raises InvalidCursorError."""
    if not text:
        return Cursor()
    try:
        value = check_canonical(_from_base64(text))
        if type(value) is not dict or value.keys() != {"i", "r", "v"} or value["v"] != VERSION:
            raise InvalidCursorError("the cursor is not one of this version")
        cursor = msgspec.convert({"institutions": value["i"], "registry": value["r"]}, Cursor)
    except (ValueError, NotCanonicalError) as error:
        raise InvalidCursorError("the text is not a cursor") from error
    if cursor.registry < 0 or any(seq < 0 for seq in cursor.institutions.values()):
        raise InvalidCursorError("positions are counted from 0")
    return cursor


def _verify_statement(raw: bytes, signature: str, public_key: Ed25519PublicKey) -> Any:
    if not is_signature_valid(public_key, _from_base64(signature), raw):
        raise BadReceiptError("the statement is not signed by the pinned key")
    return check_canonical(raw)


def _to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _from_base64(text: str) -> bytes:
    """Read base64url without padding; raises ValueError for any other text."""
    if len(text) > 65536:
        raise ValueError("too long")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if _to_base64(data) != text:
        raise ValueError("not the one base64url form")
    return data
