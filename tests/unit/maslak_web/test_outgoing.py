"""Every client of a process checks certificates against the same list, which is read once until another is installed."""

from __future__ import annotations

import os
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import certifi
import httpx
import pytest

from maslak_web import outgoing
from maslak_web.outgoing import get_tls_context, make_client


@pytest.fixture
def authorities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    copy = tmp_path / "cacert.pem"
    shutil.copyfile(certifi.where(), copy)
    monkeypatch.setattr(outgoing.certifi, "where", lambda: str(copy))
    yield copy
    outgoing._make_context.cache_clear()


def test_context_is_made_once_and_checks_certificates_and_names() -> None:
    context = get_tls_context()
    assert get_tls_context() is context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.cert_store_stats()["x509_ca"] > 50


def test_new_list_of_authorities_makes_a_new_context(authorities: Path) -> None:
    before = get_tls_context()
    one = authorities.read_text("utf-8").split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    authorities.with_suffix(".new").write_text(one, "utf-8")
    os.replace(authorities.with_suffix(".new"), authorities)
    assert get_tls_context() is not before
    assert get_tls_context().cert_store_stats()["x509_ca"] == 1


def test_clients_follow_no_redirect_and_ignore_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    moved = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": "https://elsewhere.example/"}))
    with make_client(2.0, moved) as client:
        assert client.get("https://registry.example/").status_code == 302
        assert (client.timeout.connect, client.timeout.read) == (2.0, 2.0)
        assert not client.trust_env


def test_connections_of_a_client_use_the_context(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr("httpx._client.HTTPTransport", lambda verify, **rest: made.append(verify))
    make_client(2.0)
    assert made == [get_tls_context()]
