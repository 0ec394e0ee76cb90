from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_domain.sync import BadSignatureError, ClockSkewError, DigestMismatchError, NonceReusedError
from maslak_web.keys import FileSigner, create_key, load_signer
from maslak_web.signed_requests import VerifiedRequest, sign_request, verify_request

NOW = datetime(2026, 3, 12, 10, 42, tzinfo=UTC)
URL = "http://registry.example/v1/institutions/ensam-rabat/batches"
BODY = b'{"v":1}'


class Nonces:
    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def remember(self, key_id: str, nonce: str, expires_at: datetime) -> bool:
        known = (key_id, nonce) in self.seen
        self.seen.add((key_id, nonce))
        return not known


@pytest.fixture
def signer(tmp_path: Path) -> FileSigner:
    create_key(tmp_path / "sync.jwk", "ed25519")
    return load_signer(tmp_path / "sync.jwk")


@pytest.fixture
def nonces() -> Nonces:
    return Nonces()


Verify = Callable[..., VerifiedRequest]


@pytest.fixture
def verify(signer: FileSigner, nonces: Nonces) -> Verify:
    """Receive a signed request as Flask would, with parts of it changed on the way, and verify it."""
    keys: dict[str, Ed25519PublicKey] = {signer.key_id: signer.public_key}

    def run(
        request: httpx.Request, *, body: bytes | None = None, path: str | None = None, headers: dict[str, str] | None = None, tag: str = "t"
    ) -> VerifiedRequest:
        app = flask.Flask("receiver")
        sent = {**{name: value for name, value in request.headers.items() if name != "content-length"}, **(headers or {})}
        received = body if body is not None else request.content
        with app.test_request_context(path or request.url.raw_path.decode(), method=request.method, headers=sent, data=received):
            return verify_request(
                flask.request, keys.get, nonce_store=nonces, clock=lambda: NOW, tag=tag, base_url="http://registry.example",
                sign_time=lambda moment, nonce: {"at": moment.isoformat(), "nonce": nonce},
            )  # fmt: skip

    return run


def make_request() -> httpx.Request:
    return httpx.Request("POST", URL, content=BODY, headers={"Content-Type": "application/json"})


def test_a_signed_request_is_vouched_for_with_its_body(signer: FileSigner, verify: Verify) -> None:
    verified = verify(sign_request(make_request(), signer, tag="t", created=NOW, idempotency_key="batch-1"))
    assert (verified.key_id, verified.body, verified.idempotency_key, verified.created_at) == (signer.key_id, BODY, "batch-1", NOW)


def test_a_changed_body_is_refused_as_digest_mismatch(signer: FileSigner, verify: Verify) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW)
    with pytest.raises(DigestMismatchError):
        verify(request, body=b'{"v":2}')


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/v1/institutions/esith/batches"},
        {"path": "/v1/institutions/ensam-rabat/batches?x=1"},
        {"headers": {"idempotency-key": "another"}},
        {"headers": {"content-type": "text/plain"}},
        {"headers": {"content-digest": "sha-256=:AAAA:"}},
        {"headers": {"signature": "maslak=:AAAA:"}},
        {"headers": {"signature-input": ""}},
        {"tag": "another-purpose"},
    ],
)
def test_anything_signed_that_changed_on_the_way_is_refused(
    signer: FileSigner, verify: Verify, change: dict[str, str | dict[str, str]]
) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW)
    with pytest.raises(BadSignatureError):
        verify(request, **change)


def test_a_signature_made_for_another_server_is_refused_whatever_the_host_header_says(signer: FileSigner, verify: Verify) -> None:
    elsewhere = httpx.Request("POST", URL.replace("registry", "other"), content=BODY, headers={"Content-Type": "application/json"})
    with pytest.raises(BadSignatureError):
        verify(sign_request(elsewhere, signer, tag="t", created=NOW))


def test_an_unsigned_request_is_refused(verify: Verify) -> None:
    with pytest.raises(BadSignatureError):
        verify(make_request())


def test_a_key_that_nobody_knows_is_refused(tmp_path: Path, verify: Verify) -> None:
    create_key(tmp_path / "other.jwk", "ed25519")
    with pytest.raises(BadSignatureError):
        verify(sign_request(make_request(), load_signer(tmp_path / "other.jwk"), tag="t", created=NOW))


def test_the_same_signed_request_is_refused_the_second_time(signer: FileSigner, verify: Verify) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW)
    verify(request)
    with pytest.raises(NonceReusedError):
        verify(request)


def test_signing_again_makes_the_same_request_acceptable_again_under_its_idempotency_key(signer: FileSigner, verify: Verify) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW, idempotency_key="batch-1")
    verify(request)
    assert verify(sign_request(request, signer, tag="t", created=NOW)).idempotency_key == "batch-1"


@pytest.mark.parametrize("offset", [timedelta(minutes=-6), timedelta(minutes=6), timedelta(days=400)])
def test_a_stale_or_future_clock_is_told_the_signed_time(signer: FileSigner, verify: Verify, offset: timedelta) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW + offset, nonce="n" * 16)
    with pytest.raises(ClockSkewError) as caught:
        verify(request)
    assert caught.value.params["signed_time"] == {"at": NOW.isoformat(), "nonce": "n" * 16}


def test_a_request_refused_for_its_clock_does_not_use_up_its_nonce(signer: FileSigner, verify: Verify, nonces: Nonces) -> None:
    with pytest.raises(ClockSkewError):
        verify(sign_request(make_request(), signer, tag="t", created=NOW - timedelta(hours=1)))
    assert nonces.seen == set()


def test_a_short_nonce_is_refused(signer: FileSigner, verify: Verify) -> None:
    with pytest.raises(BadSignatureError):
        verify(sign_request(make_request(), signer, tag="t", created=NOW, nonce="1"))


@pytest.mark.parametrize("created", ["999999999999999", "1.5", '"now"'])
def test_a_time_without_sense_is_refused(signer: FileSigner, verify: Verify, created: str) -> None:
    request = sign_request(make_request(), signer, tag="t", created=NOW)
    claimed = request.headers["Signature-Input"].replace(str(int(NOW.timestamp())), created)
    with pytest.raises(BadSignatureError):
        verify(request, headers={"signature-input": claimed})
