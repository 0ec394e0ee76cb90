"""Who signs badges: an institution's DID, its names, and its keys with the time in which each was in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from maslak_domain.language import LocalizedText

DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key as Multikey (`z6Mk…`) and its life. Retired keys stay, so that what they signed stays verifiable; only a
    compromised key loses everything that it signed.
    """

    multikey: str
    valid_from: datetime
    valid_until: datetime | None = None
    is_compromised: bool = False


@dataclass(frozen=True, slots=True)
class Issuer:
    """An institution as a verifier knows it; `url` is its public base address, without a slash at the end."""

    key: str
    did: str
    names: LocalizedText
    url: str
    keys: tuple[IssuerKey, ...]

    def verification_method(self, multikey: str) -> str:
        """Name a key of this issuer as a DID URL."""
        return f"{self.did}#{multikey}"

    def find_key(self, verification_method: str) -> IssuerKey | None:
        """Return the issuer's key that `verification_method` names, or None."""
        return next((key for key in self.keys if self.verification_method(key.multikey) == verification_method), None)


def did_document(issuer: Issuer) -> dict[str, Any]:
    """Write the issuer's did:web document; compromised keys are left out, retired ones stay."""
    keys = [key for key in issuer.keys if not key.is_compromised]
    return {
        "@context": list(DID_CONTEXTS),
        "id": issuer.did,
        "alsoKnownAs": [issuer.url],
        "verificationMethod": [
            {
                "id": issuer.verification_method(key.multikey),
                "type": "Multikey",
                "controller": issuer.did,
                "publicKeyMultibase": key.multikey,
            }
            for key in keys
        ],
        "assertionMethod": [issuer.verification_method(key.multikey) for key in keys],
    }


def did_of(issuer_member: str | Mapping[str, Any]) -> str:
    """Return the identifier in a credential's `issuer` member, written as text or as a profile ("" when it has none)."""
    identifier = issuer_member if isinstance(issuer_member, str) else issuer_member.get("id")
    return identifier if isinstance(identifier, str) else ""
