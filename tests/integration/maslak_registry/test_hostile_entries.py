"""A signed entry may still be nonsense: it is set aside, and stops neither its neighbours nor another institution."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from tests.factories.batch import Chain, make_body, make_record
from tests.factories.institution import RegistryUnderTest

from maslak_domain.result import State
from maslak_registry.inbox.services import receive_batch
from maslak_registry.records import jobs
from maslak_registry.records.jobs import apply_all
from maslak_registry.records.models import CompletionRow, SetAsideRow

NOW = datetime(2026, 7, 2, tzinfo=UTC)
LEARNER = uuid.UUID(int=7)


def completion(**changes: Any) -> bytes:
    record = make_record("ensam-rabat", LEARNER)
    return make_body("completion.recorded", LEARNER, record.to_body() | changes, subject=record.uuid)


def credential(**changes: Any) -> bytes:
    data = {
        "achievement": "MA-NUM.TC.06-N1", "kind": "competency", "title": {"fr": "x"}, "digest": "ab" * 32,
        "url": "https://ensam-rabat.example/badges/1", "issued_at": "2026-06-30T09:00:00.000000Z",
    }  # fmt: skip
    return make_body("credential.issued", LEARNER, data | changes, subject=uuid.UUID(int=8))


HOSTILE = {
    "a level that is an object": lambda: completion(about={"kind": "competency", "key": "MA-NUM.TC.06", "level": {"a": 1}}),
    "a level that is a number": lambda: completion(about={"kind": "competency", "key": "MA-NUM.TC.06", "level": 1}),
    "a number of a billion digits": lambda: completion(credits="1e999999999", hours="1e999999999"),
    "a number in other digits": lambda: completion(credits="٣"),
    "a moment before the calendar": lambda: credential(issued_at="0001-01-01T00:00:00+14:00"),
    "a revocation with a long reason": lambda: make_body("credential.revoked", LEARNER, {}, subject=LEARNER, reason="r" * 70),
    "a revocation of too many revisions": lambda: make_body("credential.revoked", LEARNER, {}, subject=LEARNER, revision=2**40),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nonsense_is_set_aside_and_its_neighbours_are_applied(registry: RegistryUnderTest, name: str) -> None:
    school, chain = registry.school("ensam-rabat"), Chain("ensam-rabat")
    chain.add(HOSTILE[name]())
    chain.add_completion(LEARNER)
    with registry.database.session() as session:
        receive_batch(session, school.institution, chain.batch(), registry.keyring.receipts, NOW)
    found = apply_all(registry.database, registry.rules)["ensam-rabat"]
    assert (found.applied, found.quarantined) == (1, 1)
    with registry.database.session(reading=True) as session:
        assert len(session.scalars(select(CompletionRow)).all()) == 1
        assert session.scalars(select(SetAsideRow)).one().seq == 1


def test_a_fault_of_ours_at_one_institution_leaves_the_others_alone(registry: RegistryUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("ensam-rabat", "esith"):
        school, chain = registry.school(key), Chain(key)
        chain.add_completion(LEARNER)
        with registry.database.session() as session:
            receive_batch(session, school.institution, chain.batch(), registry.keyring.receipts, NOW)
    working = jobs.apply_institution

    def fail_first(database: Any, key: str, *others: Any) -> Any:
        if key == "ensam-rabat":
            raise RuntimeError("a fault of ours")
        return working(database, key, *others)

    monkeypatch.setattr(jobs, "apply_institution", fail_first)
    assert apply_all(registry.database, registry.rules)["esith"].applied == 1


@pytest.mark.parametrize(
    ("before", "after"), [(State.FINAL, State.PROVISIONAL), (State.FINAL, State.PROPOSED), (State.REVOKED, State.FINAL)]
)
def test_a_final_record_never_becomes_less_in_silence(registry: RegistryUnderTest, before: State, after: State) -> None:
    school, chain = registry.school("ensam-rabat"), Chain("ensam-rabat")
    first = chain.add_completion(LEARNER, state=before)
    chain.add_completion(LEARNER, uuid=first.uuid, state=after, revision=2, reason="error")
    with registry.database.session() as session:
        receive_batch(session, school.institution, chain.batch(), registry.keyring.receipts, NOW)
    found = apply_all(registry.database, registry.rules)["ensam-rabat"]
    assert (found.applied, found.quarantined) == (1, 1)
    with registry.database.session(reading=True) as session:
        assert session.scalars(select(CompletionRow.state)).all() == [before]
        assert session.scalars(select(SetAsideRow.reason)).all() == ["invalid_transition"]
