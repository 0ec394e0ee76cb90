"""Entries become records in order, once; what cannot be applied is set aside and never stops its neighbours."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from tests.factories.batch import Chain, make_body, make_record
from tests.factories.institution import RegistryUnderTest, School

from maslak_domain.result import State
from maslak_registry.credentials.models import CredentialRow
from maslak_registry.inbox.services import receive_batch
from maslak_registry.learners.models import LocalLearnerRow, MatchReviewRow, PersonRow
from maslak_registry.learners.services import list_same_person
from maslak_registry.records.apply import ApplyRules, get_progress, retry_set_aside
from maslak_registry.records.jobs import apply_all
from maslak_registry.records.models import ChangeRow, CompletionRow, EnrolmentRow, RevisionRow, SetAsideRow

NOW = datetime(2026, 7, 2, tzinfo=UTC)


@pytest.fixture
def school(registry: RegistryUnderTest) -> School:
    return registry.school("ensam-rabat")


@pytest.fixture
def chain(school: School) -> Chain:
    return Chain(school.key)


def append(registry: RegistryUnderTest, school: School, chain: Chain, first: int = 1) -> None:
    with registry.database.session() as session:
        receive_batch(session, school.institution, chain.batch(first), registry.keyring.receipts, NOW)


def bring(registry: RegistryUnderTest, school: School, chain: Chain, first: int = 1) -> dict[str, object]:
    append(registry, school, chain, first)
    return apply_all(registry.database, registry.rules)


def rows(registry: RegistryUnderTest, model: type) -> list:
    with registry.database.session(reading=True) as session:
        return list(session.scalars(select(model)))


def test_completion_becomes_a_record_with_its_first_revision(registry, school, chain) -> None:
    record = chain.add_completion(uuid.uuid4())
    assert bring(registry, school, chain)[school.key].applied == 1
    (row,) = rows(registry, CompletionRow)
    assert (row.uuid, row.state, row.decision, row.mark, row.scale) == (record.uuid, "final", "validated", "14.50", "20")
    assert row.title["ar"] == "الجذع المشترك الرقمي"
    assert row.jury_on == record.jury_on
    assert [each.revision for each in rows(registry, RevisionRow)] == [1]


def test_applying_again_changes_nothing(registry, school, chain) -> None:
    chain.add_completion(uuid.uuid4())
    bring(registry, school, chain)
    assert apply_all(registry.database, registry.rules)[school.key].total == 0
    assert len(rows(registry, ChangeRow)) == 1


def test_amendment_is_a_new_revision_and_the_record_as_it_stands(registry, school, chain) -> None:
    learner = uuid.uuid4()
    record = chain.add_completion(learner)
    chain.add_completion(learner, uuid=record.uuid, revision=2, mark=None, reason="correction")
    bring(registry, school, chain)
    (row,) = rows(registry, CompletionRow)
    assert (row.revision, row.mark) == (2, None)
    assert sorted(each.revision for each in rows(registry, RevisionRow)) == [1, 2]
    assert sorted(each.seq for each in rows(registry, ChangeRow)) == [1, 2]


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("future.invented", {}, "unknown_entry_type"),
        ("completion.recorded", {"state": "final"}, "malformed_record"),
        ("enrolment.recorded", {"programme": "p", "version": "1", "year": "2026", "status": "dancing"}, "malformed_body"),
        ("credential.issued", {"achievement": "a", "kind": "competency", "title": {}, "digest": "d"}, "malformed_body"),
        ("credential.revoked", {"credential": "not a uuid"}, "malformed_body"),
        ("credential.revoked", {}, "unknown_credential"),
        ("learner.verified", {}, "identity_missing"),
    ],
)
def test_senseless_entry_is_quarantined_with_its_reason_and_its_neighbour_is_applied(registry, school, chain, kind, data, reason) -> None:
    chain.add(make_body(kind, uuid.uuid4(), data))
    chain.add_completion(uuid.uuid4())
    summary = bring(registry, school, chain)[school.key]
    assert (summary.applied, summary.quarantined) == (1, 1)
    (aside,) = rows(registry, SetAsideRow)
    assert (aside.seq, aside.outcome, aside.reason) == (1, "quarantined", reason)


def test_record_that_contradicts_its_entry_is_quarantined(registry, school, chain) -> None:
    record = make_record(school.key, uuid.uuid4())
    chain.add(make_body("completion.recorded", uuid.uuid4(), record.to_body(), subject=record.uuid))
    bring(registry, school, chain)
    assert rows(registry, SetAsideRow)[0].reason == "record_contradicts_entry"
    assert rows(registry, CompletionRow) == []


def test_record_never_moves_to_another_learner(registry, school, chain) -> None:
    record = chain.add_completion(uuid.uuid4())
    moved = replace(record, learner=uuid.uuid4(), revision=2, reason="correction")
    chain.add(make_body("completion.recorded", moved.learner, moved.to_body(), subject=record.uuid, revision=2))
    bring(registry, school, chain)
    assert rows(registry, SetAsideRow)[0].reason == "other_learner"
    assert rows(registry, CompletionRow)[0].learner == record.learner
    assert len(rows(registry, RevisionRow)) == 1


def test_enrolment_never_moves_to_another_learner(registry, school, chain) -> None:
    learner, subject = uuid.uuid4(), uuid.uuid4()
    chain.add_enrolment(learner, subject=subject)
    chain.add_enrolment(uuid.uuid4(), subject=subject, revision=2)
    bring(registry, school, chain)
    assert [row.reason for row in rows(registry, SetAsideRow)] == ["other_learner"]
    assert [(row.learner, row.revision) for row in rows(registry, EnrolmentRow)] == [(learner, 1)]


@pytest.mark.parametrize("kind", ["credential.issued", "credential.revoked"])
def test_credential_never_moves_to_another_learner(registry, school, chain, kind) -> None:
    learner = uuid.uuid4()
    credential = chain.add_credential(learner)
    data = json.loads(bytes(chain.sealed[0].entry))["body"]["data"]
    chain.add(make_body(kind, uuid.uuid4(), data, subject=credential, revision=2))
    bring(registry, school, chain)
    assert [row.reason for row in rows(registry, SetAsideRow)] == ["other_learner"]
    assert [(row.learner, row.state, row.revision) for row in rows(registry, CredentialRow)] == [(learner, "issued", 1)]


def test_text_too_long_for_its_column_is_quarantined_on_both_databases(registry, school, chain) -> None:
    chain.add_completion(uuid.uuid4(), minutes_ref="x" * 5000)
    chain.add_completion(uuid.uuid4())
    bring(registry, school, chain)
    assert [each.reason for each in rows(registry, SetAsideRow)] == ["text_too_long"]
    assert len(rows(registry, CompletionRow)) == 1


def test_unusually_many_revocations_in_one_batch_wait_for_a_person(registry, school, chain) -> None:
    learners = [uuid.uuid4() for _ in range(4)]
    records = [chain.add_completion(learner) for learner in learners]
    bring(registry, school, chain)
    for record in records:
        chain.add_completion(record.learner, uuid=record.uuid, revision=2, state=State.REVOKED, reason="fraud")
    chain.add_completion(uuid.uuid4())
    summary = bring(registry, school, chain, first=5)[school.key]
    assert (summary.applied, summary.held) == (1, 4)
    assert {row.state for row in rows(registry, CompletionRow)} == {"final"}
    with registry.database.session() as session:
        released = retry_set_aside(session, school.institution, registry.rules, NOW, released_by="Nadia")
        assert released.applied == 4
        assert get_progress(session, school.institution.id).held == 0
    assert sorted(row.state for row in rows(registry, CompletionRow)) == ["final", "revoked", "revoked", "revoked", "revoked"]
    assert {row.released_by for row in rows(registry, SetAsideRow)} == {"Nadia"}


def revoke_one_by_one(registry, school, chain, count: int) -> None:
    """Take records away in batches of one, as somebody would who wants to go unseen."""
    for _ in range(count):
        record = chain.add_completion(uuid.uuid4())
        chain.add_completion(record.learner, uuid=record.uuid, revision=2, state=State.REVOKED, reason="fraud")
        bring(registry, school, chain, first=len(chain.sealed) - 1)


def test_many_revocations_in_small_batches_of_one_day_wait_for_a_person_too(registry, school, chain) -> None:
    revoke_one_by_one(registry, school, chain, 5)
    assert sorted(row.state for row in rows(registry, CompletionRow)) == ["final", "final", "revoked", "revoked", "revoked"]
    assert [(row.outcome, row.reason) for row in rows(registry, SetAsideRow)] == [("held", "many_revocations")] * 2


def test_revocations_of_another_school_or_of_another_day_count_for_themselves(registry, school, chain) -> None:
    other = registry.school("esith")
    revoke_one_by_one(registry, other, Chain(other.key), 3)
    revoke_one_by_one(registry, school, chain, 3)
    with registry.database.session() as session:
        session.execute(update(ChangeRow).values(applied_at=datetime.now(UTC) - timedelta(hours=25)))
    revoke_one_by_one(registry, school, chain, 1)
    assert rows(registry, SetAsideRow) == []


def test_what_a_person_released_holds_nothing_more(registry, school, chain) -> None:
    records = [chain.add_completion(uuid.uuid4()) for _ in range(4)]
    bring(registry, school, chain)
    for record in records:
        chain.add_completion(record.learner, uuid=record.uuid, revision=2, state=State.REVOKED, reason="fraud")
    bring(registry, school, chain, first=5)
    with registry.database.session() as session:
        retry_set_aside(session, school.institution, registry.rules, NOW, released_by="Nadia")
    revoke_one_by_one(registry, school, chain, 1)
    assert len(rows(registry, SetAsideRow)) == 4


def test_few_revocations_are_applied_at_once(registry, school, chain) -> None:
    record = chain.add_completion(uuid.uuid4())
    chain.add_completion(record.learner, uuid=record.uuid, revision=2, state=State.REVOKED, reason="fraud")
    bring(registry, school, chain)
    assert rows(registry, CompletionRow)[0].state == "revoked"


def test_quarantined_entry_is_applied_once_its_reason_is_gone(registry, school, chain) -> None:
    credential = uuid.uuid4()
    chain.add(make_body("credential.revoked", uuid.uuid4(), {"credential": str(credential)}, subject=credential))
    bring(registry, school, chain)
    with registry.database.session() as session:
        assert retry_set_aside(session, school.institution, registry.rules, NOW).quarantined == 1
    assert rows(registry, SetAsideRow)[0].applied_at is None


def test_credential_is_indexed_and_revoked(registry, school, chain) -> None:
    learner = uuid.uuid4()
    credential = chain.add_credential(learner)
    chain.add(make_body("credential.revoked", learner, {"credential": str(credential)}, subject=credential, revision=2))
    bring(registry, school, chain)
    (row,) = rows(registry, CredentialRow)
    assert (row.uuid, row.state) == (credential, "revoked")


def test_address_that_is_no_web_address_never_becomes_a_link(registry, school, chain) -> None:
    data = {
        "achievement": "a",
        "kind": "competency",
        "title": {"fr": "x"},
        "digest": "d",
        "url": "javascript:alert(1)",
        "issued_at": "2026-06-30T09:00:00.000000Z",
    }
    chain.add(make_body("credential.issued", uuid.uuid4(), data))
    bring(registry, school, chain)
    assert rows(registry, CredentialRow) == []


def link(registry: RegistryUnderTest, first: tuple[str, str], second: tuple[str, str]) -> list[list]:
    """Verify one identity at each of two schools, each (code, birth date), and return who is whose same person."""
    found = []
    for key, (code, birth_on) in (("ensam-rabat", first), ("esith", second)):
        school, learner = registry.school(key), uuid.uuid4()
        chain = Chain(key)
        chain.add_identity(learner, code or None, birth_on)
        bring(registry, school, chain)
        found.append((school.institution.id, learner))
    with registry.database.session(reading=True) as session:
        return [list_same_person(session, local) for local in found]


def test_same_code_and_birth_date_are_one_person(registry) -> None:
    one, other = link(registry, ("G123456789", "2004-05-06"), (" g123456789 ", "2004-05-06"))
    assert len(one) == 2
    assert sorted(one) == sorted(other)
    assert len(rows(registry, PersonRow)) == 1


def test_same_code_with_another_birth_date_goes_to_review_and_links_nothing(registry) -> None:
    one, other = link(registry, ("G123456789", "2004-05-06"), ("G123456789", "2003-05-06"))
    assert (len(one), len(other)) == (1, 1)
    assert [row.reason for row in rows(registry, MatchReviewRow)] == ["other_birth_date"]


def test_names_alone_never_link(registry) -> None:
    one, other = link(registry, ("", "2004-05-06"), ("", "2004-05-06"))
    assert (len(one), len(other)) == (1, 1)
    assert rows(registry, MatchReviewRow) == []


def test_other_codes_are_other_people(registry) -> None:
    one, other = link(registry, ("G123456789", "2004-05-06"), ("G123456780", "2004-05-06"))
    assert (len(one), len(other)) == (1, 1)


def test_corrected_code_takes_the_learner_out_of_the_wrong_person(registry) -> None:
    link(registry, ("G123456789", "2004-05-06"), ("G123456789", "2004-05-06"))
    with registry.database.session(reading=True) as session:
        row = session.scalars(select(LocalLearnerRow).order_by(LocalLearnerRow.institution_id.desc()).limit(1)).one()
        from maslak_registry.learners.matching import make_fingerprint
        from maslak_registry.learners.services import VerifiedIdentity, record_identity
    with registry.database.session() as session:
        right = VerifiedIdentity("س", "S", make_fingerprint(registry.keyring.matching, "G555", "2004-05-06"))
        record_identity(session, (row.institution_id, row.learner), 2, right, NOW)
        assert len(list_same_person(session, (row.institution_id, row.learner))) == 1


def test_fingerprints_need_the_key(registry) -> None:
    link(registry, ("G123456789", "2004-05-06"), ("G123456780", "2004-05-06"))
    macs = {row.code_mac for row in rows(registry, PersonRow)}
    from maslak_registry.learners.matching import make_fingerprint

    assert make_fingerprint(registry.keyring.matching, "G123456789", "2004-05-06").code in macs
    assert make_fingerprint(b"another key", "G123456789", "2004-05-06").code not in macs


def test_trouble_with_one_institution_does_not_stop_another(registry, school, chain, monkeypatch) -> None:
    other = registry.school("zellij")
    for each, its_chain in ((school, chain), (other, Chain(other.key))):
        its_chain.add_completion(uuid.uuid4())
        append(registry, each, its_chain)
    from sqlalchemy.exc import OperationalError

    from maslak_registry.records import jobs

    real = jobs.apply_institution

    def fail_once(database, key, rules, clock):
        if key == school.key:
            raise OperationalError("", {}, Exception("away"))
        return real(database, key, rules, clock)

    monkeypatch.setattr(jobs, "apply_institution", fail_once)
    assert jobs.apply_all(registry.database, registry.rules)[other.key].applied == 1


def test_thousand_entries_are_applied_in_steps(registry, school, chain) -> None:
    learner = uuid.uuid4()
    for _ in range(2):
        first = len(chain.sealed) + 1
        for _ in range(450):
            chain.add_enrolment(learner)
        append(registry, school, chain, first)
    summary = apply_all(registry.database, ApplyRules(matching_key=b"k"))[school.key]
    assert summary.applied == 900
    with registry.database.session(reading=True) as session:
        assert session.scalar(select(func.max(ChangeRow.seq))) == 900
