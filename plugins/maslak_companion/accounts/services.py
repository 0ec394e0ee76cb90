"""What other rooms may ask of the accounts room."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.errors import LoginTakenError, NoLearnerError, NotSignedInError, UnknownRoleError
from maslak_companion.accounts.models import AccessLog, Account
from maslak_companion.people.models import Learner
from maslak_companion.people.services import get_learner
from maslak_web.accounts import hash_password, normalise_login
from maslak_web.pagination import Page, SortKey, list_page

ROLES = ("student", "instructor", "registrar", "administrator")


def create_account(
    session: Session,
    *,
    login: str,
    password: str,
    roles: Collection[str],
    display_name: str,
    language: str = "ar",
    learner_id: uuid.UUID | None = None,
    is_demo: bool = False,
) -> Account:
    """Create an account; raise LoginTakenError or UnknownRoleError. The password is kept only as its argon2 hash."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise UnknownRoleError("this service has no such role", role=unknown[0])
    if find_account(session, login) is not None:
        raise LoginTakenError("another account has this login", login=login)
    account = Account(
        login=login,
        password_hash=hash_password(password),
        display_name=display_name,
        roles=sorted(roles),
        language=language,
        learner_id=learner_id,
        is_demo=is_demo,
    )
    session.add(account)
    session.flush()
    return account


def find_account(session: Session, login: str) -> Account | None:
    """Return the account with the login, if any."""
    return session.scalar(select(Account).where(Account.login == normalise_login(login)))


def get_current_account() -> Account:
    """Return the signed-in account; raise NotSignedInError when nobody is."""
    if not current_user.is_authenticated:
        raise NotSignedInError("nobody is signed in")
    account: Account = current_user._get_current_object()
    return account


def get_current_learner(session: Session) -> Learner:
    """Return the learner of the signed-in account; raise NoLearnerError when it has none."""
    account = get_current_account()
    if account.learner_id is None:
        raise NoLearnerError("this account belongs to no learner")
    return get_learner(session, account.learner_id)


def record_access(session: Session, *, learner_ids: Collection[uuid.UUID], what: str, at: datetime) -> None:
    """Record that the signed-in person read these learners' records. Reading one's own is no access."""
    account = get_current_account()
    others = [learner_id for learner_id in learner_ids if learner_id != account.learner_id]
    session.add_all([AccessLog(actor_id=account.id, learner_id=learner_id, what=what, at=at) for learner_id in others])


@dataclass(frozen=True, slots=True)
class Access:
    """One reading of a learner's record: when, what, and who by name and roles (empty once the account is gone)."""

    at: datetime
    what: str
    reader: str
    roles: Sequence[str]


def list_access_page(session: Session, learner_id: uuid.UUID, *, position: str | None = None) -> Page[Access]:
    """Return a page of who read the learner's record, the latest first; raises InvalidPageError."""
    query = select(AccessLog).where(AccessLog.learner_id == learner_id)
    page = list_page(session, query, [SortKey(AccessLog.at, descending=True), SortKey(AccessLog.id, descending=True)], at=position)
    readers = session.execute(
        select(Account.id, Account.display_name, Account.roles).where(Account.id.in_({row.actor_id for row in page.rows}))
    )
    known = {account_id: (name, roles) for account_id, name, roles in readers}
    rows = [Access(row.at, row.what, *known.get(row.actor_id, ("", ()))) for row in page.rows]
    return Page(rows, page.next, page.previous)


def list_accesses(session: Session, learner_id: uuid.UUID, *, limit: int = 100) -> Sequence[AccessLog]:
    """Return who read the learner's record, the latest first."""
    statement = select(AccessLog).where(AccessLog.learner_id == learner_id).order_by(AccessLog.at.desc(), AccessLog.id.desc())
    return session.scalars(statement.limit(limit)).all()


def has_demo_accounts(session: Session) -> bool:
    """Say whether any account carries a demo password, with which no service may listen beyond loopback."""
    return session.scalar(select(Account.id).where(Account.is_demo.is_(True)).limit(1)) is not None


def list_account_names(session: Session, account_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the display names of accounts, by id; an account that is gone has none."""
    rows = session.execute(select(Account.id, Account.display_name, Account.login).where(Account.id.in_(account_ids)))
    return {account_id: name or login for account_id, name, login in rows}


def list_accounts_with_role(session: Session, role: str) -> list[Account]:
    """Return the active accounts that have a role, by name."""
    rows = session.scalars(select(Account).where(Account.active.is_(True)).order_by(Account.display_name, Account.login))
    return [row for row in rows if role in row.roles]
