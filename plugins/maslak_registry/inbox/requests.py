"""Know which institution sent a request: its signature, with a nonce that works once."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import current_app, request
from sqlalchemy import Uuid, bindparam, delete, text
from sqlalchemy.orm import Session

from maslak_domain.errors import JSON
from maslak_domain.keys import decode_multikey
from maslak_domain.sync import make_signed_time
from maslak_registry.inbox.models import NonceRow
from maslak_registry.institutions import services as institutions
from maslak_registry.keyring import current_keyring
from maslak_web.clock import now
from maslak_web.sessions import current_session
from maslak_web.signed_requests import VerifiedRequest, verify_request

_REMEMBER = text(
    "INSERT INTO nonces (institution_id, nonce, expires_at) VALUES (:institution_id, :nonce, :expires_at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("institution_id", type_=Uuid()), bindparam("expires_at", type_=NonceRow.__table__.c.expires_at.type))


class InstitutionNonces:
    """The nonces that one institution has used; they are kept in the transaction of the request that brought them."""

    def __init__(self, session: Session, institution_id: uuid.UUID) -> None:
        self.session = session
        self.institution_id = institution_id

    def remember(self, key_id: str, nonce: str, expires_at: datetime) -> bool:
        """Keep a nonce; say False when it was used before."""
        values = {"institution_id": self.institution_id, "nonce": nonce, "expires_at": expires_at}
        result = self.session.execute(_REMEMBER, values)
        return bool(result.rowcount)  # type: ignore[attr-defined]


def verify_sender(institution: institutions.Institution, tag: str) -> VerifiedRequest:
    """Check that the request at hand was signed by this institution for this purpose. Raises the refusals of `maslak_domain.sync`."""
    session, at = current_session(), now()

    def resolve_key(keyid: str) -> Ed25519PublicKey | None:
        key = institutions.find_sync_key(session, institution.id, keyid, at)
        return None if key is None else decode_multikey(key.public_key)

    return verify_request(
        request,
        resolve_key,
        nonce_store=InstitutionNonces(session, institution.id),
        clock=now,
        tag=tag,
        base_url=current_app.extensions["maslak_settings"].public_base_url,
        sign_time=_sign_time,
    )


def _sign_time(at: datetime, nonce: str) -> JSON:
    """The signed time as a document whose canonical form is what was signed: short ASCII members in order."""
    signed: JSON = json.loads(make_signed_time(at, current_keyring().receipts, nonce))
    return signed


def prune_nonces(session: Session, at: datetime) -> None:
    """Forget the nonces whose signatures are too old to be accepted anyway."""
    session.execute(delete(NonceRow).where(NonceRow.expires_at < at - timedelta(minutes=1)))
