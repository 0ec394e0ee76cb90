"""A corrected identity: a learner never stays linked to the person whose code was mistaken for theirs."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime

import pytest
from tests.factories.batch import Chain, make_body
from tests.factories.institution import RegistryUnderTest

from maslak_domain.ledger.commitment import make_commitment
from maslak_registry.inbox.services import receive_batch
from maslak_registry.learners.services import count_open_reviews, list_same_person
from maslak_registry.records.jobs import apply_all

NOW = datetime(2026, 7, 2, tzinfo=UTC)
MINE, THEIRS = "G111111111", "G222222222"
SALMA, AMINE = uuid.UUID(int=1), uuid.UUID(int=2)


class Place:
    """A school, and what it says about its learners."""

    def __init__(self, registry: RegistryUnderTest, key: str) -> None:
        self.registry, self.school, self.chain, self.sent = registry, registry.school(key), Chain(key), 0

    def verify(self, learner: uuid.UUID, code: str, birth_on: str, revision: int = 1) -> None:
        """Say who a learner is, and let the registry hear it."""
        identity: dict[str, str | None] = {"birth_on": birth_on, "name_ar": "x", "name_latin": "x", "national_code": code}
        salt = secrets.token_bytes(32)
        body = make_body("learner.verified", learner, {}, subject=learner, revision=revision, commitment=make_commitment(salt, identity))
        self.chain.add(body, salt=salt.hex(), identity=identity)
        with self.registry.database.session() as session:
            raw = self.chain.batch(self.sent + 1)
            receive_batch(session, self.school.institution, raw, self.registry.keyring.receipts, NOW)
        self.sent = len(self.chain.sealed)
        apply_all(self.registry.database, self.registry.rules)

    def same_as(self, learner: uuid.UUID) -> int:
        """Count the local learners who are this person."""
        with self.registry.database.session(reading=True) as session:
            return len(list_same_person(session, (self.school.institution.id, learner)))


@pytest.fixture
def here(registry: RegistryUnderTest) -> Place:
    return Place(registry, "ensam-rabat")


@pytest.fixture
def there(registry: RegistryUnderTest) -> Place:
    return Place(registry, "esith")


def test_a_correction_that_needs_a_review_still_ends_the_wrong_link(here: Place, there: Place, registry: RegistryUnderTest) -> None:
    there.verify(AMINE, THEIRS, "2004-01-01")
    there.verify(SALMA, MINE, "2005-05-05")
    here.verify(SALMA, THEIRS, "2004-01-01")
    assert here.same_as(SALMA) == 2
    here.verify(SALMA, MINE, "2005-06-05", revision=2)
    assert (here.same_as(SALMA), there.same_as(AMINE)) == (1, 1)
    with registry.database.session(reading=True) as session:
        assert count_open_reviews(session, here.school.institution.id) == 1


def test_a_code_given_back_waits_for_its_owner_without_a_ghost(here: Place, there: Place, registry: RegistryUnderTest) -> None:
    here.verify(SALMA, THEIRS, "2005-05-05")
    here.verify(SALMA, MINE, "2005-05-05", revision=2)
    there.verify(AMINE, THEIRS, "2004-01-01")
    here.verify(AMINE, THEIRS, "2004-01-01")
    assert there.same_as(AMINE) == 2
    with registry.database.session(reading=True) as session:
        assert count_open_reviews(session, there.school.institution.id) == 0


def test_a_corrected_birth_date_of_a_learner_alone_under_the_code_needs_no_review(
    here: Place, there: Place, registry: RegistryUnderTest
) -> None:
    here.verify(SALMA, MINE, "2005-05-05")
    here.verify(SALMA, MINE, "2005-06-05", revision=2)
    there.verify(AMINE, MINE, "2005-06-05")
    assert here.same_as(SALMA) == 2
    with registry.database.session(reading=True) as session:
        assert [count_open_reviews(session, place.school.institution.id) for place in (here, there)] == [0, 0]


def test_a_corrected_birth_date_of_a_learner_known_elsewhere_goes_to_review(here: Place, there: Place, registry: RegistryUnderTest) -> None:
    here.verify(SALMA, MINE, "2005-05-05")
    there.verify(AMINE, MINE, "2005-05-05")
    here.verify(SALMA, MINE, "2005-06-05", revision=2)
    with registry.database.session(reading=True) as session:
        assert count_open_reviews(session, here.school.institution.id) == 1
