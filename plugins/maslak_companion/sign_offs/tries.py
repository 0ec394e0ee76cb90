"""Tries of the six digits: counted in the database before they are checked, so that many at once cannot slip through together."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from maslak_companion.sign_offs.errors import LinkLockedError, WrongCodeError
from maslak_companion.sign_offs.models import TutorLink, TutorLinkUse
from maslak_domain.language import to_western_digits
from maslak_web.accounts import verify_password
from maslak_web.database import Database

MOST_WRONG = 5


def check_code(database: Database, link_id: UUID, code: str, at: datetime) -> None:
    """Check a code; raises WrongCodeError, and LinkLockedError once it was wrong too often since it was last right.

    No transaction is open while the slow hash is computed.
    """
    use_id, code_hash, wrong = _count(database, link_id, at)
    if not verify_password(code_hash, read_code(code)):
        raise WrongCodeError("these are not the six digits of this link", left=MOST_WRONG - wrong)
    with database.session() as session:
        session.execute(update(TutorLinkUse).where(TutorLinkUse.id == use_id).values(kind="right_code"))


def read_code(text: str) -> str:
    """Return the six digits as they were given out, from whatever keyboard and with whatever spaces they were typed."""
    return "".join(to_western_digits(text).split()).replace("-", "")[:20]


def is_locked(session: Session, link_id: UUID) -> bool:
    """Say whether a link's code was wrong too often."""
    return _count_wrong(session, link_id) >= MOST_WRONG


def _count(database: Database, link_id: UUID, at: datetime) -> tuple[UUID, str, int]:
    with database.session() as session:
        link = session.get_one(TutorLink, link_id, with_for_update=True)
        wrong = _count_wrong(session, link_id)
        locked = wrong >= MOST_WRONG
        use = TutorLinkUse(link_id=link_id, kind="locked" if locked else "wrong_code", at=at)
        session.add(use)
        session.flush()
        found = use.id, link.code_hash, wrong + 1
    if locked:
        raise LinkLockedError("the code was wrong too often; only the school can give a new one")
    return found


def _count_wrong(session: Session, link_id: UUID) -> int:
    last_right = select(func.max(TutorLinkUse.at)).where(TutorLinkUse.link_id == link_id, TutorLinkUse.kind == "right_code")
    since = session.scalar(last_right)
    query = select(func.count()).where(TutorLinkUse.link_id == link_id, TutorLinkUse.kind == "wrong_code")
    return session.scalar(query.where(TutorLinkUse.at >= since) if since else query) or 0
