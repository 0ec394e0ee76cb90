"""The signed list of issuers: whose keys may be trusted for what, and in which period."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from maslak_domain.keys import Signer
from maslak_domain.ledger.canonical import canonical_bytes, instant_text
from maslak_registry.institutions.services import Institution, PublicKey, list_institutions, list_keys


def make_issuer_list(session: Session, signer: Signer, at: datetime) -> bytes:
    """Write the list as `{"payload", "keyid", "signature"}`: Ed25519 over the payload's canonical bytes, base64url."""
    issuers = [_describe(each, list_keys(session, each.id)) for each in list_institutions(session)]
    payload = canonical_bytes({"as_of": instant_text(at), "issuers": issuers, "type": "issuers", "v": 1})
    signature = base64.urlsafe_b64encode(signer.sign(payload)).rstrip(b"=").decode()
    return msgspec.json.encode({"payload": msgspec.Raw(payload), "keyid": signer.key_id, "signature": signature})


def _describe(institution: Institution, keys: list[PublicKey]) -> dict[str, Any]:
    return {
        "key": institution.key,
        "did": institution.did,
        "name": dict(institution.name),
        "state": institution.state,
        "keys": [
            {
                "purpose": key.purpose,
                "id": key.keyid,
                "public_key_multibase": key.public_key,
                "state": key.state,
                "valid_from": instant_text(key.valid_from),
                "valid_until": None if key.valid_until is None else instant_text(key.valid_until),
            }
            for key in keys
        ],
    }
