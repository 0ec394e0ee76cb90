"""Seed the registry's part of the demo; running it again changes nothing that is already there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from maslak_domain.keys import encode_multikey
from maslak_domain.language import LocalizedText
from maslak_registry.access import accounts
from maslak_registry.access import services as access
from maslak_registry.institutions.services import NewInstitution, add_institution
from maslak_web.keys import read_public_key

PASSWORD: Final = "maslak-demo-2026"  # noqa: S105 - the account carries the demo marker, and the service then stays on loopback
CLIENT_SECRET: Final = "demo-secret-only-for-loopback"  # noqa: S105 - as above

NAMES: Final[dict[str, LocalizedText]] = {
    "ensam-rabat": {
        "ar": "المدرسة الوطنية العليا للفنون والمهن بالرباط",
        "fr": "Arts et Métiers, campus Rabat",
        "en": "Arts et Métiers, Rabat campus",
    },
    "esith": {
        "ar": "المدرسة العليا لصناعات النسيج والألبسة بالدار البيضاء",
        "fr": "ESITH Casablanca",
        "en": "ESITH Casablanca",
    },
}


def seed_demo(session: Session, institutions: Sequence[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """Seed institutions, one registrar for each, one national registrar and one program for each institution.

    Each institution is `{"key", "did", "sync_key", "credential_key"}` with public JWKs, and `"name"` when it is none of the
    demo's own. Returns `{"logins": {role: {…}}, "clients": {institution: {…}}}`.
    """
    logins: dict[str, Any] = {}
    clients: dict[str, Any] = {}
    for number, described in enumerate(institutions):
        key = str(described["key"])
        add_institution(session, _describe(described), at)
        role = "registrar" if number == 0 else f"registrar-{key}"
        logins[role] = _seed_account(session, f"registrar@{key}", "registrar", [key], at) | {"institution": key}
        clients[key] = _seed_client(session, key, at)
    logins["national"] = _seed_account(session, "national@maslak", "national", [], at)
    return {"logins": logins, "clients": clients}


def _describe(described: dict[str, Any]) -> NewInstitution:
    key, did = str(described["key"]), str(described["did"])
    name: LocalizedText = described.get("name") or NAMES.get(key) or {"ar": key, "fr": key, "en": key}
    sync_id, sync_key = read_public_key(described["sync_key"])
    credential_id, credential_key = read_public_key(described["credential_key"])
    return NewInstitution(
        key=key,
        name=name,
        did=did,
        keys=[("sync", sync_id, encode_multikey(sync_key)), ("credentials", credential_id, encode_multikey(credential_key))],
    )


def _seed_account(session: Session, login: str, role: str, kept: list[str], at: datetime) -> dict[str, Any]:
    if not accounts.has_account(session, login):
        accounts.create_account(
            session, login=login, password=PASSWORD, display_name=login, role=role, institutions_kept=kept, at=at, is_demo=True
        )
    return {"login": login, "password": PASSWORD, "demo": True}


def _seed_client(session: Session, key: str, at: datetime) -> dict[str, Any]:
    client_id = f"demo-{key}"
    if access.find_client(session, client_id) is None:
        access.create_client(
            session,
            client_id=client_id,
            secret=CLIENT_SECRET,
            institution=key,
            purpose="registrar",
            scopes=access.SCOPES,
            at=at,
            is_demo=True,
        )
    return {"client_id": client_id, "client_secret": CLIENT_SECRET, "scope": " ".join(access.SCOPES), "demo": True}
