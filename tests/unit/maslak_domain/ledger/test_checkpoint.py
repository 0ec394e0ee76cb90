from __future__ import annotations

from datetime import UTC, datetime

from maslak_domain.ledger.checkpoint import TreeHead, checkpoint_bytes

AT = datetime(2026, 11, 23, tzinfo=UTC)
HEADS = {"esith": TreeHead(2, "b" * 64, "c" * 64), "ensam-rabat": TreeHead(5, "d" * 64, "e" * 64)}


def test_equal_heads_give_equal_bytes_whatever_their_order():
    assert checkpoint_bytes(AT, HEADS) == checkpoint_bytes(AT, dict(reversed(HEADS.items())))
    assert checkpoint_bytes(AT, HEADS).startswith(b'{"at":"2026-11-23T00:00:00.000000Z","heads":[{"hash":"dddd')


def test_one_changed_head_changes_the_checkpoint():
    assert checkpoint_bytes(AT, HEADS) != checkpoint_bytes(AT, HEADS | {"esith": TreeHead(3, "b" * 64, "c" * 64)})
