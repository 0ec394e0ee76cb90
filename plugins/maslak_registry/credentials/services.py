"""Keep the index of credentials, and answer which ones a person may show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from maslak_registry.credentials.models import CredentialRow


@dataclass(frozen=True, kw_only=True)
class IndexedCredential:
    """A credential by what the ledger says about it; the signed document stays with its issuer."""

    institution_id: UUID
    uuid: UUID
    learner: UUID
    achievement: str
    kind: str
    competency: str | None
    level: str | None
    title: dict[str, str]
    digest: str
    url: str
    released: bool
    issued_at: datetime
    state: str = "issued"


@dataclass(frozen=True)
class Origin:
    """Where a state of a credential comes from: the revision it carries and the entry that brought it."""

    revision: int
    ledger_seq: int


def record_issued(session: Session, credential: IndexedCredential, origin: Origin) -> bool:
    """Index an issued credential; say whether this changed anything. A revocation already known is never undone."""
    row = session.get(CredentialRow, (credential.institution_id, credential.uuid))
    if row is not None and row.revision >= origin.revision:
        return False
    if row is None:
        row = CredentialRow(institution_id=credential.institution_id, uuid=credential.uuid, state="issued")
        session.add(row)
    for name in ("learner", "achievement", "kind", "competency", "level", "title", "digest", "url", "released", "issued_at"):
        setattr(row, name, getattr(credential, name))
    row.revision, row.ledger_seq = origin.revision, origin.ledger_seq
    session.flush()
    return True


def record_revoked(session: Session, institution_id: UUID, credential: UUID, at: datetime, origin: Origin) -> bool:
    """Mark a credential revoked; say whether it was there to revoke."""
    row = session.get(CredentialRow, (institution_id, credential))
    if row is None:
        return False
    row.state, row.revoked_at = "revoked", at
    row.revision, row.ledger_seq = max(row.revision, origin.revision), origin.ledger_seq
    session.flush()
    return True


def list_released(session: Session, locals_: Iterable[tuple[UUID, UUID]]) -> list[IndexedCredential]:
    """Return the issued and released credentials of these (institution, learner) pairs, newest first."""
    rows = session.scalars(
        select(CredentialRow)
        .where(
            tuple_(CredentialRow.institution_id, CredentialRow.learner).in_(list(locals_)),
            CredentialRow.state == "issued",
            CredentialRow.released.is_(True),
        )
        .order_by(CredentialRow.issued_at.desc(), CredentialRow.uuid)
    )
    return [_to_value(row) for row in rows]


def find_credential(session: Session, institution_id: UUID, credential: UUID) -> IndexedCredential | None:
    """Return one credential of the index in whatever state it is, or None."""
    row = session.get(CredentialRow, (institution_id, credential))
    return None if row is None else _to_value(row)


def _to_value(row: CredentialRow) -> IndexedCredential:
    return IndexedCredential(
        institution_id=row.institution_id,
        uuid=row.uuid,
        learner=row.learner,
        achievement=row.achievement,
        kind=row.kind,
        competency=row.competency,
        level=row.level,
        title=row.title,
        digest=row.digest,
        url=row.url,
        released=row.released,
        issued_at=row.issued_at,
        state=row.state,
    )
