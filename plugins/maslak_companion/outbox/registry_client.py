"""The registry as the outbox sees it: a head to compare with, and a place to send batches.

Every answer becomes a value or one of two errors: the registry is away (try later), or it refused (and said why).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_companion.outbox.errors import RegistryAwayError, RegistryRefusedError
from maslak_domain.keys import Signer
from maslak_domain.ledger.chain import Head
from maslak_domain.sync import TAG_BATCH, batch_digest
from maslak_web.outgoing import make_client
from maslak_web.signed_requests import sign_request

TIMEOUT_S: Final = 20.0
_AWAY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LARGEST_ANSWER: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Registry:
    """Where the registry is, the key it is pinned to, and who signs what is sent to it."""

    url: str
    public_key: Ed25519PublicKey
    institution: str
    signer: Signer

    def fetch_head(self) -> Head:
        """Ask where the registry's copy of this chain ends. Raises RegistryAwayError, RegistryRefusedError."""
        request = httpx.Request("GET", f"{self._base}/head", headers={"Accept": "application/json"})
        try:
            return msgspec.json.decode(_send(request), type=Head)
        except msgspec.DecodeError as error:
            raise RegistryAwayError("the registry's head cannot be read") from error

    def post_batch(self, raw: bytes, created: datetime) -> bytes:
        """Send a batch signed as of ``created`` and return the answer's bytes.

        Raises RegistryAwayError, RegistryRefusedError (whose problem names the nonce it answers).
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": batch_digest(raw)}
        request = httpx.Request("POST", f"{self._base}/batches", headers=headers, content=raw)
        nonce = secrets.token_urlsafe(18)
        sign_request(request, self.signer, tag=TAG_BATCH, nonce=nonce, created=created)
        try:
            return _send(request)
        except RegistryRefusedError as error:
            error.problem["nonce"] = nonce
            raise

    @property
    def _base(self) -> str:
        return f"{self.url.rstrip('/')}/v1/institutions/{self.institution}"


def _send(request: httpx.Request) -> bytes:
    """Send one request and sort the answer; nothing is followed, nothing is retried here."""
    try:
        with make_client(TIMEOUT_S) as client:
            response = client.send(request)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RegistryAwayError(f"the registry cannot be reached: {type(error).__name__}") from error
    if response.is_success and len(response.content) <= _LARGEST_ANSWER:
        return response.content
    problem = _read_problem(response)
    if response.status_code in _AWAY or problem is None:
        raise RegistryAwayError(f"the registry answered {response.status_code}", retry_after=_read_retry_after(response))
    raise RegistryRefusedError(problem)


def _read_problem(response: httpx.Response) -> dict[str, object] | None:
    """Read a problem document; None when the answer is something else, such as a proxy's page."""
    try:
        problem: Any = msgspec.json.decode(response.content[:_LARGEST_ANSWER])
    except msgspec.DecodeError:
        return None
    return problem if isinstance(problem, dict) and isinstance(problem.get("code"), str) else None


def _read_retry_after(response: httpx.Response) -> float | None:
    """Read Retry-After, which is a number of seconds or a date (RFC 9110, 10.2.3)."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        later = parsedate_to_datetime(text)
        base = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (later - base).total_seconds())
    except (TypeError, ValueError):
        return None
