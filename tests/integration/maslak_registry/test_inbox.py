"""Batches arrive really signed; each refusal is the defined one, and state is right after it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy import func, select
from tests.factories.batch import Chain, make_body, read_json, send, sign_batch
from tests.factories.institution import BASE_URL, RegistryUnderTest, School

from maslak_domain.sync import batch_digest, verify_receipt, verify_signed_time
from maslak_registry.base import Base
from maslak_registry.inbox.models import AlarmRow, LedgerEntryRow, NonceRow, ReceiptRow
from maslak_registry.institutions.services import end_key, get_institution
from maslak_web.keys import create_key, load_signer


@pytest.fixture
def school(registry: RegistryUnderTest) -> School:
    return registry.school("ensam-rabat")


@pytest.fixture
def chain(school: School) -> Chain:
    chain = Chain(school.key)
    for _ in range(4):
        chain.add_completion(uuid.uuid4())
    return chain


def deliver(registry: RegistryUnderTest, school: School, raw: bytes, **named: object) -> object:
    return send(registry.client(), sign_batch(raw, school.key, school.signer, BASE_URL, **named))


def refusal(response: object) -> tuple[int, str]:
    problem = read_json(response)
    assert response.mimetype == "application/problem+json"  # type: ignore[attr-defined]
    return response.status_code, problem["code"]  # type: ignore[attr-defined]


def count_rows(registry: RegistryUnderTest, model: type[Base] = LedgerEntryRow) -> int:
    with registry.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def find_head(registry: RegistryUnderTest, key: str) -> int:
    return int(read_json(registry.client().get(f"/v1/institutions/{key}/head"))["seq"])


def test_batch_is_appended_as_sent_and_answered_with_a_receipt_that_verifies(registry, school, chain) -> None:
    raw = chain.batch()
    response = deliver(registry, school, raw)
    assert response.status_code == 200
    receipt = verify_receipt(response.data, registry.keyring.receipts.private_key.public_key())
    assert (receipt.first, receipt.last, receipt.head, receipt.digest) == (1, 4, chain.head.hash, batch_digest(raw))
    with registry.database.session(reading=True) as session:
        stored = session.execute(select(LedgerEntryRow.entry, LedgerEntryRow.hash).order_by(LedgerEntryRow.seq)).all()
    assert [row.entry for row in stored] == [bytes(sealed.entry) for sealed in chain.sealed]
    assert stored[-1].hash.hex() == chain.head.hash
    assert find_head(registry, school.key) == 4
    assert registry.woken == [school.key]


def test_same_batch_again_gets_the_same_receipt_and_appends_nothing(registry, school, chain) -> None:
    first = deliver(registry, school, chain.batch())
    again = deliver(registry, school, chain.batch())
    assert again.status_code == 200
    assert again.data == first.data
    assert count_rows(registry) == 4
    assert count_rows(registry, ReceiptRow) == 1


def test_entries_sent_in_other_batches_are_welcome_and_appended_once(registry, school, chain) -> None:
    assert deliver(registry, school, chain.batch(1, 3)).status_code == 200
    response = deliver(registry, school, chain.batch(2, 4))
    assert response.status_code == 200
    assert verify_receipt(response.data, registry.keyring.receipts.private_key.public_key()).last == 4
    assert count_rows(registry) == 4


def test_changed_body_is_refused_as_digest_mismatch(registry, school, chain) -> None:
    request = sign_batch(chain.batch(), school.key, school.signer, BASE_URL)
    body = bytearray(request.content)
    body[len(body) // 2] ^= 1
    assert refusal(send(registry.client(), request, body=bytes(body))) == (400, "digest_mismatch")
    assert count_rows(registry) == 0
    assert count_rows(registry, NonceRow) == 0


def test_signature_by_a_foreign_key_is_refused(registry, school, chain, tmp_path: Path) -> None:
    create_key(tmp_path / "foreign.jwk", "ed25519", key_id="ensam-rabat-sync")
    request = sign_batch(chain.batch(), school.key, load_signer(tmp_path / "foreign.jwk"), BASE_URL)
    assert refusal(send(registry.client(), request)) == (401, "bad_signature")
    assert count_rows(registry) == 0


def test_unsigned_request_is_refused(registry, school, chain) -> None:
    headers = {"Content-Type": "application/json"}
    request = httpx.Request("POST", f"{BASE_URL}/v1/institutions/{school.key}/batches", headers=headers, content=chain.batch())
    assert refusal(send(registry.client(), request)) == (401, "bad_signature")


def test_signature_of_another_institution_is_refused(registry, school, chain) -> None:
    other = registry.school("esith")
    request = sign_batch(chain.batch(), school.key, other.signer, BASE_URL)
    assert refusal(send(registry.client(), request)) == (401, "bad_signature")


def test_signature_for_another_purpose_is_refused(registry, school, chain) -> None:
    assert refusal(deliver(registry, school, chain.batch(), tag="maslak-passport-v1")) == (401, "bad_signature")


def test_signature_made_for_another_server_is_refused(registry, school, chain) -> None:
    request = sign_batch(chain.batch(), school.key, school.signer, "http://other.test")
    assert refusal(send(registry.client(), request)) == (401, "bad_signature")


@pytest.mark.parametrize("state", ["retired", "compromised"])
def test_ended_key_signs_no_new_batches(registry, school, chain, state) -> None:
    with registry.database.session() as session:
        end_key(session, school.key, "ensam-rabat-sync", state, datetime.now(UTC))
    assert refusal(deliver(registry, school, chain.batch())) == (401, "bad_signature")


@pytest.mark.parametrize("off", [timedelta(minutes=-10), timedelta(minutes=10)])
def test_wrong_clock_is_told_the_registrys_signed_time(registry, school, chain, off) -> None:
    response = deliver(registry, school, chain.batch(), created=datetime.now(UTC) + off, nonce="n" * 20)
    assert refusal(response) == (401, "clock_skew")
    public_key = registry.keyring.receipts.private_key.public_key()
    signed = msgspec.json.encode(read_json(response)["signed_time"])
    told = verify_signed_time(signed, public_key, "n" * 20)
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=30)
    assert count_rows(registry) == 0


def test_replayed_request_is_refused_and_appends_nothing(registry, school, chain) -> None:
    request = sign_batch(chain.batch(), school.key, school.signer, BASE_URL)
    assert send(registry.client(), request).status_code == 200
    assert refusal(send(registry.client(), request)) == (409, "nonce_reused")
    assert count_rows(registry) == 4


def test_batch_with_a_gap_is_refused_with_the_expected_sequence(registry, school, chain) -> None:
    response = deliver(registry, school, chain.batch(2))
    assert refusal(response) == (409, "gap")
    assert read_json(response)["expected"] == 1
    assert find_head(registry, school.key) == 0


def test_fork_is_refused_freezes_the_institution_and_raises_an_alarm(registry, school, chain) -> None:
    assert deliver(registry, school, chain.batch()).status_code == 200
    other = Chain(school.key)
    for _ in range(5):
        other.add_completion(uuid.uuid4())
    assert refusal(deliver(registry, school, other.batch(1, 2))) == (409, "fork")
    with registry.database.session(reading=True) as session:
        assert get_institution(session, school.key).state == "frozen"
        assert session.scalar(select(AlarmRow.code)) == "fork"
    assert count_rows(registry) == 4
    chain.add_completion(uuid.uuid4())
    assert refusal(deliver(registry, school, chain.batch(5))) == (423, "institution_frozen")
    assert count_rows(registry) == 4


def test_history_that_continues_another_chain_is_a_fork(registry, school, chain) -> None:
    assert deliver(registry, school, chain.batch()).status_code == 200
    other = Chain(school.key)
    for _ in range(5):
        other.add_completion(uuid.uuid4())
    assert refusal(deliver(registry, school, other.batch(5))) == (409, "fork")


def test_malformed_entry_is_refused_and_its_good_neighbours_wait_with_it(registry, school, chain) -> None:
    raw = chain.batch().replace(b'"NUM-100"', b'"NUM-100" ', 1)
    response = deliver(registry, school, raw)
    assert refusal(response) == (400, "malformed_entry")
    assert read_json(response)["seq"] == 1
    assert find_head(registry, school.key) == 0
    assert count_rows(registry) == 0


def test_malformed_last_entry_undoes_what_was_already_on_its_way_to_the_database(registry, school) -> None:
    chain = Chain(school.key)
    for _ in range(250):
        chain.add_enrolment(uuid.uuid4())
    broken = chain.batch().replace(b'"seq":250', b'"seq":251')
    assert refusal(deliver(registry, school, broken)) == (400, "malformed_entry")
    assert (count_rows(registry), count_rows(registry, ReceiptRow), find_head(registry, school.key)) == (0, 0, 0)
    assert deliver(registry, school, chain.batch()).status_code == 200
    assert (count_rows(registry), find_head(registry, school.key)) == (250, 250)


def test_bytes_that_are_no_batch_are_refused(registry, school) -> None:
    assert refusal(deliver(registry, school, b"[]")) == (400, "malformed_batch")


def test_batch_of_another_institution_is_refused(registry, school) -> None:
    chain = Chain("esith")
    chain.add_completion(uuid.uuid4())
    assert refusal(deliver(registry, school, chain.batch())) == (400, "malformed_batch")


def test_batch_over_the_limit_of_entries_is_refused(registry, school) -> None:
    chain = Chain(school.key)
    body = make_body("enrolment.recorded", uuid.uuid4(), {})
    for _ in range(501):
        chain.add(body)
    raw = b'{"v":1,"institution":"ensam-rabat","first":1,"entries":[' + b",".join(
        b'{"entry":%b,"salt":null,"identity":null}' % bytes(sealed.entry) for sealed in chain.sealed
    ) + b"]}"  # fmt: skip
    assert refusal(deliver(registry, school, raw)) == (413, "batch_too_large")
    assert count_rows(registry) == 0


def test_batch_over_the_limit_of_bytes_is_refused(registry, school) -> None:
    assert refusal(deliver(registry, school, b"x" * (4 * 1024 * 1024 + 1))) == (413, "batch_too_large")


def test_unknown_institution_is_not_found(registry, school, chain) -> None:
    request = sign_batch(chain.batch(), "nowhere", school.signer, BASE_URL)
    assert refusal(send(registry.client(), request)) == (404, "institution_unknown")


def test_envelope_is_kept_apart_from_the_entry(registry, school) -> None:
    chain = Chain(school.key)
    chain.add_identity(uuid.uuid4(), "G123456789")
    assert deliver(registry, school, chain.batch()).status_code == 200
    with registry.database.session(reading=True) as session:
        assert b"G123456789" not in session.scalars(select(LedgerEntryRow.entry)).one()


def test_identity_that_was_not_committed_to_is_refused(registry, school) -> None:
    chain = Chain(school.key)
    chain.add_identity(uuid.uuid4(), "G123456789")
    raw = chain.batch().replace(b"G123456789", b"G999999999")
    assert refusal(deliver(registry, school, raw)) == (400, "malformed_entry")
