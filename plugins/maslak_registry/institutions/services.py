"""Add institutions, find them and their keys, freeze them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, ScalarSelect, bindparam, select
from sqlalchemy.orm import Session

from maslak_domain.keys import decode_multikey
from maslak_domain.language import LocalizedText
from maslak_domain.sync import InstitutionUnknownError
from maslak_registry.institutions.errors import InstitutionExistsError, InvalidInstitutionError
from maslak_registry.institutions.models import InstitutionKeyRow, InstitutionRow

Purpose = Literal["sync", "credentials"]
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Every batch asks these two. Written once and for columns, they cost a third of a query for rows that is built each time.
_BY_KEY = select(
    InstitutionRow.id,
    InstitutionRow.key,
    InstitutionRow.name_ar,
    InstitutionRow.name_fr,
    InstitutionRow.name_en,
    InstitutionRow.did,
    InstitutionRow.state,
    InstitutionRow.frozen_reason,
).where(InstitutionRow.key == bindparam("key"))
_ACTIVE_SYNC_KEY = select(
    InstitutionKeyRow.purpose,
    InstitutionKeyRow.keyid,
    InstitutionKeyRow.public_key,
    InstitutionKeyRow.state,
    InstitutionKeyRow.valid_from,
    InstitutionKeyRow.valid_until,
).where(
    InstitutionKeyRow.institution_id == bindparam("institution_id"),
    InstitutionKeyRow.keyid == bindparam("keyid"),
    InstitutionKeyRow.purpose == "sync",
    InstitutionKeyRow.state == "active",
)


@dataclass(frozen=True)
class Institution:
    """An institution as the other rooms see it."""

    id: uuid.UUID
    key: str
    name: LocalizedText
    did: str
    state: str
    frozen_reason: str | None


@dataclass(frozen=True)
class PublicKey:
    """A public key of an institution; `public_key` is Multikey (`z6Mk…`)."""

    purpose: str
    keyid: str
    public_key: str
    state: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class NewInstitution:
    """What an operator gives at the key ceremony of an institution."""

    key: str
    name: LocalizedText
    did: str
    keys: Sequence[tuple[Purpose, str, str]]
    """(purpose, key id, Multikey)"""


def add_institution(session: Session, new: NewInstitution, at: datetime) -> Institution:
    """Add an institution with its keys, or find that it is already there and add only the keys that are new.

    Raises InvalidInstitutionError for a malformed key or DID, InvalidKeyError for a public key that is not Ed25519
    Multikey, and InstitutionExistsError when the institution is known under another DID.
    """
    if not _KEY.fullmatch(new.key) or len(new.key) > 64:
        raise InvalidInstitutionError("an institution key is lower-case words joined by hyphens", key=new.key)
    if not new.did.startswith("did:"):
        raise InvalidInstitutionError("a DID begins with did:", did=new.did)
    row = session.scalar(select(InstitutionRow).where(InstitutionRow.key == new.key))
    if row is None:
        row = InstitutionRow(
            key=new.key, name_ar=new.name["ar"], name_fr=new.name["fr"], name_en=new.name["en"], did=new.did, state="active", created_at=at
        )
        session.add(row)
        session.flush()
    elif row.did != new.did:
        raise InstitutionExistsError("the institution exists with another DID", key=new.key)
    _add_keys(session, row.id, new.keys, at)
    return _to_institution(row)


def _add_keys(session: Session, institution_id: uuid.UUID, keys: Iterable[tuple[Purpose, str, str]], at: datetime) -> None:
    known = {key.keyid: key for key in session.scalars(select(InstitutionKeyRow).where(InstitutionKeyRow.institution_id == institution_id))}
    for purpose, keyid, public_key in keys:
        decode_multikey(public_key)
        if keyid not in known:
            session.add(
                InstitutionKeyRow(
                    institution_id=institution_id, purpose=purpose, keyid=keyid, public_key=public_key, state="active", valid_from=at
                )
            )
        elif known[keyid].public_key != public_key:
            raise InstitutionExistsError("another public key is registered under this key id", keyid=keyid)
    session.flush()


def get_institution(session: Session, key: str) -> Institution:
    """Return the institution of this key. Raises InstitutionUnknownError."""
    row = session.execute(_BY_KEY, {"key": key}).one_or_none()
    if row is None:
        raise InstitutionUnknownError("no institution has this key")
    return _to_institution(row)


def list_institutions(session: Session) -> list[Institution]:
    """Return every institution, by key."""
    return [_to_institution(row) for row in session.scalars(select(InstitutionRow).order_by(InstitutionRow.key))]


def select_id(key: str) -> ScalarSelect[uuid.UUID]:
    """Return the subquery that finds an institution's row id by its key."""
    return select(InstitutionRow.id).where(InstitutionRow.key == key).scalar_subquery()


def map_institutions(session: Session) -> Mapping[uuid.UUID, Institution]:
    """Return every institution by its row id."""
    return {institution.id: institution for institution in list_institutions(session)}


def list_keys(session: Session, institution_id: uuid.UUID) -> list[PublicKey]:
    """Return every key of an institution that may verify something: all but the compromised ones, oldest first."""
    rows = session.scalars(
        select(InstitutionKeyRow)
        .where(InstitutionKeyRow.institution_id == institution_id, InstitutionKeyRow.state != "compromised")
        .order_by(InstitutionKeyRow.valid_from, InstitutionKeyRow.keyid)
    )
    return [PublicKey(row.purpose, row.keyid, row.public_key, row.state, row.valid_from, row.valid_until) for row in rows]


def find_sync_key(session: Session, institution_id: uuid.UUID, keyid: str, at: datetime) -> PublicKey | None:
    """Return the key that may sign requests of this institution at this moment, or None.

    A retired key stays good for what it signed; a new request is not such a thing, so only active keys count here.
    """
    row = session.execute(_ACTIVE_SYNC_KEY, {"institution_id": institution_id, "keyid": keyid}).one_or_none()
    if row is None or at < row.valid_from or (row.valid_until is not None and row.valid_until <= at):
        return None
    return PublicKey(*row)


def end_key(session: Session, institution_key: str, keyid: str, state: Literal["retired", "compromised"], at: datetime) -> None:
    """End the use of a key: a retired one keeps verifying what it signed, a compromised one verifies nothing."""
    institution = get_institution(session, institution_key)
    row = session.scalar(
        select(InstitutionKeyRow).where(InstitutionKeyRow.institution_id == institution.id, InstitutionKeyRow.keyid == keyid)
    )
    if row is None:
        raise InvalidInstitutionError("the institution has no such key", keyid=keyid)
    row.state = state
    row.valid_until = min(row.valid_until, at) if row.valid_until else at
    session.flush()


def freeze_institution(session: Session, institution_id: uuid.UUID, reason: str) -> None:
    """Stop accepting batches of an institution until a person has looked."""
    row = session.get_one(InstitutionRow, institution_id)
    row.state, row.frozen_reason = "frozen", reason
    session.flush()


def unfreeze_institution(session: Session, key: str) -> None:
    """Accept batches of the institution again. Raises InstitutionUnknownError."""
    row = session.get_one(InstitutionRow, get_institution(session, key).id)
    row.state, row.frozen_reason = "active", None
    session.flush()


def _to_institution(row: InstitutionRow | Row[*tuple[Any, ...]]) -> Institution:
    name: LocalizedText = {"ar": row.name_ar, "fr": row.name_fr, "en": row.name_en}
    return Institution(id=row.id, key=row.key, name=name, did=row.did, state=row.state, frozen_reason=row.frozen_reason)


def find_key_owner(session: Session, keyid: str) -> Institution | None:
    """Return the institution that registered a sync key under this id, or None; says nothing about its validity."""
    row = session.scalar(
        select(InstitutionRow)
        .join(InstitutionKeyRow, InstitutionKeyRow.institution_id == InstitutionRow.id)
        .where(InstitutionKeyRow.keyid == keyid, InstitutionKeyRow.purpose == "sync")
        .limit(1)
    )
    return None if row is None else _to_institution(row)
