"""Behind a reverse proxy: as many as are named are believed about the caller, and nobody else ever is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.factories.institution import PASSWORD, SECRET, START, RegistryUnderTest
from tests.integration.maslak_registry.test_pages import find_token

from maslak_registry.access.accounts import has_demo_accounts
from maslak_registry.access.models import LoginAttemptRow
from maslak_registry.access.services import SCOPES, create_client
from maslak_registry.app import create_app

FORGED = {"X-Forwarded-For": "203.0.113.7, 198.51.100.2", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "registry.example"}


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "198.51.100.2"), (2, "203.0.113.7")])
def test_the_throttle_counts_the_address_that_a_named_proxy_saw(registry: RegistryUnderTest, proxies: int, address: str) -> None:
    settings = replace(registry.settings, trusted_proxies=proxies)
    client = create_app(settings, database=registry.database, keyring=registry.keyring).test_client()
    token = find_token(client.get("/sign-in").text)
    client.post("/sign-in", data={"login": "x", "password": PASSWORD, "csrf_token": token}, headers=FORGED)
    with registry.database.session(reading=True) as session:
        assert session.scalars(select(LoginAttemptRow.address)).all() == [address]


def test_a_program_gets_its_token_through_a_proxy_that_ends_the_encryption(registry: RegistryUnderTest) -> None:
    registry.school("esith")
    registry.add_program("sis", "esith")
    settings = replace(registry.settings, trusted_proxies=1)
    client = create_app(settings, database=registry.database, keyring=registry.keyring).test_client()
    answer = client.post("/v1/token", headers=FORGED, auth=("sis", SECRET), data={"grant_type": "client_credentials"})
    assert answer.status_code == 200


def test_a_program_with_a_published_secret_keeps_the_service_on_loopback(registry: RegistryUnderTest) -> None:
    registry.school("esith")
    with registry.database.session() as session:
        assert not has_demo_accounts(session)
        create_client(session, client_id="demo", secret=SECRET, institution="esith", purpose="x", scopes=SCOPES, at=START, is_demo=True)
        assert has_demo_accounts(session)
