"""What other rooms ask of the trust room: who is behind a DID, and which keys are ours."""

from __future__ import annotations

from datetime import datetime

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.settings import Settings
from maslak_companion.trust.errors import IssuerListAwayError, IssuerListInvalidError
from maslak_companion.trust.issuer_list import read_issuer_list
from maslak_companion.trust.models import CredentialKeyRow, IssuerListRow
from maslak_domain.credential.issuer import Issuer, IssuerKey
from maslak_domain.keys import Signer, encode_multikey
from maslak_web.database import Database
from maslak_web.keys import load_public_key

ONLY_ROW = 1
MAX_LIST_BYTES = 4_194_304
TIMEOUT_SECONDS = 10.0


def get_own_issuer(session: Session, settings: Settings) -> Issuer:
    """Return this institution as an issuer, with every key that it ever signed with. Needs no registry."""
    rows = session.scalars(select(CredentialKeyRow).order_by(CredentialKeyRow.valid_from))
    keys = tuple(IssuerKey(row.multikey, row.valid_from, row.valid_until, row.compromised_at is not None) for row in rows)
    return Issuer(settings.institution, settings.institution_did, settings.institution_names, settings.public_base_url.rstrip("/"), keys)


def find_issuer(session: Session, settings: Settings, did: str) -> Issuer | None:
    """Return the issuer behind `did`: ourselves, or one on the registry's list in hand; None for a stranger."""
    if did == settings.institution_did:
        return get_own_issuer(session, settings)
    row = session.get(IssuerListRow, ONLY_ROW)
    if row is None:
        return None
    _, registry_key = load_public_key(settings.registry_key)
    issuers = read_issuer_list(row.raw, registry_key).issuers
    return next((issuer for issuer in issuers if issuer.did == did), None)


def record_own_key(session: Session, signer: Signer, at: datetime) -> None:
    """Note that `signer` signs from now on, and that whichever key did before is retired."""
    multikey = encode_multikey(signer.public_key)
    for row in session.scalars(select(CredentialKeyRow).where(CredentialKeyRow.valid_until.is_(None))):
        if row.multikey != multikey:
            row.valid_until = at
    if session.get(CredentialKeyRow, multikey) is None:
        session.add(CredentialKeyRow(multikey=multikey, valid_from=at))
    session.flush()


def refresh_issuer_list(database: Database, settings: Settings, at: datetime, client: httpx.Client) -> None:
    """Fetch the registry's list and keep it when it is signed by the pinned key and not older than the one in hand.

    Raises IssuerListAwayError, IssuerListInvalidError; the list in hand stays in both cases.
    """
    raw = _fetch(settings, client)
    _, registry_key = load_public_key(settings.registry_key)
    fetched = read_issuer_list(raw, registry_key)
    with database.session() as session:
        row = session.get(IssuerListRow, ONLY_ROW)
        if row is not None and fetched.as_of < row.as_of:
            raise IssuerListInvalidError("the list of issuers is older than the one in hand")
        session.merge(IssuerListRow(id=ONLY_ROW, as_of=fetched.as_of, fetched_at=at, raw=raw))


def _fetch(settings: Settings, client: httpx.Client) -> bytes:
    address = f"{settings.registry_url.rstrip('/')}/v1/issuers"
    try:
        with client.stream("GET", address, timeout=TIMEOUT_SECONDS, follow_redirects=False) as response:
            if response.status_code != 200:
                raise IssuerListAwayError("the registry did not give its list of issuers", status=response.status_code)
            raw = bytearray()
            for chunk in response.iter_bytes():
                raw += chunk
                if len(raw) > MAX_LIST_BYTES:
                    raise IssuerListInvalidError("the list of issuers is too large")
    except httpx.HTTPError as error:
        raise IssuerListAwayError("the registry cannot be reached") from error
    return bytes(raw)
