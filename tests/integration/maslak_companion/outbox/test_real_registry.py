"""The outbox against the registry itself, over HTTP: both sides of the protocol as they are served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select
from tests.factories.institution import RegistryUnderTest
from tests.factories.tables import make_tables
from tests.integration.maslak_companion.outbox.conftest import Outbox
from werkzeug.serving import make_server

from maslak_companion.outbox import models
from maslak_companion.outbox.delivery import Delivery
from maslak_companion.outbox.registry_client import Registry
from maslak_companion.outbox.services import outbox_health
from maslak_domain.ledger.chain import verify_chain
from maslak_registry.inbox.models import LedgerEntryRow
from maslak_web.database import Database

IDENTITY = {"birth_on": "2004-05-06", "name_ar": "سلمى", "name_latin": "Salma", "national_code": "R130045678"}


@pytest.fixture
def served(sqlite_database: Database, tmp_path: Path) -> Iterator[RegistryUnderTest]:
    registry = RegistryUnderTest(sqlite_database, tmp_path / "registry")
    server = make_server("127.0.0.1", 0, registry.app, threaded=True)
    registry.settings = replace(registry.settings, public_base_url=f"http://127.0.0.1:{server.server_port}")
    registry.app.extensions["maslak_settings"] = registry.settings
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield registry
    server.shutdown()
    thread.join()
    server.server_close()


class School(Outbox):
    """An outbox whose other side is the registry's own application."""

    def __init__(self, database: Database, served: RegistryUnderTest) -> None:
        make_tables(database, models.Base.metadata)
        self.served = served
        self.signer = served.school("ensam-rabat").signer
        self.database, self.ahead = database, timedelta()

    def make_delivery(self, url: str | None = None) -> Delivery:
        address = url or self.served.settings.public_base_url
        port = Registry(address, self.served.keyring.receipts.public_key, "ensam-rabat", self.signer)
        return Delivery(self.database, port, self.clock)

    def stored(self) -> list[bytes]:
        with self.served.database.session(reading=True) as session:
            return list(session.scalars(select(LedgerEntryRow.entry).order_by(LedgerEntryRow.seq)))


@pytest.fixture
def school(database: Database, served: RegistryUnderTest) -> School:
    return School(database, served)


def test_facts_of_a_school_stand_in_the_registrys_ledger_with_receipts_on_both_sides(school):
    school.record(2)
    school.record(type="learner.verified", subject=uuid4(), data={}, identity=IDENTITY)
    assert school.make_delivery().deliver() is None
    school.record(1)
    assert school.make_delivery().deliver() is None
    assert verify_chain("ensam-rabat", school.stored()).seq == 4
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(models.ReceiptRow)) == 2
        assert outbox_health(session, school.clock()).alarms == ()


def test_school_with_a_wrong_clock_is_told_the_time_and_delivers(school):
    school.ahead = timedelta(hours=-7)
    school.record(1)
    assert school.make_delivery().deliver() is None
    assert len(school.stored()) == 1


def test_school_whose_database_was_restored_from_a_backup_stops_before_it_forks(school):
    school.record(1)
    school.make_delivery().deliver()
    with school.database.session() as session:
        for model in (models.ReceiptRow, models.BatchRow, models.SealedRow, models.OutboxRow):
            session.execute(delete(model))
    school.record(1)
    assert school.make_delivery().deliver() is None
    with school.database.session(reading=True) as session:
        assert [alarm[0] for alarm in outbox_health(session, school.clock()).alarms] == ["behind_registry"]
    assert len(school.stored()) == 1


def test_key_that_the_registry_does_not_know_is_refused_and_nothing_is_dropped(school):
    known, school.signer = school.signer, school.served.keyring.receipts
    school.record(1)
    assert school.make_delivery().deliver() is not None
    with school.database.session(reading=True) as session:
        assert [alarm[0] for alarm in outbox_health(session, school.clock()).alarms] == ["bad_signature"]
    assert school.stored() == []
    school.signer, school.ahead = known, timedelta(seconds=61)
    assert school.make_delivery().deliver() is None
    assert len(school.stored()) == 1
