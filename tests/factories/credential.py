"""Issuers, keys and signed badges for tests, without a database or a file."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslak_domain.achievement import competency_achievement
from maslak_domain.competency import Alignment, Competency
from maslak_domain.credential.compose import Award, compose_credential
from maslak_domain.credential.issuer import Issuer, IssuerKey
from maslak_domain.credential.proof import sign_document
from maslak_domain.credential.status import compose_status_list
from maslak_domain.keys import encode_multikey

DID = "did:web:ensam-rabat.maslak.example"
URL = "https://ensam-rabat.maslak.example"
STATUS_URL = f"{URL}/status/1"
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
NAMES = {"ar": "المدرسة الوطنية العليا للفنون والمهن بالرباط", "fr": "ENSAM, campus de Rabat", "en": "ENSAM, Rabat campus"}


class MemorySigner:
    """A signer whose key lives as long as the test."""

    def __init__(self, seed: int = 1) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)

    @property
    def key_id(self) -> str:
        """The key's name."""
        return "test"

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The public half."""
        return self._private.public_key()

    def sign(self, data: bytes, /) -> bytes:
        """Sign."""
        return self._private.sign(data)


def make_issuer(signer: MemorySigner | None = None, **key_changes: Any) -> Issuer:
    """An issuer with one key, in use since the beginning of the year unless changed."""
    multikey = encode_multikey((signer or MemorySigner()).public_key)
    key = IssuerKey(multikey, **{"valid_from": datetime(2026, 1, 1, tzinfo=UTC), **key_changes})
    return Issuer("ensam-rabat", DID, NAMES, URL, (key,))


def make_competency() -> Competency:
    """The competency on digital safety, with one reviewed and one proposed alignment."""
    text = {"ar": "حماية المعطيات", "fr": "protection des données", "en": "data protection"}
    reviewed = Alignment("esco", "1.2", "http://data.europa.eu/esco/skill/a4346013", "close", "reviewed", "A. Reviewer", NOW.date(), text)
    proposed = Alignment("esco", "1.2", "http://data.europa.eu/esco/skill/33a82b83", "close", "proposed", None, None, text)
    return Competency(
        id="MA-NUM.TC.06",
        uuid=uuid.UUID("69ae06ae-7dd0-521c-8063-3e8ea6cf0403"),
        group="TC",
        version=1,
        status="review",
        replaced_by=None,
        title={
            "ar": "السلامة الرقمية وحماية المعطيات الشخصية",
            "fr": "Hygiène numérique et protection des données à caractère personnel",
            "en": "Digital safety and protection of personal data",
        },
        idea=text,
        levels=("N1", "N2"),
        requires=(),
        alignments=(reviewed, proposed),
    )


def make_unsigned_badge(index: int = 94_567, issuer: Issuer | None = None) -> dict[str, Any]:
    """A composed badge that nobody has signed yet."""
    award = Award(
        uuid=uuid.UUID("0193590f-5e27-7c3b-9d6e-2f0c7a4b1e55"),
        subject=uuid.UUID("5a9d2c1e-7b64-4f4e-8d53-1f6a0b9c7e21"),
        awarded_at=NOW,
        status_list=1,
        status_index=index,
    )
    competency = make_competency()
    return compose_credential(
        award, competency_achievement(competency, "N1"), issuer or make_issuer(), issued_at=NOW, competency=competency
    )


def make_badge(signer: MemorySigner | None = None) -> dict[str, Any]:
    """A signed badge."""
    signer = signer or MemorySigner()
    return sign_document(make_unsigned_badge(), signer, make_issuer(signer), NOW)


def make_status_list(*revoked: int, signer: MemorySigner | None = None) -> bytes:
    """The signed status list of the issuer, with the given bits set."""
    signer = signer or MemorySigner()
    issuer = make_issuer(signer)
    return to_bytes(sign_document(compose_status_list(issuer, 1, revoked, issued_at=NOW), signer, issuer, NOW))


def to_bytes(document: Any) -> bytes:
    """Write a document as its issuer stores it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
