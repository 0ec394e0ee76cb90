"""Checkpoints: on a day, where every institution's chain ended. Signed once, they fix the whole country's history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from maslak_domain.ledger.canonical import canonical_bytes, instant_text


class TreeHead(msgspec.Struct, frozen=True):
    """The end of one institution's chain: last sequence, hash of the last entry, root of its Merkle tree (both hex)."""

    seq: int
    hash: str
    root: str


def checkpoint_bytes(at: datetime, heads: Mapping[str, TreeHead]) -> bytes:
    """Write the checkpoint to be signed: the heads sorted by institution key, so that equal heads give equal bytes."""
    lines = [
        {"hash": head.hash, "institution": institution, "root": head.root, "seq": head.seq} for institution, head in sorted(heads.items())
    ]
    return canonical_bytes({"at": instant_text(at), "heads": lines, "type": "checkpoint", "v": 1})
