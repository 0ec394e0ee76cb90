"""The Merkle tree of an institution, after RFC 9162 section 2.1: one root for everything, short proofs for one entry.

Leaf *i* (from 0) is the 32-byte hash of the entry with sequence *i* + 1, so trees can be built from the stored hashes alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf; the prefix keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Give the tree head over the leaves (RFC 9162, 2.1.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [leaf_hash(leaf) for leaf in leaves]
    while len(level) > 1:
        # Pairing neighbours and passing an odd last node up gives the same tree as splitting at powers of two.
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give the audit path of a leaf, nearest first (RFC 9162, 2.1.3.1). Raises IndexError outside the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), tree_root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), tree_root(leaves[:split])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows that ``leaf`` is leaf ``index`` of a tree of ``size`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, running = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            running = node_hash(sibling, running)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            running = node_hash(running, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and running == root


def consistency_proof(leaves: Sequence[bytes], older: int) -> list[bytes]:
    """Prove that the tree of the first ``older`` leaves grew into this one (RFC 9162, 2.1.4.1). Raises IndexError."""
    if not 0 < older <= len(leaves):
        raise IndexError(older)
    return _subproof(leaves, older, complete=True)


def verify_consistency(older: int, size: int, proof: Sequence[bytes], older_root: bytes, root: bytes) -> bool:
    """Say whether the proof shows that the older tree is a prefix of the newer one (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= size:
        return False
    if older == size:
        return not proof and older_root == root
    path = list(proof) if older & (older - 1) else [older_root, *proof]
    if not path:
        return False
    position, last = older - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == older_root and new == root


def _subproof(leaves: Sequence[bytes], older: int, *, complete: bool) -> list[bytes]:
    if older == len(leaves):
        return [] if complete else [tree_root(leaves)]
    split = _split(len(leaves))
    if older <= split:
        return [*_subproof(leaves[:split], older, complete=complete), tree_root(leaves[split:])]
    return [*_subproof(leaves[split:], older - split, complete=False), tree_root(leaves[:split])]


def _split(size: int) -> int:
    """Give the largest power of two below ``size`` (RFC 9162's *k*)."""
    return 1 << ((size - 1).bit_length() - 1)
