"""The public pages and documents of badges."""

from __future__ import annotations

import base64
import io
import json
import re
import uuid

import pytest
from flask.testing import FlaskClient
from tests.factories.badge_school import BadgeSchool

from maslak_companion.badges.services import revoke_credential

WORDS = {"ar": ("صالحة", "غير صالحة", "غير محسومة"), "fr": ("Valide", "Non valide", "Indéterminé"), "en": ("Valid", "Invalid", "Unknown")}


@pytest.fixture
def client(small_school: BadgeSchool) -> FlaskClient:
    return small_school.make_app().test_client()


@pytest.fixture
def badge(small_school: BadgeSchool) -> uuid.UUID:
    made = small_school.award()
    small_school.issue()
    return made


def heading(page: str) -> str:
    found = re.search(r'<h1 class="verdict-word">(.*?)</h1>', page)
    assert found
    return found.group(1)


def upload(client: FlaskClient, raw: bytes, language: str) -> str:
    form = client.get(f"/verify?lang={language}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    data = {"csrf_token": token.group(1), "file": (io.BytesIO(raw), "badge.json")}
    return client.post("/verify", data=data, content_type="multipart/form-data").text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_says_valid_with_who_what_and_when(client: FlaskClient, badge: uuid.UUID, language: str) -> None:
    response = client.get(f"/badges/{badge}?lang={language}")
    expected = {
        "ar": ("السلامة الرقمية", "المدرسة الوطنية", "وليست نتيجة جامعية", "23 نونبر 2026"),
        "fr": ("Hygiène numérique", "ENSAM, campus de Rabat", "pas un résultat universitaire", "23 novembre 2026"),
        "en": ("Digital safety", "ENSAM, Rabat campus", "not a university result", "2026"),
    }
    assert heading(response.text) == WORDS[language][0]
    assert all(words in response.text for words in expected[language])
    assert "Salma" not in response.text
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_uploaded_badge_is_judged_in_the_readers_language(client: FlaskClient, badge: uuid.UUID, language: str) -> None:
    raw = client.get(f"/badges/{badge}.json").data
    assert heading(upload(client, raw, language)) == WORDS[language][0]
    assert heading(upload(client, raw.replace(b"Initiation", b"initiation", 1), language)) == WORDS[language][1]
    assert heading(upload(client, b"not a badge", language)) == WORDS[language][2]


def test_a_pasted_badge_is_judged(client: FlaskClient, badge: uuid.UUID) -> None:
    text = json.dumps(client.get(f"/badges/{badge}.json").json, indent=1, ensure_ascii=False).replace("\n", "\r\n")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/verify").text)
    assert token
    assert 'data-verdict="valid"' in client.post("/verify", data={"csrf_token": token.group(1), "document": text}).text
    assert "data-verdict" not in client.post("/verify", data={"csrf_token": token.group(1), "document": " "}).text


def test_hostile_text_in_a_badge_stays_text(client: FlaskClient, badge: uuid.UUID) -> None:
    raw = client.get(f"/badges/{badge}.json").data.replace(b"Initiation", b"<script>alert(1)</script>")
    page = upload(client, raw, "en")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_download_is_the_exact_signed_document(client: FlaskClient, badge: uuid.UUID, small_school: BadgeSchool) -> None:
    response = client.get(f"/badges/{badge}.json")
    assert response.mimetype == "application/vc+ld+json"
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.post("/v1/verify", data=response.data).json["verdict"] == "valid"
    assert client.get(f"/badges/{badge}.json", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_a_revoked_badge_says_so(client: FlaskClient, badge: uuid.UUID, small_school: BadgeSchool) -> None:
    small_school.pass_time(minutes=1)
    with small_school.database.session() as session:
        revoke_credential(session, badge, reason="mistake", author=uuid.uuid4(), at=small_school.now)
    small_school.issue()
    page = client.get(f"/badges/{badge}?lang=fr").text
    assert heading(page) == "Non valide"
    assert "a retiré ce badge" in page


def test_an_unknown_badge_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/badges/{uuid.uuid4()}").status_code == 404
    assert client.get(f"/badges/{uuid.uuid4()}.json").status_code == 404
    assert client.get("/badges/nonsense").status_code == 404
    assert client.get("/status/7").status_code == 404
    assert client.get("/achievements/nothing").status_code == 404


def test_the_status_list_comes_in_the_form_asked_for(client: FlaskClient, badge: uuid.UUID) -> None:
    embedded = client.get("/status/1")
    assert embedded.mimetype == "application/vc+ld+json"
    assert embedded.json["credentialSubject"]["type"] == "BitstringStatusList"
    assert "public" in embedded.headers["Cache-Control"]
    token = client.get("/status/1", headers={"Accept": "application/vc+jwt"})
    assert token.mimetype == "application/vc+jwt"
    header, payload, _signature = token.text.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "=="))["alg"] == "EdDSA"
    assert json.loads(base64.urlsafe_b64decode(payload + "=="))["credentialSubject"] == embedded.json["credentialSubject"]


def test_the_did_document_carries_the_key_of_the_badge(client: FlaskClient, badge: uuid.UUID) -> None:
    document = client.get("/.well-known/did.json").json
    assert document["id"] == "did:web:ensam-rabat.maslak.example"
    assert client.get(f"/badges/{badge}.json").json["proof"]["verificationMethod"] in document["assertionMethod"]


def test_an_achievement_has_a_page_and_a_definition(client: FlaskClient, badge: uuid.UUID) -> None:
    assert "السلامة الرقمية" in client.get("/achievements/MA-NUM.TC.06-N1?lang=ar").text
    definition = client.get("/achievements/MA-NUM.TC.06-N1", headers={"Accept": "application/ld+json"}).json
    assert definition["type"] == ["Achievement"]
    assert definition["id"] == client.get(f"/badges/{badge}.json").json["credentialSubject"]["achievement"]["id"]


def test_the_pictures_are_pictures(client: FlaskClient, badge: uuid.UUID) -> None:
    for address in (f"/badges/{badge}/image.svg", "/achievements/MA-NUM.TC.06-N1/image.svg"):
        response = client.get(address)
        assert response.mimetype == "image/svg+xml"
        assert response.data.startswith(b"<svg")


@pytest.mark.parametrize("raw", [b"", b"\0" * 70_000, b"[" * 60_000, b"{}", b"null"])
def test_nonsense_sent_by_a_program_is_unknown(client: FlaskClient, raw: bytes) -> None:
    response = client.post("/v1/verify", data=raw)
    assert response.status_code == 200
    assert response.json["verdict"] == "unknown"


@pytest.mark.parametrize("number", ["2147483648", "9" * 19, "9" * 60])
def test_a_list_of_a_number_that_no_database_holds_does_not_exist(client: FlaskClient, number: str) -> None:
    assert client.get(f"/status/{number}").status_code == 404
