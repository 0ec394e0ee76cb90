"""What one school writes must not spoil the files and pages of another, and no question may ask for everything at once."""

from __future__ import annotations

import base64
import csv
import io
import uuid
from datetime import date

import openpyxl
import pytest
from tests.factories.batch import AT, Chain
from tests.factories.institution import BASE_URL, SECRET, RegistryUnderTest
from tests.integration.maslak_registry.test_pages import sign_in

from maslak_registry.inbox.services import receive_batch
from maslak_registry.records.jobs import apply_all


def open_registry(registry: RegistryUnderTest, **record: object) -> None:
    school, chain, learner = registry.school("ensam-rabat"), Chain("ensam-rabat"), uuid.uuid4()
    chain.add_identity(learner, None, name_ar="\n=1+1", name_latin="\uff1d1+1 \u0001\ufffe")
    chain.add_completion(learner, **record)
    with registry.database.session() as session:
        receive_batch(session, school.institution, chain.batch(), registry.keyring.receipts, AT)
    apply_all(registry.database, registry.rules)
    registry.add_registrar("nadia@ensam-rabat", "ensam-rabat")
    registry.add_program("sis", "ensam-rabat")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(9999, 12, 31)])
def test_a_day_that_excel_does_not_know_stands_there_as_text(registry: RegistryUnderTest, day: date) -> None:
    open_registry(registry, jury_on=day)
    client = sign_in(registry)
    answer = client.get("/exports/records.xlsx", base_url=BASE_URL)
    assert answer.status_code == 200
    cells = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.data)).active[2]]
    assert any(value == day.isoformat() or getattr(value, "year", None) == day.year for value in cells)
    assert client.get("/exports/records.csv", base_url=BASE_URL).status_code == 200
    assert client.get("/records", base_url=BASE_URL).status_code == 200


def test_a_formula_behind_any_space_or_in_wide_letters_is_made_harmless(registry: RegistryUnderTest) -> None:
    open_registry(registry)
    answer = sign_in(registry).get("/exports/records.csv", base_url=BASE_URL)
    row = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))[1]
    assert [row[1][0], row[2][0]] == ["'", "'"]


@pytest.mark.parametrize("limit", ["00000150000", "000001" + "0" * 5000, "0000001"])
def test_a_page_is_never_larger_than_allowed(registry: RegistryUnderTest, limit: str) -> None:
    open_registry(registry)
    answer = ask(registry, f"/v1/records?limit={limit}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "invalid_filter")


def test_a_token_asked_for_without_encryption_is_refused_in_oauths_words(registry: RegistryUnderTest) -> None:
    open_registry(registry)
    answer = registry.client().post(
        "/v1/token", base_url="http://registry.example", auth=("sis", SECRET), data={"grant_type": "client_credentials"}
    )
    assert (answer.status_code, answer.get_json()["error"]) == (400, "insecure_transport")


@pytest.mark.parametrize(
    "header", ["Basic !!!!", "Basic", "Basic " + base64.b64encode(b"\xff:x").decode(), "Basic " + base64.b64encode(b"a\0b:x").decode()]
)
def test_credentials_that_cannot_be_read_are_an_unknown_program(registry: RegistryUnderTest, header: str) -> None:
    answer = registry.client().post("/v1/token", headers={"Authorization": header}, data={"grant_type": "client_credentials"})
    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")


def ask(registry: RegistryUnderTest, path: str):  # type: ignore[no-untyped-def]
    client = registry.client()
    token = client.post("/v1/token", auth=("sis", SECRET), data={"grant_type": "client_credentials"}).get_json()["access_token"]
    return client.get(path, headers={"Authorization": f"Bearer {token}"})
