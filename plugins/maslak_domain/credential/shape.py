"""The members without which a document is no badge, and the types that they must have."""

from __future__ import annotations

from typing import Any

from maslak_domain.credential.errors import ShapeError
from maslak_domain.credential.issuer import did_of
from maslak_domain.credential.timestamps import find_instant

TELLTALE_MEMBERS = frozenset({"@context", "type", "issuer", "credentialSubject", "proof", "validFrom", "id"})
BADGE_TYPES = frozenset({"AchievementCredential", "OpenBadgeCredential"})


def claims_to_be_credential(document: dict[str, Any]) -> bool:
    """Say whether the document means to be a credential, however broken: any three members of one."""
    return len(TELLTALE_MEMBERS & document.keys()) >= 3


def check_badge_shape(document: dict[str, Any]) -> None:
    """Raise ShapeError, with the member, when what pages show and checks read is missing or of another type."""
    check_credential_shape(document)
    if not BADGE_TYPES & set(document["type"]):
        raise ShapeError("the credential is not an achievement credential", member="type")
    subject = _get(document, "credentialSubject", dict)
    achievement = _get(subject, "achievement", dict)
    for name in ("id", "name", "description"):
        _get(achievement, name, str)
    _get(achievement, "criteria", dict)
    if "credentialStatus" in document:
        _get(document, "credentialStatus", dict)


def check_credential_shape(document: dict[str, Any]) -> None:
    """Raise ShapeError when the members that every credential has are missing or of another type."""
    types = _get(document, "type", list)
    if not all(isinstance(each, str) for each in types) or "VerifiableCredential" not in types:
        raise ShapeError("the document is not a verifiable credential", member="type")
    _get(document, "id", str)
    _get(document, "proof", dict)
    if not isinstance(document.get("issuer"), str | dict) or not did_of(document["issuer"]):
        raise ShapeError("the issuer is not named", member="issuer")
    if find_instant(document.get("validFrom")) is None:
        raise ShapeError("the start of validity is not an instant", member="validFrom")
    if "validUntil" in document and find_instant(document["validUntil"]) is None:
        raise ShapeError("the end of validity is not an instant", member="validUntil")


def _get(holder: dict[str, Any], name: str, kind: type) -> Any:
    value = holder.get(name)
    if not isinstance(value, kind) or not value:
        raise ShapeError("a member is missing or has another type", member=name)
    return value
