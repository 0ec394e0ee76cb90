"""The outbox's task in a real queue, woken by real commits."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.ledger_registry import INSTITUTION

from maslak_companion.outbox.jobs import register_jobs
from maslak_companion.outbox.services import record_entry
from maslak_companion.settings import Settings
from maslak_companion.worker import make_delivery
from maslak_web.jobs import make_queue
from maslak_web.keys import create_key, load_signer

FACT = {"type": "enrolment.recorded", "revision": 1, "data": {}, "author": "system"}


@pytest.fixture
def queue(tmp_path):
    return make_queue(tmp_path, "outbox-test")


def run_due(queue, at=None):
    """Do what a consumer does with the tasks that wait, as if it were ``at``; say how many later runs they arranged."""
    waiting = queue.read_schedule(at)
    while (task := queue.dequeue()) is not None:
        waiting.append(task)
    for task in waiting:
        queue.execute(task, at)
    return queue.pending_count() + queue.scheduled_count()


def test_commit_wakes_the_worker_once_however_many_facts_it_held(outbox, registry, queue):
    register_jobs(queue, outbox.database, outbox.make_delivery)
    outbox.record(3)
    assert queue.pending_count() == 1
    assert registry.entries == []
    run_due(queue)
    assert len(registry.entries) == 3
    outbox.record(1)
    run_due(queue)
    assert len(registry.entries) == 4


def test_rolled_back_fact_wakes_nobody_and_is_never_sent(outbox, registry, queue):
    register_jobs(queue, outbox.database, outbox.make_delivery)
    with outbox.database.make_session() as session:
        record_entry(session, **FACT, subject=uuid4(), learner=uuid4(), at=outbox.clock())
        session.rollback()
    assert queue.pending_count() == 0
    outbox.make_delivery().deliver()
    assert registry.entries == []


def test_session_that_was_rolled_back_wakes_the_worker_at_its_next_commit(outbox, registry, queue):
    register_jobs(queue, outbox.database, outbox.make_delivery)
    with outbox.database.make_session() as session:
        for ending in (session.rollback, session.commit):
            record_entry(session, **FACT, subject=uuid4(), learner=uuid4(), at=outbox.clock())
            ending()
    assert queue.pending_count() == 1


def test_keys_and_addresses_come_from_the_settings(outbox, registry, tmp_path):
    create_key(tmp_path / "keys" / "sync.jwk", "ed25519")
    create_key(tmp_path / "registry.jwk", "ed25519")
    registry.sender = load_signer(tmp_path / "keys" / "sync.jwk")
    registry.receipt_signer = load_signer(tmp_path / "registry.jwk")
    settings = Settings(
        home=tmp_path,
        institution=INSTITUTION,
        institution_did="did:web:ensam-rabat.maslak.example",
        public_base_url="http://127.0.0.1",
        registry_url=registry.url,
        registry_key=tmp_path / "registry.jwk",
    )
    outbox.record(1)
    assert make_delivery(settings, outbox.database).deliver() is None
    assert len(registry.entries) == 1


def test_failed_delivery_comes_back_by_itself_and_never_gives_up(outbox, registry, queue):
    away = {"now": True}
    register_jobs(queue, outbox.database, lambda: outbox.make_delivery("http://127.0.0.1:9" if away["now"] else None))
    outbox.record(1)
    for _ in range(12):
        assert run_due(queue, outbox.clock().replace(tzinfo=None)) == 1
        outbox.ahead += timedelta(seconds=61)
    away["now"] = False
    registry.skew = outbox.ahead
    assert run_due(queue, outbox.clock().replace(tzinfo=None)) == 0
    assert len(registry.entries) == 1


def test_two_workers_at_once_number_every_fact_exactly_once(outbox, registry):
    outbox.record(40)
    deliveries = [outbox.make_delivery() for _ in range(3)]
    threads = [threading.Thread(target=delivery.deliver) for delivery in deliveries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(registry.entries) == 40
    assert len(set(registry.entries)) == 40
