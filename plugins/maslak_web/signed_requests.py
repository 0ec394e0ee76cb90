"""HTTP Message Signatures (RFC 9421, Ed25519) with Content-Digest (RFC 9530): signed by an httpx client, verified by a Flask view.

A signature covers the method, the target, the digest, type and idempotency key of the body, and names when, by which key, for what
purpose and with which nonce it was made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import quote

import flask
import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    VerifyResult,
    algorithms,
)
from werkzeug.datastructures import Headers

from maslak_domain.errors import JSON
from maslak_domain.keys import Signer
from maslak_domain.sync import BadSignatureError, ClockSkewError, DigestMismatchError, NonceReusedError
from maslak_web.clock import Clock

COMPONENTS: Final = ("@method", "@target-uri", "content-digest", "content-type", "idempotency-key")
MAX_SKEW: Final = timedelta(minutes=5)
_LABEL: Final = "maslak"
_SHORTEST_NONCE, _LONGEST_NONCE = 16, 128


class NonceStore(Protocol):
    """Remembers which nonces a key has used, for as long as their signatures could still be accepted."""

    def remember(self, key_id: str, nonce: str, expires_at: datetime) -> bool:
        """Keep the nonce and return True, or return False if the key used it before."""


@dataclass(frozen=True)
class VerifiedRequest:
    """What a good signature vouches for."""

    key_id: str
    nonce: str
    created_at: datetime
    idempotency_key: str
    body: bytes


def sign_request(
    request: httpx.Request, signer: Signer, *, tag: str, created: datetime, nonce: str | None = None, idempotency_key: str | None = None
) -> httpx.Request:
    """Put digest and signature on `request`, whose Content-Type is set, and return it.

    Signing the same request again (after `clock_skew`) replaces the old signature. The idempotency key stays unless another is given;
    the nonce is new each time unless given.
    """
    nonce = nonce or secrets.token_urlsafe(24)
    key = idempotency_key or request.headers.get("Idempotency-Key") or nonce
    request.headers["Idempotency-Key"] = key
    body = request.read()
    request.headers.pop("Content-Digest", None)
    sender = HTTPMessageSigner(signature_algorithm=algorithms.ED25519)
    prepared = sender.prepare(
        request,
        key_id=signer.key_id,
        created=created,
        nonce=nonce,
        tag=tag,
        label=_LABEL,
        covered_component_ids=[name for name in COMPONENTS if name != "content-digest"],
        body=body,
    )
    sender.apply(request, prepared, signer.sign(prepared.signature_base))
    return request


def verify_request(
    request: flask.Request,
    resolve_key: Callable[[str], Ed25519PublicKey | None],
    *,
    nonce_store: NonceStore,
    clock: Clock,
    tag: str,
    base_url: str | None = None,
    sign_time: Callable[[datetime, str], JSON] | None = None,
) -> VerifiedRequest:
    """Return what the request's signature vouches for.

    `base_url` is this service's own address, without a trailing slash: a signature made for another server is then refused whatever the
    Host header says. `sign_time` makes, for the present moment and the request's nonce, the signed time by which a sender
    with a wrong clock corrects itself.
    Raises BadSignatureError, DigestMismatchError, ClockSkewError or NonceReusedError. The nonce is remembered last, so that a request
    refused for another reason can be mended and sent again.
    """
    body = request.get_data()
    message = _Message(request.method, _target(request, base_url), request.headers)
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_Resolver(resolve_key))
    result = _verify_headers(verifier, message, tag)
    try:
        verifier.verify_body(message, [result], body)
    except HTTPMessageSignaturesException as error:
        raise DigestMismatchError("the body is not the one whose digest was signed") from error
    key_id, nonce = str(result.parameters["keyid"]), _check_nonce(result.nonce)
    created_at = datetime.fromtimestamp(int(result.parameters["created"]), UTC)
    _check_time(created_at, clock(), nonce, sign_time)
    if not nonce_store.remember(key_id, nonce, created_at + 2 * MAX_SKEW):
        raise NonceReusedError("this signed request was received before")
    return VerifiedRequest(key_id, nonce, created_at, request.headers["Idempotency-Key"], body)


@dataclass(frozen=True)
class _Message:
    """A request in the shape the signature library reads."""

    method: str
    url: str
    headers: Headers | Any


class _Resolver(HTTPSignatureKeyResolver):
    def __init__(self, resolve_key: Callable[[str], Ed25519PublicKey | None]) -> None:
        self._resolve_key = resolve_key

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey | None:
        return self._resolve_key(key_id)


class _Verifier(HTTPMessageVerifier):
    """Leaves the judgement of time to us: the library asks the system clock and cannot say *clock skew*."""

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        if type(sig_input.params.get("created")) is not int:
            raise InvalidSignature("the signature does not say when it was made")
        try:
            datetime.fromtimestamp(sig_input.params["created"], UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise InvalidSignature("the signature's time is out of range") from error


def _verify_headers(verifier: _Verifier, message: _Message, tag: str) -> VerifyResult:
    try:
        results = verifier.verify(message, expect_tag=tag, require_components=COMPONENTS, max_age=None)
    except HTTPMessageSignaturesException as error:
        raise BadSignatureError(f"the signature cannot be accepted: {error}") from error
    if len(results) != 1:
        raise BadSignatureError("exactly one signature for this purpose is expected")
    return results[0]


def _check_nonce(nonce: str | None) -> str:
    if nonce is None or not _SHORTEST_NONCE <= len(nonce) <= _LONGEST_NONCE:
        raise BadSignatureError(f"a nonce of {_SHORTEST_NONCE} to {_LONGEST_NONCE} characters is expected")
    return nonce


def _check_time(created_at: datetime, now: datetime, nonce: str, sign_time: Callable[[datetime, str], JSON] | None) -> None:
    if abs(now - created_at) <= MAX_SKEW:
        return
    params: dict[str, JSON] = {"time": now.isoformat()}
    if sign_time is not None:
        params["signed_time"] = sign_time(now, nonce)
    raise ClockSkewError("the signature's time is too far from ours", **params)


def _target(request: flask.Request, base_url: str | None) -> str:
    """Return the address that was asked for, percent-encoded as it came."""
    raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "")
    if not raw.startswith("/"):
        query = request.query_string.decode("latin-1")
        raw = quote(request.root_path + request.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")
    return (base_url or request.host_url).rstrip("/") + raw
