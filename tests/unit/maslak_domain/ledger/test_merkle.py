from __future__ import annotations

import hashlib

import pytest

from maslak_domain.ledger.merkle import consistency_proof, inclusion_proof, tree_root, verify_consistency, verify_inclusion

# The test vectors of the Certificate Transparency implementations (leaves and roots of trees of size 1 to 8).
LEAVES = [
    bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_the_published_ones():
    assert [tree_root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS
    assert tree_root([]) == hashlib.sha256(b"").digest()


def test_published_inclusion_and_consistency_proofs_are_given():
    assert [each.hex() for each in inclusion_proof(LEAVES[:3], 2)] == [ROOTS[1]]
    assert [each.hex() for each in consistency_proof(LEAVES, 8)] == []
    assert [each.hex() for each in consistency_proof(LEAVES[:5], 2)] == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]


def test_proofs_outside_the_tree_are_refused():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 0)
    assert not verify_inclusion(LEAVES[0], 8, 8, [], tree_root(LEAVES))
    assert not verify_consistency(9, 8, [], b"", b"")
    assert not verify_consistency(1, 8, [], b"", b"")
    assert not verify_inclusion(LEAVES[0], 0, 1, [bytes(32)], tree_root(LEAVES[:1]))
