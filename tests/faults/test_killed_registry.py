"""The registry's processes are killed at random while they receive and apply: what had a receipt stays, and is applied once."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, select
from tests.factories.batch import Chain, sign_batch
from tests.factories.country import Country
from tests.factories.ledgers import check_applied_once, read_copy, wait_until_applied

from maslak_domain.ledger.chain import verify_chain
from maslak_domain.sync import Receipt, verify_receipt
from maslak_registry.institutions.services import get_institution
from maslak_registry.records.models import CompletionRow, EnrolmentRow, RevisionRow
from maslak_web.keys import load_public_key, load_signer

pytestmark = pytest.mark.faults
SCHOOL = "esith"
BATCHES, SIZE = 40, 30


def make_chain() -> Chain:
    """Write a ledger in which every second learner's result is amended later."""
    chain = Chain(SCHOOL)
    for number in range(BATCHES * SIZE // 3):
        learner, subject = uuid.uuid4(), uuid.uuid4()
        chain.add_enrolment(learner)
        chain.add_completion(learner, uuid=subject)
        if number % 2:
            chain.add_completion(learner, uuid=subject, revision=2, reason="correction")
        else:
            chain.add_credential(learner)
    return chain


class Courier(threading.Thread):
    """Sends batch after batch and, like a companion, the same one again until its receipt has come."""

    def __init__(self, country: Country, chain: Chain) -> None:
        super().__init__()
        self.country, self.chain = country, chain
        self.signer = load_signer(country.services[SCHOOL].home / "keys" / "sync.jwk")
        _key_id, self.pinned = load_public_key(country.settings(SCHOOL).registry_key)
        self.receipts: list[Receipt] = []
        self.refused: list[str] = []
        self.lost = 0

    def run(self) -> None:
        """Send everything, in order."""
        with httpx.Client(trust_env=False, timeout=20) as client:
            for first in range(1, BATCHES * SIZE, SIZE):
                raw = self.chain.batch(first, first + SIZE - 1)
                for answer in self._insist(client, raw):
                    if answer.status_code != httpx.codes.OK:
                        self.refused.append(f"{first}: {answer.text}")
                        return
                    self.receipts.append(verify_receipt(answer.content, self.pinned))

    def _insist(self, client: httpx.Client, raw: bytes) -> Iterator[httpx.Response]:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                yield client.send(sign_batch(raw, SCHOOL, self.signer, self.country.address("registry")))
            except httpx.TransportError:
                self.lost += 1
                time.sleep(0.05)
            else:
                return
        self.refused.append("the registry never came back")


def test_registry_killed_while_it_receives_and_applies_keeps_every_receipt_and_applies_once(any_country: Country) -> None:
    country, chance, chain = any_country, random.Random(7), make_chain()
    country.start("registry", "registry-worker")
    courier = Courier(country, chain)
    courier.start()
    for name in ("registry", "registry-worker", "registry", "registry-worker"):
        time.sleep(chance.uniform(0.1, 0.6))
        country.kill(name)
        confirmed = len(courier.receipts)
        assert read_copy(country, SCHOOL).head.seq >= confirmed * SIZE
        country.start(name)
    courier.join(60)
    assert (courier.refused, courier.is_alive()) == ([], False)
    assert courier.lost
    wait_until_applied(country, SCHOOL, 60)
    check_copy(country, chain, courier.receipts)
    again = country.run("registry", "apply")
    assert f"{SCHOOL}: 0 applied, 0 quarantined, 0 held" in again.stdout, again.stdout + again.stderr
    check_copy(country, chain, courier.receipts)


def check_copy(country: Country, chain: Chain, receipts: list[Receipt]) -> None:
    """Check that the registry holds the chain as it was sent, and has made each record from it once."""
    copy = read_copy(country, SCHOOL)
    assert copy.entries == [bytes(each.entry) for each in chain.sealed]
    assert verify_chain(SCHOOL, copy.entries) == copy.head == chain.head
    assert [(receipt.first, receipt.last) for receipt in receipts] == [(n, n + SIZE - 1) for n in range(1, BATCHES * SIZE, SIZE)]
    check_applied_once(copy)
    learners = BATCHES * SIZE // 3
    with country.database("registry") as database, database.session(reading=True) as session:
        owner = get_institution(session, SCHOOL).id
        counts = {
            model: session.scalar(select(func.count()).select_from(model).where(model.institution_id == owner))
            for model in (CompletionRow, RevisionRow, EnrolmentRow)
        }
    assert counts == {CompletionRow: learners, RevisionRow: learners + learners // 2, EnrolmentRow: learners}
