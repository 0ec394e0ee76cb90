"""The outbox on a real database, beside a real registry that keeps its entries in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories.ledger_registry import INSTITUTION, LedgerRegistry, serve_registry
from tests.factories.tables import make_tables

from maslak_companion.outbox import models
from maslak_companion.outbox.delivery import Delivery
from maslak_companion.outbox.registry_client import Registry
from maslak_companion.outbox.services import record_entry
from maslak_web.database import Database


class Outbox:
    """A companion's outbox with a clock that the test moves."""

    def __init__(self, database: Database, registry: LedgerRegistry) -> None:
        self.database = database
        self.registry = registry
        self.ahead = timedelta()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def make_delivery(self, url: str | None = None) -> Delivery:
        port = Registry(url or self.registry.url, self.registry.signer.public_key, INSTITUTION, self.registry.sender)
        return Delivery(self.database, port, self.clock)

    def record(self, count: int = 1, subject: UUID | None = None, **changes: object) -> None:
        with self.database.session() as session:
            for number in range(1, count + 1):
                values = {
                    "type": "enrolment.recorded",
                    "subject": subject or uuid4(),
                    "revision": number if subject else 1,
                    "learner": uuid4(),
                    "data": {"programme": "shared-core", "status": "active"},
                    "author": "system",
                    "at": self.clock(),
                } | changes
                record_entry(session, **values)  # type: ignore[arg-type]


@pytest.fixture
def registry() -> Iterator[LedgerRegistry]:
    made = LedgerRegistry()
    with serve_registry(made):
        yield made


@pytest.fixture
def outbox(database: Database, registry: LedgerRegistry) -> Outbox:
    make_tables(database, models.Base.metadata)
    return Outbox(database, registry)
