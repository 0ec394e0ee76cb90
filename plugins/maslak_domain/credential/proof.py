"""Data Integrity proofs with the cryptosuite `eddsa-rdfc-2022`.

Source: W3C Recommendation "Data Integrity EdDSA Cryptosuites v1.0", section 3.2: the signature is Ed25519 over
SHA-256(canonical proof options) ‖ SHA-256(canonical document), both in RDFC-1.0.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_domain.credential.canonical import canonicalize
from maslak_domain.credential.errors import KeyMismatchError, ShapeError
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.reader import check_text
from maslak_domain.credential.timestamps import write_instant
from maslak_domain.keys import InvalidKeyError, Signer, decode_multibase, encode_multibase, encode_multikey, is_signature_valid

CRYPTOSUITE = "eddsa-rdfc-2022"


def sign_document(document: dict[str, Any], signer: Signer, issuer: Issuer, created_at: datetime) -> dict[str, Any]:
    """Return `document` with a proof by one of the issuer's keys.

    Raises KeyMismatchError when the signer's key is not a usable key of the issuer, and the errors of `canonicalize` when any
    member would stay unsigned.
    """
    key = issuer.find_key(issuer.verification_method(encode_multikey(signer.public_key)))
    if key is None or key.is_compromised or key.valid_until is not None:
        raise KeyMismatchError("the signing key is not an active key of the issuer", issuer=issuer.did)
    check_text(document)
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": write_instant(created_at),
        "verificationMethod": issuer.verification_method(key.multikey),
        "proofPurpose": "assertionMethod",
    }
    signature = signer.sign(_signed_bytes(document, proof))
    return {**document, "proof": {**proof, "proofValue": encode_multibase(signature)}}


def is_proof_valid(document: dict[str, Any], public_key: Ed25519PublicKey) -> bool:
    """Say whether the document's one proof was made with `public_key` over exactly this document.

    Raises ShapeError when there is no proof of this cryptosuite, and the errors of `canonicalize`.
    """
    proof = read_proof(document)
    unsigned = {name: member for name, member in document.items() if name != "proof"}
    options = {name: member for name, member in proof.items() if name != "proofValue"}
    try:
        signature = decode_multibase(proof["proofValue"])
    except InvalidKeyError as error:
        raise ShapeError("the proof value is not base58", member="proofValue") from error
    return is_signature_valid(public_key, signature, _signed_bytes(unsigned, options))


def read_proof(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document's single proof; raise ShapeError when it is not one `eddsa-rdfc-2022` assertion proof."""
    proof = document.get("proof")
    if not isinstance(proof, dict):
        raise ShapeError("there is not exactly one proof", member="proof")
    expected = {"type": "DataIntegrityProof", "cryptosuite": CRYPTOSUITE, "proofPurpose": "assertionMethod"}
    for name, value in expected.items():
        if proof.get(name) != value:
            raise ShapeError("the proof is of another kind", member=name)
    for name in ("verificationMethod", "proofValue", "created"):
        if not isinstance(proof.get(name), str):
            raise ShapeError("the proof is not complete", member=name)
    return proof


def _signed_bytes(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Hash the proof options under the document's own contexts, then the document."""
    configuration = {"@context": document.get("@context"), **options}
    return hashlib.sha256(canonicalize(configuration)).digest() + hashlib.sha256(canonicalize(document)).digest()
