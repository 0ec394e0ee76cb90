"""Programs and their tokens, readers, and the log of what was read."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_domain.errors import NotFoundError
from maslak_registry.access.errors import ClientExistsError, InsufficientScopeError, InvalidClientError, TokenInvalidError
from maslak_registry.access.models import AccessLogRow, AccountRow, ClientRow, TokenRow
from maslak_registry.access.readers import Reader
from maslak_registry.institutions import services as institutions

SCOPES = ("records:read", "changes:read")
TOKEN_LIFETIME = timedelta(minutes=15)
# A client secret is 256 random bits, so one argon2 pass hides it as well as the cost that a person's password needs.
_hasher = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)


def create_client(
    session: Session,
    *,
    client_id: str,
    secret: str,
    institution: str,
    purpose: str,
    scopes: Iterable[str],
    at: datetime,
    is_demo: bool = False,
) -> None:
    """Register a program of an institution. Raises ClientExistsError, InvalidClientError, InstitutionUnknownError."""
    wanted = tuple(scopes)
    if not wanted or not set(wanted) <= set(SCOPES):
        raise InvalidClientError("unknown scope", allowed=list(SCOPES))
    if session.scalar(select(ClientRow.id).where(ClientRow.client_id == client_id)):
        raise ClientExistsError("a program with this client id exists")
    session.add(
        ClientRow(
            client_id=client_id,
            secret_hash=_hasher.hash(secret),
            institution_id=institutions.get_institution(session, institution).id,
            purpose=purpose,
            scopes=" ".join(wanted),
            is_demo=is_demo,
            active=True,
            created_at=at,
        )
    )
    session.flush()


def find_client(session: Session, client_id: str) -> ClientRow | None:
    """Return the active program of this client id, or None."""
    return session.scalar(select(ClientRow).where(ClientRow.client_id == client_id, ClientRow.active.is_(True)))


def is_secret_right(client: ClientRow, secret: str) -> bool:
    """Say whether this is the program's secret."""
    try:
        return _hasher.verify(client.secret_hash, secret)
    except VerificationError:
        return False


def make_token() -> str:
    """Make an opaque token of 256 random bits."""
    return secrets.token_urlsafe(32)


def record_token(session: Session, client: ClientRow, token: str, scopes: str, at: datetime) -> None:
    """Remember the hash of an issued token, and forget the expired ones."""
    session.execute(delete(TokenRow).where(TokenRow.expires_at < at))
    session.add(TokenRow(token_hash=_hash(token), client_id=client.id, scopes=scopes, expires_at=at + TOKEN_LIFETIME))
    session.flush()


def read_token(session: Session, authorization: str | None, scope: str, at: datetime) -> Reader:
    """Return the reader behind a Bearer token. Raises TokenInvalidError, InsufficientScopeError."""
    scheme, _, token = (authorization or "").partition(" ")
    row = session.get(TokenRow, _hash(token.strip())) if scheme.lower() == "bearer" else None
    client = session.get(ClientRow, row.client_id) if row is not None and row.expires_at > at else None
    if row is None or client is None or not client.active:
        raise TokenInvalidError("ask /v1/token for a new token")
    if scope not in row.scopes.split():
        raise InsufficientScopeError("the token does not carry this scope", scope=scope)
    return Reader(
        kind="client", id=client.id, label=client.client_id, institutions=frozenset({client.institution_id}), purpose=client.purpose
    )


def make_account_reader(session: Session, account_id: uuid.UUID) -> Reader:
    """Return the reader behind a signed-in account."""
    row = session.get(AccountRow, account_id)
    if row is None:
        raise NotFoundError("no such account")
    keys = set(row.institutions)
    own = frozenset(institution.id for institution in institutions.list_institutions(session) if institution.key in keys)
    return Reader(kind="account", id=row.id, label=row.login, institutions=own, is_national="national" in row.roles)


def get_pull_mark(session: Session, account_id: uuid.UUID) -> tuple[str | None, datetime | None]:
    """Return the cursor up to which an account has pulled, and when it said so."""
    row = session.get_one(AccountRow, account_id)
    return row.pull_cursor, row.pulled_at


def record_pull(session: Session, account_id: uuid.UUID, cursor: str, at: datetime) -> None:
    """Remember how far an account has pulled."""
    row = session.get_one(AccountRow, account_id)
    row.pull_cursor, row.pulled_at = cursor, at
    session.flush()


def record_access(
    session: Session, reader: Reader, what: str, at: datetime, *, about: Iterable[tuple[uuid.UUID, uuid.UUID]] = (), detail: str = ""
) -> None:
    """Log that a reader read something; one row for each (institution, learner) named, or one row for none in particular."""
    named: list[tuple[uuid.UUID | None, uuid.UUID | None]] = [*dict.fromkeys(about)] or [(None, None)]
    session.add_all(
        AccessLogRow(
            at=at,
            reader_kind=reader.kind,
            reader=reader.label,
            purpose=reader.purpose,
            what=what,
            institution_id=institution_id,
            learner=learner,
            detail=detail[:300],
        )
        for institution_id, learner in named
    )
    session.flush()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
