"""Programs pull with a token; what they may see, what is new since a cursor, and passports signed by schools."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update
from tests.factories.batch import Chain, read_json, send
from tests.factories.institution import BASE_URL, SECRET, RegistryUnderTest, School

from maslak_domain.keys import is_signature_valid
from maslak_domain.result import State
from maslak_domain.sync import TAG_PASSPORT, verify_signed_time
from maslak_registry.access.models import AccessLogRow, TokenRow
from maslak_registry.inbox.services import receive_batch
from maslak_registry.records.jobs import apply_all
from maslak_web.signed_requests import sign_request

NOW = datetime(2026, 7, 2, tzinfo=UTC)
CODE = "G123456789"


class Country:
    """Two schools with one learner who is the same person at both, and a program of each school."""

    def __init__(self, registry: RegistryUnderTest) -> None:
        self.registry = registry
        self.schools: dict[str, School] = {}
        self.chains: dict[str, Chain] = {}
        self.learner: dict[str, uuid.UUID] = {}
        self.sent: dict[str, int] = {}
        for key in ("ensam-rabat", "esith"):
            self.schools[key], self.chains[key], self.sent[key] = registry.school(key), Chain(key), 0
            self.learner[key] = uuid.uuid4()
            self.chains[key].add_identity(self.learner[key], CODE)
            self.chains[key].add_enrolment(self.learner[key])
            registry.add_program(f"sis-{key}", key)

    def deliver(self) -> None:
        for key, chain in self.chains.items():
            if len(chain.sealed) > self.sent[key]:
                with self.registry.database.session() as session:
                    raw = chain.batch(self.sent[key] + 1)
                    receive_batch(session, self.schools[key].institution, raw, self.registry.keyring.receipts, NOW)
                self.sent[key] = len(chain.sealed)
        apply_all(self.registry.database, self.registry.rules)

    def token(self, key: str) -> dict[str, str]:
        answer = ask_token(self.registry, f"sis-{key}", SECRET)
        return {"Authorization": f"Bearer {read_json(answer)['access_token']}"}

    def get(self, key: str, path: str) -> object:
        return self.registry.client().get(path, headers=self.token(key))

    def pull(self, key: str, cursor: str = "") -> tuple[list[dict], str]:
        answer = read_json(self.get(key, f"/v1/changes?cursor={cursor}"))
        return answer["changes"], answer["cursor"]


def ask_token(registry: RegistryUnderTest, client_id: str, secret: str, **form: str) -> object:
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return registry.client().post(
        "/v1/token", data={"grant_type": "client_credentials", **form}, headers={"Authorization": f"Basic {basic}"}
    )


@pytest.fixture
def country(registry: RegistryUnderTest) -> Country:
    return Country(registry)


def uuids(answer: object) -> list[str]:
    return [record["uuid"] for record in read_json(answer)["records"]]


def test_token_is_opaque_short_lived_and_kept_as_a_hash(country) -> None:
    answer = ask_token(country.registry, "sis-esith", SECRET)
    token = read_json(answer)
    assert (answer.status_code, token["token_type"], token["expires_in"]) == (200, "Bearer", 900)
    assert set(token["scope"].split()) == {"records:read", "changes:read"}
    with country.registry.database.session(reading=True) as session:
        row = session.scalars(select(TokenRow)).one()
    assert token["access_token"].encode() not in row.token_hash


@pytest.mark.parametrize(("client_id", "secret"), [("sis-esith", "wrong"), ("nobody", SECRET)])
def test_wrong_secret_and_unknown_program_get_no_token(country, client_id, secret) -> None:
    answer = ask_token(country.registry, client_id, secret)
    assert (answer.status_code, read_json(answer)["error"]) == (401, "invalid_client")


def test_secret_in_the_form_is_refused(country) -> None:
    form = {"grant_type": "client_credentials", "client_id": "sis-esith", "client_secret": SECRET}
    assert country.registry.client().post("/v1/token", data=form).status_code == 401


def test_token_for_fewer_scopes_opens_only_those(country) -> None:
    token = read_json(ask_token(country.registry, "sis-esith", SECRET, scope="records:read"))["access_token"]
    answer = country.registry.client().get("/v1/changes", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, read_json(answer)["code"]) == (403, "insufficient_scope")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic x"])
def test_request_without_a_good_token_is_refused(country, header) -> None:
    answer = country.registry.client().get("/v1/records", headers={"Authorization": header} if header else {})
    assert (answer.status_code, read_json(answer)["code"]) == (401, "token_invalid")


def test_expired_token_is_refused(country) -> None:
    headers = country.token("esith")
    with country.registry.database.session() as session:
        session.execute(update(TokenRow).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert country.registry.client().get("/v1/records", headers=headers).status_code == 401


def test_program_sees_its_own_records_in_every_state_and_final_ones_of_its_learners_elsewhere(country) -> None:
    own = country.chains["esith"].add_completion(country.learner["esith"], state=State.PROPOSED)
    final = country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"], state=State.PROPOSED)
    country.chains["ensam-rabat"].add_completion(uuid.uuid4())
    country.deliver()
    assert sorted(uuids(country.get("esith", "/v1/records"))) == sorted([str(own.uuid), str(final.uuid)])


def test_learner_who_left_is_not_seen_any_more(country) -> None:
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    subject = uuid.UUID(json.loads(bytes(country.chains["esith"].sealed[1].entry))["body"]["subject"])
    country.chains["esith"].add_enrolment(country.learner["esith"], "withdrawn", subject=subject, revision=2)
    country.deliver()
    assert uuids(country.get("esith", "/v1/records")) == []


def test_reading_a_record_from_elsewhere_is_logged_with_its_learner(country) -> None:
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.deliver()
    country.get("esith", "/v1/records")
    with country.registry.database.session(reading=True) as session:
        logged = [(row.reader, row.what, row.learner) for row in session.scalars(select(AccessLogRow))]
    assert ("sis-esith", "records", country.learner["ensam-rabat"]) in logged


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("state=finished", "state"),
        ("decision=maybe", "decision"),
        ("institution=nowhere", "institution"),
        ("learner=salma", "learner"),
        ("colour=blue", "colour"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("after=zz", "after"),
        ("offering=%00", "offering"),
    ],
)
def test_senseless_filter_is_refused_by_name_with_what_is_allowed(country, query, parameter) -> None:
    answer = country.get("esith", f"/v1/records?{query}")
    problem = read_json(answer)
    assert (answer.status_code, answer.mimetype, problem["code"]) == (400, "application/problem+json", "invalid_filter")
    assert problem["parameter"] == parameter
    assert problem["allowed"]


def test_filters_narrow(country) -> None:
    learner = country.learner["esith"]
    first = country.chains["esith"].add_completion(learner, period="2025-2026-S1")
    second = country.chains["esith"].add_completion(learner, period="2025-2026-S2", state=State.PROPOSED)
    country.deliver()
    assert uuids(country.get("esith", "/v1/records?period=2025-2026-S1")) == [str(first.uuid)]
    assert uuids(country.get("esith", "/v1/records?state=proposed&institution=esith")) == [str(second.uuid)]
    assert uuids(country.get("esith", "/v1/records?decision=not_validated")) == []
    assert len(uuids(country.get("esith", f"/v1/records?learner={learner}&offering=NUM-100"))) == 2


def test_pages_follow_their_next_link_to_the_end_without_doubles(country) -> None:
    wanted = {str(country.chains["esith"].add_completion(uuid.uuid4()).uuid) for _ in range(7)}
    country.deliver()
    found: list[str] = []
    link: str | None = "/v1/records?limit=3&institution=esith"
    while link:
        answer = country.get("esith", link)
        found += uuids(answer)
        link = read_json(answer)["next"]
    assert len(found) == 7
    assert set(found) == wanted


def test_history_tells_every_revision_with_its_receipt(country) -> None:
    record = country.chains["esith"].add_completion(country.learner["esith"])
    country.chains["esith"].add_completion(record.learner, uuid=record.uuid, revision=2, reason="correction")
    country.deliver()
    history = read_json(country.get("esith", f"/v1/records/{record.uuid}/history"))
    assert [each["revision"] for each in history["revisions"]] == [2, 1]
    assert history["revisions"][0]["reason"] == "correction"
    assert history["revisions"][0]["ledger"]["hash"] == country.chains["esith"].head.hash
    assert history["revisions"][0]["receipt"]["digest"]


def test_record_that_is_not_open_looks_like_none(country) -> None:
    hidden = country.chains["ensam-rabat"].add_completion(uuid.uuid4())
    country.deliver()
    for path in (f"/v1/records/{hidden.uuid}", f"/v1/records/{uuid.uuid4()}", f"/v1/records/{hidden.uuid}/history"):
        answer = country.get("esith", path)
        assert (answer.status_code, read_json(answer)["code"]) == (404, "record_not_found")


def test_of_two_schools_with_one_uuid_each_gets_its_own_record(country) -> None:
    twin = uuid.uuid4()
    for key, chain in country.chains.items():
        chain.add_completion(country.learner[key], uuid=twin)
    country.deliver()
    found = {key: read_json(country.get(key, f"/v1/records/{twin}"))["institution"] for key in country.schools}
    assert found == {"ensam-rabat": "ensam-rabat", "esith": "esith"}


def test_next_pull_brings_only_what_is_new(country) -> None:
    record = country.chains["esith"].add_completion(country.learner["esith"])
    country.deliver()
    changes, cursor = country.pull("esith")
    assert str(record.uuid) in [change["subject"] for change in changes]
    assert country.pull("esith", cursor)[0] == []
    country.chains["esith"].add_completion(record.learner, uuid=record.uuid, revision=2, reason="correction")
    country.deliver()
    changes, cursor = country.pull("esith", cursor)
    assert [(change["subject"], change["revision"]) for change in changes] == [(str(record.uuid), 2)]
    assert country.pull("esith", cursor)[0] == []


def test_feed_brings_revocations_from_elsewhere(country) -> None:
    record = country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.deliver()
    _, cursor = country.pull("esith")
    country.chains["ensam-rabat"].add_completion(record.learner, uuid=record.uuid, revision=2, state=State.REVOKED, reason="fraud")
    country.deliver()
    changes, _ = country.pull("esith", cursor)
    assert [(change["subject"], change["record"]["state"]) for change in changes] == [(str(record.uuid), "revoked")]


def test_record_passed_over_before_its_learner_was_linked_comes_with_the_next_pull(country) -> None:
    newcomer = {key: uuid.uuid4() for key in country.schools}
    country.chains["ensam-rabat"].add_identity(newcomer["ensam-rabat"], "K777")
    record = country.chains["ensam-rabat"].add_completion(newcomer["ensam-rabat"])
    country.deliver()
    changes, cursor = country.pull("esith")
    assert str(record.uuid) not in [change["subject"] for change in changes]
    country.chains["esith"].add_enrolment(newcomer["esith"])
    country.deliver()
    changes, cursor = country.pull("esith", cursor)
    assert str(record.uuid) not in [change["subject"] for change in changes]
    country.chains["esith"].add_identity(newcomer["esith"], "K777")
    country.deliver()
    changes, cursor = country.pull("esith", cursor)
    assert str(record.uuid) in [change["subject"] for change in changes]
    assert country.pull("esith", cursor)[0] == []


def test_whoever_pulled_what_a_wrong_link_opened_is_told_that_it_ended(country) -> None:
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.deliver()
    cursors = {key: country.pull(key)[1] for key in country.schools}
    # The school in Rabat had typed another person's code.
    country.chains["ensam-rabat"].add_identity(country.learner["ensam-rabat"], "K999", revision=2)
    country.deliver()
    told = {key: country.pull(key, cursor) for key, cursor in cursors.items()}
    rabat, esith = country.learner["ensam-rabat"], country.learner["esith"]
    lines = {key: [each for each in found[0] if each["type"] == "learner.unlinked"] for key, found in told.items()}
    assert [(each["institution"], each["subject"], each["learner"], each["record"]) for each in lines["esith"]] == [
        ("ensam-rabat", str(rabat), str(esith), None)
    ]
    assert [(each["institution"], each["subject"], each["learner"]) for each in lines["ensam-rabat"]] == [("esith", str(esith), str(rabat))]
    assert [country.pull(key, found[1])[0] for key, found in told.items()] == [[], []]


def test_school_that_never_enrolled_the_learner_is_told_nothing_of_a_link_that_ended(country) -> None:
    stranger = {key: uuid.uuid4() for key in country.schools}
    for key, chain in country.chains.items():
        chain.add_identity(stranger[key], "K777")
    country.deliver()
    cursor = country.pull("esith")[1]
    country.chains["ensam-rabat"].add_identity(stranger["ensam-rabat"], "K999", revision=2)
    country.deliver()
    assert country.pull("esith", cursor)[0] == []


def test_small_pages_of_the_feed_bring_everything_once(country) -> None:
    wanted = {str(country.chains["esith"].add_completion(uuid.uuid4()).uuid) for _ in range(9)}
    country.deliver()
    found: list[str] = []
    link = "/v1/changes?limit=2"
    for _ in range(40):
        answer = read_json(country.get("esith", link))
        found += [change["subject"] for change in answer["changes"] if change["type"] == "completion.recorded"]
        link = answer["next"]
        if not answer["has_more"]:
            break
    assert len(found) == 9
    assert set(found) == wanted


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=e30", "limit=0", "since=1"])
def test_senseless_cursor_is_refused(country, query) -> None:
    assert country.get("esith", f"/v1/changes?{query}").status_code == 400


def ask_passport(country: Country, key: str, body: dict[str, object], signed_by: str | None = None) -> object:
    request = httpx.Request(
        "POST", f"{BASE_URL}/v1/passports", headers={"Content-Type": "application/json"}, content=json.dumps(body).encode()
    )
    sign_request(request, country.schools[signed_by or key].signer, tag=TAG_PASSPORT, created=datetime.now(UTC))
    return send(country.registry.client(), request)


def test_passport_shows_what_was_earned_at_both_schools(country) -> None:
    country.chains["ensam-rabat"].add_credential(country.learner["ensam-rabat"])
    country.chains["ensam-rabat"].add_credential(country.learner["ensam-rabat"], released=False)
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.chains["esith"].add_completion(country.learner["esith"], state=State.PROPOSED)
    country.deliver()
    for key in country.schools:
        passport = read_json(ask_passport(country, key, {"learner": str(country.learner[key])}))
        assert [(item["institution"]["key"], item["kind"]) for item in passport["items"]] == [
            ("ensam-rabat", "credential"),
            ("ensam-rabat", "completion"),
        ]
    credential, completion = passport["items"]
    assert credential["credential_url"].startswith("https://ensam-rabat.example/badges/")
    assert (completion["decision"], completion["title"]["en"]) == ("validated", "Digital shared core")
    assert datetime.fromisoformat(passport["as_of"]) <= datetime.now(UTC)


def test_passport_of_an_unknown_learner_or_of_another_schools_uuid_is_empty(country) -> None:
    country.chains["ensam-rabat"].add_completion(country.learner["ensam-rabat"])
    country.deliver()
    for learner in (uuid.uuid4(), country.learner["ensam-rabat"]):
        answer = ask_passport(country, "esith", {"learner": str(learner)})
        assert (answer.status_code, read_json(answer)["items"]) == (200, [])


def test_passport_request_that_names_another_institution_is_refused(country) -> None:
    body = {"learner": str(country.learner["ensam-rabat"]), "institution": "ensam-rabat"}
    answer = ask_passport(country, "ensam-rabat", body, signed_by="esith")
    assert (answer.status_code, read_json(answer)["code"]) == (401, "bad_signature")


@pytest.mark.parametrize("body", [{}, {"learner": "salma"}, {"learner": str(uuid.uuid4()), "more": 1}])
def test_malformed_passport_request_is_refused(country, body) -> None:
    assert ask_passport(country, "esith", body).status_code == 422


def test_unsigned_passport_request_is_refused(country) -> None:
    answer = country.registry.client().post("/v1/passports", json={"learner": str(country.learner["esith"])})
    assert (answer.status_code, read_json(answer)["code"]) == (401, "bad_signature")


def test_issuer_list_is_signed_over_its_canonical_payload(country) -> None:
    from maslak_domain.ledger.canonical import canonical_bytes

    answer = read_json(country.registry.client().get("/v1/issuers"))
    signature = base64.urlsafe_b64decode(answer["signature"] + "==")
    public_key = country.registry.keyring.receipts.private_key.public_key()
    assert is_signature_valid(public_key, signature, canonical_bytes(answer["payload"]))
    assert [issuer["key"] for issuer in answer["payload"]["issuers"]] == ["ensam-rabat", "esith"]
    purposes = {key["purpose"]: key for key in answer["payload"]["issuers"][0]["keys"]}
    assert purposes["credentials"]["public_key_multibase"].startswith("z6Mk")


def test_time_is_signed_for_the_question(country) -> None:
    answer = country.registry.client().get("/v1/time?nonce=abc")
    told = verify_signed_time(answer.data, country.registry.keyring.receipts.private_key.public_key(), "abc")
    assert abs(told - datetime.now(UTC)) < timedelta(seconds=30)
