"""Delivery against a real registry over HTTP, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import flask
import pytest
from sqlalchemy import delete, func, select, update
from tests.factories.credential import MemorySigner
from tests.factories.ledger_registry import INSTITUTION, LedgerRegistry, problem, serve_registry

from maslak_companion.outbox import sealer
from maslak_companion.outbox.alarms import resume_delivery
from maslak_companion.outbox.delivery import LONGEST_BACKOFF
from maslak_companion.outbox.errors import LeaseLostError
from maslak_companion.outbox.lease import acquire_lease, release_lease
from maslak_companion.outbox.models import BatchRow, LeaseRow, OutboxRow, ReceiptRow, SealedRow
from maslak_companion.outbox.services import outbox_health
from maslak_domain.ledger.chain import verify_chain
from maslak_domain.sync import verify_receipt


def health(outbox):
    with outbox.database.session(reading=True) as session:
        return outbox_health(session, outbox.clock())


def count(outbox, model):
    with outbox.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_facts_arrive_once_in_order_and_their_signed_receipt_is_kept(outbox, registry):
    outbox.record(3)
    assert outbox.make_delivery().deliver() is None
    assert verify_chain(INSTITUTION, registry.entries).seq == 3
    with outbox.database.session(reading=True) as session:
        kept = session.scalars(select(ReceiptRow)).one()
        bodies = session.scalars(select(OutboxRow.body).order_by(OutboxRow.id)).all()
        assert verify_receipt(kept.document, registry.signer.public_key).last == 3
        assert [raw[8 : 8 + len(body)] for raw, body in zip(registry.entries, bodies, strict=True)] == bodies
    assert health(outbox).oldest_at is None


def test_nothing_is_asked_of_the_registry_when_nothing_waits(outbox):
    assert outbox.make_delivery("http://127.0.0.1:9").deliver() is None
    assert health(outbox).attempts == 0


def test_identity_travels_beside_the_entry_with_the_salt_that_opens_the_commitment(outbox, registry):
    identity = {"birth_on": "2004-05-06", "name_ar": "سلمى", "name_latin": "Salma", "national_code": "R1"}
    outbox.record(type="learner.verified", data={}, identity=identity)
    outbox.make_delivery().deliver()
    assert len(registry.entries) == 1
    assert b"Salma" not in registry.entries[0]
    assert b"Salma" in registry.posts[0][1]


def test_more_facts_than_a_batch_holds_go_in_several_batches(outbox, registry, monkeypatch):
    monkeypatch.setattr(sealer, "MAX_BATCH", 2)
    outbox.record(5)
    outbox.make_delivery().deliver()
    assert verify_chain(INSTITUTION, registry.entries).seq == 5
    assert count(outbox, ReceiptRow) == 3


def test_facts_wait_while_the_registry_is_down_and_arrive_once_when_it_is_back(outbox, registry):
    outbox.record(2)
    down = outbox.make_delivery("http://127.0.0.1:9")
    waits = []
    for _ in range(9):
        waits.append(down.deliver())
        outbox.ahead += timedelta(seconds=61)
    assert waits == sorted(waits, key=lambda wait: min(wait, 40))
    assert 40 <= waits[-1] <= LONGEST_BACKOFF
    assert health(outbox).waiting == 2
    assert count(outbox, SealedRow) == 0, "nothing is numbered before heads were compared"
    outbox.record(1)
    registry.skew = outbox.ahead
    assert outbox.make_delivery().deliver() is None
    assert verify_chain(INSTITUTION, registry.entries).seq == 3
    assert health(outbox).attempts == 0


def test_old_undelivered_facts_are_reported_as_late(outbox):
    outbox.record(1)
    assert not health(outbox).is_late
    outbox.ahead = timedelta(hours=2)
    assert health(outbox).is_late


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed_even_when_new_facts_wake_the_worker(outbox, registry, status):
    registry.answers_first.append(lambda: problem(status, "busy", headers={"Retry-After": "120"}))
    outbox.record(1)
    assert outbox.make_delivery().deliver() == 120
    outbox.record(1)
    assert outbox.make_delivery().deliver() is None
    assert len(registry.posts) == 1
    outbox.ahead = timedelta(seconds=121)
    registry.skew = outbox.ahead
    assert outbox.make_delivery().deliver() is None
    assert verify_chain(INSTITUTION, registry.entries).seq == 2


def test_retry_after_may_be_a_date(outbox, registry):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    registry.answers_first.append(lambda: problem(503, "busy", headers={"Retry-After": later}))
    outbox.record(1)
    assert outbox.make_delivery().deliver() == pytest.approx(90, abs=3)


def test_batch_is_sent_again_byte_for_byte_when_its_answer_was_lost(outbox, registry):
    registry.answers_after.append(lambda: flask.Response("gateway timeout", status=504))
    outbox.record(2)
    assert outbox.make_delivery().deliver() is not None
    outbox.record(1)
    outbox.ahead = timedelta(seconds=61)
    assert outbox.make_delivery().deliver() is None
    assert registry.posts[0] == registry.posts[1]
    assert verify_chain(INSTITUTION, registry.entries).seq == 3


def test_wrong_clock_is_corrected_by_the_registrys_signed_time(outbox, registry):
    registry.skew = timedelta(hours=3)
    outbox.record(1)
    assert outbox.make_delivery().deliver() is None
    assert len(registry.posts) == 2
    assert len(registry.entries) == 1


def test_time_that_the_registry_did_not_sign_is_not_believed(outbox, registry):
    registry.skew = timedelta(hours=3)
    registry.time_signer = MemorySigner(66)
    outbox.record(1)
    assert outbox.make_delivery().deliver() is not None
    assert len(registry.posts) == 1
    assert [alarm[0] for alarm in health(outbox).alarms] == ["bad_receipt"]


def test_signed_time_that_answers_another_request_is_not_believed(outbox, registry):
    registry.skew = timedelta(hours=3)
    outbox.record(1)
    replayed = problem(401, "clock_skew", signed_time={"time": {"at": "2020-01-01T00:00:00.000000Z"}, "keyid": "test", "signature": "AA"})
    registry.answers_first.append(lambda: replayed)
    assert outbox.make_delivery().deliver() is not None
    assert registry.entries == []


def test_registry_that_lost_entries_gets_them_again_from_where_it_ends(outbox, registry, monkeypatch):
    monkeypatch.setattr(sealer, "MAX_BATCH", 2)
    outbox.record(5)
    outbox.make_delivery().deliver()
    kept = list(registry.entries)
    del registry.entries[1:]
    outbox.record(1)
    assert outbox.make_delivery().deliver() is None
    assert registry.entries[:5] == kept
    assert len(registry.entries) == 6


@pytest.mark.parametrize("knows_older", [True, False])
def test_gap_makes_the_sender_begin_where_the_registry_expects(outbox, registry, monkeypatch, knows_older):
    outbox.record(4)
    outbox.make_delivery().deliver()
    outbox.record(2)
    registry.answers_first.append(lambda: flask.Response("", status=502))
    outbox.make_delivery().deliver()
    kept = list(registry.entries)
    del registry.entries[2:]
    registry.knows_older = knows_older
    outbox.ahead = timedelta(seconds=61)
    assert outbox.make_delivery().deliver() is None
    assert registry.entries[:4] == kept
    assert verify_chain(INSTITUTION, registry.entries).seq == 6
    assert health(outbox).unreceived == 0


def test_gap_answered_again_and_again_ends_in_a_pause_and_not_in_circles(outbox, registry):
    outbox.record(2)
    registry.answers_first.append(lambda: flask.Response("", status=502))
    outbox.make_delivery().deliver()
    outbox.ahead = timedelta(seconds=61)
    registry.answers_first += [lambda: problem(409, "gap", expected=1)] * 20
    assert outbox.make_delivery().deliver() is not None
    assert len(registry.posts) <= 8


@pytest.mark.parametrize("make_wrong", ["signer", "batch"])
def test_receipt_that_the_registry_did_not_give_for_this_batch_is_refused(outbox, registry, make_wrong):
    if make_wrong == "signer":
        registry.receipt_signer = MemorySigner(66)
    outbox.record(1)
    if make_wrong == "batch":
        outbox.make_delivery().deliver()
        with outbox.database.session(reading=True) as session:
            other = session.scalars(select(ReceiptRow.document)).one()
        outbox.record(1)
        registry.answers_after.append(lambda: flask.Response(other, content_type="application/json"))
    before = count(outbox, ReceiptRow)
    assert outbox.make_delivery().deliver() is not None
    assert count(outbox, ReceiptRow) == before
    assert health(outbox).unreceived == 1
    assert [alarm[0] for alarm in health(outbox).alarms] == ["bad_receipt"]
    registry.receipt_signer = registry.signer
    outbox.ahead = timedelta(seconds=61)
    assert outbox.make_delivery().deliver() is None
    assert health(outbox).alarms == ()


def test_fork_stops_delivery_until_a_person_has_looked(outbox, registry):
    outbox.record(1)
    registry.answers_first.append(lambda: problem(409, "fork", seq=1))
    assert outbox.make_delivery().deliver() is None
    assert health(outbox).is_stopped
    assert outbox.make_delivery().deliver() is None
    assert len(registry.posts) == 1
    with outbox.database.session() as session:
        assert resume_delivery(session, outbox.clock()) == 1
    outbox.make_delivery().deliver()
    assert len(registry.entries) == 1


def test_restored_backup_is_noticed_before_anything_is_numbered_twice(outbox, registry):
    outbox.record(2)
    outbox.make_delivery().deliver()
    with outbox.database.session() as session:
        for model in (ReceiptRow, BatchRow, SealedRow, OutboxRow):
            session.execute(delete(model))
    outbox.record(1)
    assert outbox.make_delivery().deliver() is None
    assert [alarm[0] for alarm in health(outbox).alarms] == ["behind_registry"]
    assert count(outbox, SealedRow) == 0


def test_head_with_other_bytes_is_a_fork(outbox, registry):
    outbox.record(1)
    outbox.make_delivery().deliver()
    registry.entries[0] += b" "
    outbox.record(1)
    outbox.make_delivery().deliver()
    assert [alarm[0] for alarm in health(outbox).alarms] == ["fork"]


@pytest.mark.parametrize("code", ["bad_signature", "institution_frozen", "malformed_entry", "institution_unknown"])
def test_refusal_raises_an_alarm_and_is_tried_again_with_nothing_dropped(outbox, registry, code):
    registry.answers_first.append(lambda: problem(403, code))
    outbox.record(1)
    assert outbox.make_delivery().deliver() is not None
    assert [alarm[0] for alarm in health(outbox).alarms] == [code]
    outbox.ahead = timedelta(seconds=61)
    assert outbox.make_delivery().deliver() is None
    assert len(registry.entries) == 1
    assert health(outbox).alarms == ()


def test_only_the_holder_of_the_lease_delivers_and_a_dead_one_is_replaced(outbox, registry):
    outbox.record(1)
    assert not acquire_lease(outbox.database, "elsewhere:1:a", outbox.clock())
    assert 0 < outbox.make_delivery().deliver() <= 2
    assert registry.entries == []
    outbox.ahead = timedelta(seconds=46)
    assert outbox.make_delivery().deliver() is None
    assert len(registry.entries) == 1


def test_worker_killed_on_this_machine_is_replaced_at_once(outbox, registry):
    delivery = outbox.make_delivery()
    host = delivery.holder.partition(":")[0]
    acquire_lease(outbox.database, f"{host}:4194305:a", outbox.clock())  # beyond the largest process id
    outbox.record(1)
    assert delivery.deliver() is None
    assert len(registry.entries) == 1


def test_sealer_that_lost_its_lease_writes_nothing(outbox):
    outbox.record(1)
    acquire_lease(outbox.database, "elsewhere:1:a", outbox.clock())
    with pytest.raises(LeaseLostError), outbox.database.session() as session:
        sealer.seal(session, INSTITUTION, "elsewhere:2:b", outbox.clock())
    assert count(outbox, SealedRow) == 0
    release_lease(outbox.database, "elsewhere:1:a", outbox.clock())
    with outbox.database.session(reading=True) as session:
        assert session.scalars(select(LeaseRow.expires_at)).one() <= outbox.clock()


def test_erased_identity_leaves_the_entry_and_its_delivery_as_they_were(outbox, registry):
    outbox.record(type="learner.verified", data={}, identity={"birth_on": "2004-05-06", "name_latin": "Salma"})
    registry.answers_first.append(lambda: flask.Response("", status=502))
    outbox.make_delivery().deliver()
    with outbox.database.session() as session:
        session.execute(update(OutboxRow).values(salt=None, identity=None))
    outbox.ahead = timedelta(seconds=61)
    assert outbox.make_delivery().deliver() is None
    assert len(registry.entries) == 1
    assert b"Salma" not in registry.posts[-1][1]


def test_registry_that_moved_away_and_came_back_on_its_port_gets_everything(outbox, registry):
    away = LedgerRegistry()
    with serve_registry(away) as port:
        pass
    outbox.record(1)
    delivery = outbox.make_delivery(f"http://127.0.0.1:{port}")
    assert delivery.deliver() is not None
    outbox.ahead = timedelta(seconds=61)
    with serve_registry(away, port):
        assert delivery.deliver() is None
    assert len(away.entries) == 1
