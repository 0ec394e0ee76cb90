"""Merkle proofs hold for every tree and for nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maslak_domain.ledger.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

leaves_lists = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def root_by_definition(leaves):
    """Compute the root as RFC 9162 defines it, by splitting at the largest power of two."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


@given(leaves_lists)
def test_root_is_the_one_of_the_definition(leaves):
    assert tree_root(leaves) == root_by_definition(leaves)


@given(leaves_lists, st.data())
def test_every_leaf_is_proved_and_another_one_is_not(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = inclusion_proof(leaves, index), tree_root(leaves)
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root)
    assert not verify_inclusion(leaves[index] + b"x", index, len(leaves), proof, root)
    assert not verify_inclusion(leaves[index], index, len(leaves), [*proof, bytes(32)], root)
    if proof:
        assert not verify_inclusion(leaves[index], index, len(leaves), proof[1:], root)


@given(leaves_lists, st.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(leaves, data):
    older = data.draw(st.integers(1, len(leaves)))
    proof, root = consistency_proof(leaves, older), tree_root(leaves)
    assert verify_consistency(older, len(leaves), proof, tree_root(leaves[:older]), root)
    changed = data.draw(st.integers(0, older - 1))
    rewritten = [*leaves[:changed], leaves[changed] + b"x", *leaves[changed + 1 : older]]
    assert not verify_consistency(older, len(leaves), proof, tree_root(rewritten), root)
