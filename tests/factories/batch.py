"""Chains of entries, batches made of them, and really signed requests that carry them."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import msgspec

from maslak_domain.keys import Signer
from maslak_domain.ledger.body import compose_body
from maslak_domain.ledger.chain import EMPTY, Head, entry_bytes, entry_hash
from maslak_domain.ledger.commitment import make_commitment
from maslak_domain.result import CompletionRecord, Decision, State
from maslak_domain.sync import TAG_BATCH, SealedEntry, batch_digest, make_batch
from maslak_web.identifiers import new_id
from maslak_web.signed_requests import sign_request

AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)


class Chain:
    """The ledger of one institution as its own sealer would write it."""

    def __init__(self, institution: str) -> None:
        self.institution = institution
        self.head = EMPTY
        self.sealed: list[SealedEntry] = []

    def add(self, body: bytes, *, salt: str | None = None, identity: dict[str, str | None] | None = None) -> SealedEntry:
        """Seal a body as the next entry."""
        raw = entry_bytes(self.institution, self.head.seq + 1, self.head.hash, body)
        self.head = Head(self.head.seq + 1, entry_hash(raw))
        self.sealed.append(SealedEntry(msgspec.Raw(raw), salt, identity))
        return self.sealed[-1]

    def batch(self, first: int = 1, last: int | None = None) -> bytes:
        """Write the batch of the entries from `first` to `last`."""
        return make_batch(self.institution, first, self.sealed[first - 1 : last])

    def add_identity(
        self, learner: uuid.UUID, code: str | None, birth_on: str = "2004-05-06", *, revision: int = 1, **names: str
    ) -> SealedEntry:
        """Seal a verified identity with its commitment."""
        identity: dict[str, str | None] = {
            "birth_on": birth_on,
            "name_ar": names.get("name_ar", "سلمى العلوي"),
            "name_latin": names.get("name_latin", "Salma El Alaoui"),
            "national_code": code,
        }
        salt = secrets.token_bytes(32)
        commitment = make_commitment(salt, identity)
        body = make_body("learner.verified", learner, {}, subject=learner, revision=revision, commitment=commitment)
        return self.add(body, salt=salt.hex(), identity=identity)

    def add_enrolment(
        self, learner: uuid.UUID, status: str = "active", *, subject: uuid.UUID | None = None, revision: int = 1
    ) -> SealedEntry:
        """Seal an enrolment in the shared core."""
        data = {"programme": "shared-core", "version": "1", "year": "2025-2026", "group": "G1", "status": status}
        return self.add(make_body("enrolment.recorded", learner, data, subject=subject, revision=revision))

    def add_completion(self, learner: uuid.UUID, **changes: Any) -> CompletionRecord:
        """Seal a completion record and return it."""
        record = make_record(self.institution, learner, **changes)
        self.add(
            make_body("completion.recorded", learner, record.to_body(), subject=record.uuid, revision=record.revision, reason=record.reason)
        )
        return record

    def add_credential(self, learner: uuid.UUID, *, released: bool = True, competency: str = "MA-NUM.TC.06") -> uuid.UUID:
        """Seal an issued credential and return its uuid."""
        credential = new_id()
        data = {
            "achievement": f"{competency}:N1",
            "kind": "competency",
            "competency": competency,
            "level": "N1",
            "title": {"ar": "السلامة الرقمية", "fr": "Sécurité numérique", "en": "Digital safety"},
            "credential": str(credential),
            "digest": "ab" * 32,
            "url": f"https://{self.institution}.example/badges/{credential}",
            "issued_at": "2026-06-30T09:00:00.000000Z",
            "released": released,
        }
        self.add(make_body("credential.issued", learner, data, subject=credential))
        return credential


def make_body(
    kind: str,
    learner: uuid.UUID,
    data: Mapping[str, Any],
    *,
    subject: uuid.UUID | None = None,
    revision: int = 1,
    reason: str | None = None,
    commitment: str | None = None,
) -> bytes:
    """Write the body of an entry."""
    return compose_body(
        uuid=new_id(),
        type=kind,
        subject=subject or new_id(),
        revision=revision,
        learner=learner,
        data=data,
        author="system",
        at=AT,
        reason=reason,
        commitment=commitment,
    )


def make_record(institution: str, learner: uuid.UUID, **changes: Any) -> CompletionRecord:
    """Return a final, validated record of the shared core, changed as asked."""
    values: dict[str, Any] = {
        "uuid": new_id(),
        "institution": institution,
        "learner": learner,
        "about": {
            "kind": "offering",
            "key": "NUM-100",
            "title": {"ar": "الجذع المشترك الرقمي", "fr": "Tronc commun numérique", "en": "Digital shared core"},
        },
        "period": "2025-2026-S2",
        "session": "normal",
        "state": State.FINAL,
        "decision": Decision.VALIDATED,
        "decision_code": "V",
        "mark": Decimal("14.50"),
        "scale": Decimal(20),
        "credits": Decimal(3),
        "hours": Decimal(45),
        "mode": "on_site",
        "jury_on": date(2026, 6, 29),
        "minutes_ref": "PV-2026-07",
        "conditions": "supervised",
        "earned_at": AT,
        "recorded_at": AT,
        "revision": 1,
        "author": "system",
        "reason": None,
    }
    return CompletionRecord(**{**values, **changes})


def sign_batch(raw: bytes, institution: str, signer: Signer, base_url: str, **named: Any) -> httpx.Request:
    """Return a signed request that delivers a batch; `created`, `nonce` and `tag` may be given."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": batch_digest(raw)}
    request = httpx.Request("POST", f"{base_url}/v1/institutions/{institution}/batches", headers=headers, content=raw)
    return sign_request(request, signer, **{"tag": TAG_BATCH, "created": datetime.now(UTC), **named})


def send(client: Any, request: httpx.Request, *, body: bytes | None = None) -> Any:
    """Send a signed request through a Flask test client, with another body if one is given."""
    return client.open(
        request.url.raw_path.decode(),
        method=request.method,
        base_url=f"{request.url.scheme}://{request.url.netloc.decode()}",
        headers=[(name, value) for name, value in request.headers.items() if name.lower() not in ("host", "content-length")],
        data=request.content if body is None else body,
    )


def read_json(response: Any) -> Any:
    """Read the JSON of an answer, whatever its media type."""
    return json.loads(response.get_data())
