"""Verify a badge with what this institution knows: its own rows, and the issuers on the registry's list in hand. Nothing is fetched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from maslak_companion.badges.services import find_status_list
from maslak_companion.settings import Settings
from maslak_companion.trust.services import find_issuer
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.verify import Verdict, verify_credential


def verify_document(session: Session, settings: Settings, document: bytes, at: datetime) -> Verdict:
    """Verify any badge as it stands at `at`. A foreign status list is not fetched, so that status is unknown."""

    def resolve_issuer(did: str) -> Issuer | None:
        return find_issuer(session, settings, did)

    def read_status(address: str) -> bytes | None:
        return _read_own_list(session, settings, address)

    return verify_credential(document, resolve_issuer, read_status, at)


def _read_own_list(session: Session, settings: Settings, address: str) -> bytes | None:
    number = address.removeprefix(f"{settings.public_base_url.rstrip('/')}/status/")
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    row = find_status_list(session, int(number))
    return row.document if row is not None else None
