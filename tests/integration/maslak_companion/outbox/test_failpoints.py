"""A worker killed at each named point loses nothing and doubles nothing; the next one goes on where it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.ledger_registry import INSTITUTION

from maslak_companion.outbox.models import ReceiptRow, SealedRow
from maslak_companion.outbox.services import outbox_health
from maslak_domain.ledger.chain import verify_chain
from maslak_web.failpoints import KILLED
from maslak_web.keys import create_key, load_signer

PROGRAM = """
import os
from maslak_companion.settings import Settings
from maslak_companion.worker import make_delivery
from maslak_web.database import Database
from maslak_web.settings import read_settings
settings = read_settings(Settings, os.environ)
assert make_delivery(settings, Database(settings.database)).deliver() is None
"""


@pytest.fixture
def environment(outbox, registry, tmp_path: Path) -> dict[str, str]:
    create_key(tmp_path / "keys" / "sync.jwk", "ed25519")
    create_key(tmp_path / "registry.jwk", "ed25519")
    registry.sender = load_signer(tmp_path / "keys" / "sync.jwk")
    registry.receipt_signer = load_signer(tmp_path / "registry.jwk")
    return {
        **os.environ,
        "MASLAK_HOME": str(tmp_path),
        "MASLAK_INSTITUTION": INSTITUTION,
        "MASLAK_INSTITUTION_DID": "did:web:ensam-rabat.maslak.example",
        "MASLAK_PUBLIC_BASE_URL": "http://127.0.0.1",
        "MASLAK_DATABASE_URL": str(outbox.database.url),
        "MASLAK_REGISTRY_URL": registry.url,
        "MASLAK_REGISTRY_KEY": str(tmp_path / "registry.jwk"),
    }


def work(environment, failpoint=""):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment | {"MASLAK_FAILPOINT": failpoint}, timeout=60, check=False
    ).returncode


@pytest.mark.parametrize("failpoint", ["after_seal", "after_send", "before_receipt"])
def test_worker_killed_there_is_followed_by_one_that_finishes(outbox, registry, environment, failpoint):
    outbox.record(3)
    assert work(environment, failpoint) == KILLED
    with outbox.database.session(reading=True) as session:
        sealed = list(session.scalars(select(SealedRow.raw).order_by(SealedRow.seq)))
        assert len(sealed) == 3
        assert session.scalars(select(ReceiptRow)).all() == []
    outbox.record(1)
    assert work(environment) == 0
    assert registry.entries[:3] == sealed
    assert verify_chain(INSTITUTION, registry.entries).seq == 4
    with outbox.database.session(reading=True) as session:
        assert outbox_health(session, outbox.clock()).oldest_at is None
        assert [(receipt.first, receipt.last) for receipt in session.scalars(select(ReceiptRow).order_by(ReceiptRow.first))] == [
            (1, 3),
            (4, 4),
        ]


def test_same_bytes_are_sent_again_after_a_kill(outbox, registry, environment):
    outbox.record(2)
    assert work(environment, "after_send") == KILLED
    assert work(environment) == 0
    assert len(registry.posts) == 2
    assert registry.posts[0] == registry.posts[1]
