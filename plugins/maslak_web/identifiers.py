"""Row identifiers: UUID version 7 (RFC 9562), so that new rows land at the end of an index and sort by birth."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def new_id() -> uuid.UUID:
    """Return a UUIDv7 greater than every one this process made before, even when the system clock steps back."""
    global _last  # noqa: PLW0603 - the last value is what makes the sequence monotonic within the process
    value = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    with _lock:
        # A small random step keeps identifiers of one millisecond unguessable and in order.
        _last = value if value > _last else _last + 1 + secrets.randbits(32)
        value = _last
    milliseconds, tail = value >> _RANDOM_BITS, value & ((1 << _RANDOM_BITS) - 1)
    upper, lower = tail >> 62, tail & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | upper << 64 | 0b10 << 62 | lower)
