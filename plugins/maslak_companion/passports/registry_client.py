"""Asking the registry for a learner's passport: one signed request, two seconds, and no second try while a person waits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import httpx
import msgspec

from maslak_companion.passports.errors import RegistryAwayError
from maslak_companion.passports.silence import Silence
from maslak_domain.keys import Signer
from maslak_domain.sync import TAG_PASSPORT
from maslak_web.outgoing import make_client
from maslak_web.signed_requests import sign_request

TIME_LIMIT_SECONDS = 2.0
MAX_ANSWER_BYTES = 512 * 1024


class PassportInstitution(msgspec.Struct, frozen=True):
    """The institution at which something was earned."""

    key: str
    name: dict[str, str]


class PassportItem(msgspec.Struct, frozen=True):
    """One thing that a learner earned somewhere: title, level, status, dates and the credential's address, nothing more."""

    institution: PassportInstitution
    kind: Literal["credential", "completion"]
    title: dict[str, str]
    # The competency of a badge, or what a completion is about; a copy kept from an earlier version has none.
    key: str = ""
    level: str | None = None
    status: str | None = None
    state: str | None = None
    decision: str | None = None
    earned_at: datetime | None = None
    issued_at: datetime | None = None
    credential_url: str | None = None

    @property
    def item(self) -> str:
        """The name of this entry in a passport: the same after every fetch, and it tells nothing."""
        told = self.credential_url or "\n".join((self.key or str(self.title), self.level or "", str(self.earned_at or "")))
        return hashlib.sha256("\n".join((self.institution.key, self.kind, told)).encode()).hexdigest()[:40]

    @property
    def address(self) -> str:
        """Where the credential is shown; empty for what is no address of the web, for another institution wrote it."""
        url = self.credential_url or ""
        return url if url.startswith(("https://", "http://")) else ""


class RegistryPassport(msgspec.Struct, frozen=True):
    """The registry's answer."""

    as_of: datetime
    items: list[PassportItem]


FetchPassport = Callable[[UUID], RegistryPassport]


@dataclass(frozen=True, slots=True)
class RegistryClient:
    """Fetches passports for one institution. `transport` is given by tests; otherwise it is the network."""

    registry_url: str
    institution: str
    signer: Signer
    clock: Callable[[], datetime]
    transport: httpx.BaseTransport | None = None
    silence: Silence = field(default_factory=Silence)

    def fetch(self, learner_id: UUID) -> RegistryPassport:
        """Return the learner's passport; raises `RegistryAwayError`, at once while the registry is known to be silent."""
        if not self.silence.may_ask():
            raise RegistryAwayError("the registry was silent a moment ago")
        body = msgspec.json.encode({"institution": self.institution, "learner": str(learner_id)})
        address = f"{self.registry_url.rstrip('/')}/v1/passports"
        request = httpx.Request("POST", address, content=body, headers={"Content-Type": "application/json"})
        sign_request(request, self.signer, tag=TAG_PASSPORT, created=self.clock())
        try:
            with make_client(TIME_LIMIT_SECONDS, self.transport) as client:
                answer = client.send(request)
        except httpx.HTTPError as error:
            self.silence.note(silent=True)
            raise RegistryAwayError("the registry does not answer") from error
        self.silence.note(silent=False)
        return _read(answer)


def _read(answer: httpx.Response) -> RegistryPassport:
    if answer.status_code != httpx.codes.OK or len(answer.content) > MAX_ANSWER_BYTES:
        raise RegistryAwayError("the registry refused or answered too much", status=answer.status_code)
    try:
        return msgspec.json.decode(answer.content, type=RegistryPassport)
    except msgspec.DecodeError as error:
        raise RegistryAwayError("the registry's answer cannot be read") from error


def decode_items(raw: list[Any]) -> list[PassportItem]:
    """Return the items of a stored passport."""
    return msgspec.convert(raw, list[PassportItem])


def encode_items(items: list[PassportItem]) -> list[Any]:
    """Return items as they are stored."""
    stored: list[Any] = msgspec.to_builtins(items)
    return stored
