"""A company tutor's link: made by the school, good for a time, ended by the school; only hashes of its two secrets are kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from maslak_companion.placements.models import CompanyTutor
from maslak_companion.placements.services import Actor, get_tutor
from maslak_companion.sign_offs.errors import ExpiredLinkError, WithdrawnLinkError
from maslak_companion.sign_offs.models import TutorLink, TutorLinkUse
from maslak_domain.errors import InvalidError
from maslak_web.accounts import hash_password
from maslak_web.database import Database

_TOKEN_BYTES = 24  # 192 bits: nobody guesses a link, so the six digits only guard one that went astray
_LONGEST_TOKEN = 64
_log = structlog.get_logger(__name__)


class InvalidLinkError(InvalidError):
    """Raised when a link is to end before it begins."""

    code = "invalid_link"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The two things that a tutor is given: the token of the address, and the code that signs."""

    token: str
    code: str


@dataclass(frozen=True, slots=True)
class NewLink:
    """What is shown once and then forgotten: the token of the address, and the code that signs."""

    id: UUID
    token: str
    code: str
    expires_at: datetime


def make_link(session: Session, tutor_id: UUID, *, expires_at: datetime, actor: Actor, secrets_given: Secrets | None = None) -> NewLink:
    """Make a link for a tutor and end every earlier one; raises TutorNotFoundError, InvalidLinkError.

    Only a demonstration brings secrets of its own; everybody else is given what nobody can guess.
    """
    get_tutor(session, tutor_id)
    if expires_at <= actor.at:
        raise InvalidLinkError("a link lasts at least until tomorrow", field="expires_on")
    end_links(session, tutor_id, actor.at)
    given = secrets_given or Secrets(secrets.token_urlsafe(_TOKEN_BYTES), f"{secrets.randbelow(10**6):06d}")
    token, code = given.token, given.code
    row = TutorLink(
        tutor_id=tutor_id, token_digest=_digest(token), code_hash=hash_password(code),
        made_by=actor.id, made_at=actor.at, expires_at=expires_at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return NewLink(row.id, token, code, expires_at)


def end_links(session: Session, tutor_id: UUID, at: datetime) -> int:
    """Withdraw whatever link a tutor has, and return how many there were."""
    found = session.execute(
        update(TutorLink).where(TutorLink.tutor_id == tutor_id, TutorLink.withdrawn_at.is_(None)).values(withdrawn_at=at)
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def find_link(session: Session, token: str) -> TutorLink | None:
    """Return the link of a token, ended or not."""
    if len(token) > _LONGEST_TOKEN:
        return None
    return session.scalar(select(TutorLink).where(TutorLink.token_digest == _digest(token)))


def check_open(link: TutorLink, at: datetime) -> None:
    """Refuse a link that ended; raises ExpiredLinkError, WithdrawnLinkError."""
    if link.withdrawn_at is not None:
        raise WithdrawnLinkError("the school ended this link")
    if at >= link.expires_at:
        raise ExpiredLinkError("the link has expired")


def log_refusal(database: Database, link_id: UUID | None, kind: str, at: datetime, *, keeps: bool) -> None:
    """Write a refused use to the log, and where `keeps` to the link's history too; never the token.

    It has a transaction of its own, for the request that was refused keeps nothing.
    """
    _log.warning("tutor_link_refused", reason=kind, link=str(link_id) if link_id else None)
    if link_id is not None and keeps:
        with database.session() as session:
            session.add(TutorLinkUse(link_id=link_id, kind=kind, at=at))


def list_latest_links(session: Session, tutor_ids: Iterable[UUID]) -> Mapping[UUID, TutorLink]:
    """Return the link that each tutor was given last."""
    query = select(TutorLink).where(TutorLink.tutor_id.in_(list(tutor_ids))).order_by(TutorLink.made_at, TutorLink.id)
    return {row.tutor_id: row for row in session.scalars(query)}


def list_uses(session: Session, link_id: UUID) -> Sequence[TutorLinkUse]:
    """Return what happened through a link, the latest first."""
    query = select(TutorLinkUse).where(TutorLinkUse.link_id == link_id)
    return session.scalars(query.order_by(TutorLinkUse.at.desc(), TutorLinkUse.id.desc()).limit(50)).all()


def get_tutor_of(session: Session, link: TutorLink) -> CompanyTutor:
    """Return the tutor to whom a link was given."""
    return get_tutor(session, link.tutor_id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
