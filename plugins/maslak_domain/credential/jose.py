"""A credential secured as a compact JWS, for verifiers that read status lists in no other form.

Source: W3C Recommendation "Securing Verifiable Credentials using JOSE and COSE", section 3.1.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from maslak_domain.credential.issuer import Issuer
from maslak_domain.keys import Signer, encode_multikey


def secure_as_jwt(document: dict[str, Any], signer: Signer, issuer: Issuer) -> str:
    """Return `document` as `vc+jwt`, signed with Ed25519."""
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": issuer.verification_method(encode_multikey(signer.public_key))}
    signed = f"{_encode(_write(header))}.{_encode(_write(document))}"
    return f"{signed}.{_encode(signer.sign(signed.encode()))}"


def _write(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
