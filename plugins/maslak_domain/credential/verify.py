"""Verify a badge: one verdict in a word, and every check with its outcome.

*Invalid* means that something was found wrong. *Unknown* means that something could not be read or resolved, and is never passed off as
valid. Nothing here raises on hostile input and nothing is fetched: how issuers and status lists are found is the caller's affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from maslak_domain.credential.canonical import canonicalize
from maslak_domain.credential.context_store import CREDENTIAL_CONTEXTS
from maslak_domain.credential.errors import ContextError, CredentialError, ShapeError, TooComplexError
from maslak_domain.credential.issuer import Issuer, IssuerKey, did_of
from maslak_domain.credential.proof import is_proof_valid, read_proof
from maslak_domain.credential.reader import read_document
from maslak_domain.credential.shape import check_badge_shape, check_credential_shape, claims_to_be_credential
from maslak_domain.credential.status import MAX_DOCUMENT_BYTES, decode_bits, is_bit_set
from maslak_domain.credential.timestamps import find_instant
from maslak_domain.errors import JSON, DomainError
from maslak_domain.keys import decode_multikey

Outcome = Literal["passed", "failed", "unknown"]
VerdictWord = Literal["valid", "invalid", "unknown"]
ResolveIssuer = Callable[[str], Issuer | None]
ReadStatus = Callable[[str], bytes | None]

LONGEST_INDEX = 9


@dataclass(frozen=True, slots=True)
class Check:
    """One check: `code` names what was looked at, `params["reason"]` why it did not pass."""

    code: str
    outcome: Outcome
    params: dict[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict, its checks in the order in which they were made, and the document as far as it could be read."""

    verdict: VerdictWord
    checks: tuple[Check, ...]
    document: dict[str, Any] | None = None


def verify_credential(document_bytes: bytes, resolve_issuer: ResolveIssuer, read_status: ReadStatus, now: datetime) -> Verdict:
    """Verify one badge as it stood at `now`.

    `resolve_issuer` maps a DID to what is known of the issuer, or None; `read_status` maps a status list's address to its bytes, or None
    when it cannot be read. Both are only called for documents that passed the cheap checks.
    """
    try:
        document = read_document(document_bytes)
    except CredentialError as error:
        return _conclude([Check("readable", _unreadable_outcome(error), _reason(error))], None)
    if not claims_to_be_credential(document):
        return _conclude([Check("readable", "unknown", {"reason": "not_credential"})], None)
    checks = [Check("readable", "passed")]
    try:
        check_badge_shape(document)
        proof = read_proof(document)
    except CredentialError as error:
        return _conclude([*checks, Check("shape", "failed", _reason(error))], None)
    checks.append(Check("shape", "passed"))
    checks += _check_issuer_and_proof(document, proof, resolve_issuer, now)
    checks.append(_check_dates(document, now))
    checks.append(_check_status(document, resolve_issuer, read_status, now))
    return _conclude(checks, document)


def _unreadable_outcome(error: CredentialError) -> Outcome:
    """A control character is a fault of the document; bytes that are no JSON say nothing about any badge."""
    return "failed" if error.code == "control_character" else "unknown"


def _reason(error: DomainError) -> dict[str, JSON]:
    return {"reason": error.code, **error.params}


def _conclude(checks: list[Check], document: dict[str, Any] | None) -> Verdict:
    outcomes = {check.outcome for check in checks}
    verdict: VerdictWord = "invalid" if "failed" in outcomes else "unknown" if "unknown" in outcomes else "valid"
    return Verdict(verdict, tuple(checks), document)


def _check_issuer_and_proof(document: dict[str, Any], proof: dict[str, Any], resolve_issuer: ResolveIssuer, now: datetime) -> list[Check]:
    did = did_of(document["issuer"])
    method = proof["verificationMethod"]
    if method.partition("#")[0] != did:
        return [Check("issuer", "failed", {"reason": "proof_by_another", "did": did[:200]})]
    issuer = _resolve(resolve_issuer, did)
    if issuer is None:
        # The wording can be checked without the key, and a member outside any signature is a fault whoever signed.
        return [_check_coverage(document, issuer), Check("issuer", "unknown", {"reason": "issuer_unknown", "did": did[:200]})]
    checks = [_check_coverage(document, issuer), Check("issuer", "passed", {"did": did, "key": issuer.key})]
    key = issuer.find_key(method)
    if key is None:
        return [*checks, Check("key", "failed", {"reason": "key_unknown"})]
    return [*checks, _check_proof(document, key), _check_key(key, proof, now)]


def _resolve(resolve_issuer: ResolveIssuer, did: str) -> Issuer | None:
    try:
        issuer = resolve_issuer(did)
    except DomainError:
        return None
    return issuer if issuer is not None and issuer.did == did else None


def _check_coverage(document: dict[str, Any], issuer: Issuer | None) -> Check:
    """Everything in the document must be under the signature, and the contexts decide what is.

    A known issuer signs under the pinned contexts only, so other contexts there are a change; from a stranger they cannot be judged.
    """
    try:
        if document["@context"] != list(CREDENTIAL_CONTEXTS) and issuer is not None:
            return Check("coverage", "failed", {"reason": "context_changed"})
        canonicalize({name: member for name, member in document.items() if name != "proof"})
    except ContextError as error:
        return Check("coverage", "unknown", _reason(error))
    except TooComplexError as error:
        return Check("coverage", "unknown", _reason(error))
    except (CredentialError, KeyError) as error:
        return Check("coverage", "failed", _reason(error) if isinstance(error, CredentialError) else {"reason": "context_unknown"})
    return Check("coverage", "passed")


def _check_proof(document: dict[str, Any], key: IssuerKey) -> Check:
    try:
        if is_proof_valid(document, decode_multikey(key.multikey)):
            return Check("proof", "passed")
    except TooComplexError as error:
        return Check("proof", "unknown", _reason(error))
    except DomainError as error:
        return Check("proof", "failed", _reason(error))
    return Check("proof", "failed", {"reason": "signature_wrong"})


def _check_key(key: IssuerKey, proof: dict[str, Any], now: datetime) -> Check:
    if key.is_compromised:
        return Check("key", "failed", {"reason": "key_compromised"})
    created = find_instant(proof["created"])
    if created is None or created > now or created < key.valid_from.replace(microsecond=0):
        return Check("key", "failed", {"reason": "outside_key_life"})
    if key.valid_until is not None and created > key.valid_until:
        return Check("key", "failed", {"reason": "outside_key_life"})
    return Check("key", "passed", {"retired": key.valid_until is not None})


def _check_dates(document: dict[str, Any], now: datetime) -> Check:
    start, end = find_instant(document["validFrom"]), find_instant(document.get("validUntil"))
    if start is None or now < start:
        return Check("dates", "failed", {"reason": "not_yet_valid"})
    if end is not None and now > end:
        return Check("dates", "failed", {"reason": "expired"})
    return Check("dates", "passed")


def _check_status(document: dict[str, Any], resolve_issuer: ResolveIssuer, read_status: ReadStatus, now: datetime) -> Check:
    """Look the credential up in its status list; whatever keeps the list from being read makes the status unknown, never clean."""
    entry = document.get("credentialStatus")
    if entry is None:
        return Check("status", "passed", {"reason": "no_status"})
    try:
        address, index = _read_entry(entry)
        issuer = _resolve(resolve_issuer, did_of(document["issuer"]))
        raw = read_status(address) if issuer is not None else None
        if issuer is None or raw is None:
            return Check("status", "unknown", {"reason": "status_unreadable"})
        revoked = is_bit_set(read_status_list(raw, address, issuer, now), index)
    except DomainError as error:
        return Check("status", "unknown", {**_reason(error), "reason": "status_unreadable"})
    return Check("status", "failed", {"reason": "revoked"}) if revoked else Check("status", "passed")


def _read_entry(entry: dict[str, Any]) -> tuple[str, int]:
    address, index = entry.get("statusListCredential"), entry.get("statusListIndex")
    if entry.get("type") != "BitstringStatusListEntry" or entry.get("statusPurpose") != "revocation" or "statusSize" in entry:
        raise ShapeError("the status is of another kind", member="credentialStatus")
    if not isinstance(address, str) or not isinstance(index, str):
        raise ShapeError("the status entry is not complete", member="credentialStatus")
    if not (index.isascii() and index.isdigit() and len(index) <= LONGEST_INDEX):
        raise ShapeError("the status index is not a number", member="statusListIndex")
    return address, int(index)


def read_status_list(raw: bytes, address: str, issuer: Issuer, now: datetime) -> bytes:
    """Return the bits of a status list credential after checking that it is `issuer`'s, current, and the one at `address`.

    Raises CredentialError.
    """
    document = read_document(raw, max_bytes=MAX_DOCUMENT_BYTES)
    check_credential_shape(document)
    subject = document.get("credentialSubject")
    if document["id"] != address or did_of(document["issuer"]) != issuer.did or not isinstance(subject, dict):
        raise ShapeError("the status list is another one", member="id")
    if subject.get("type") != "BitstringStatusList" or subject.get("statusPurpose") != "revocation":
        raise ShapeError("the status list is of another kind", member="credentialSubject")
    if _check_dates(document, now).outcome != "passed":
        raise ShapeError("the status list is out of date", member="validUntil")
    proof = read_proof(document)
    key = issuer.find_key(proof["verificationMethod"])
    if key is None or _check_key(key, proof, now).outcome != "passed" or _check_proof(document, key).outcome != "passed":
        raise ShapeError("the status list is not signed by the issuer", member="proof")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise ShapeError("the status list holds no bits", member="encodedList")
    return decode_bits(encoded)
