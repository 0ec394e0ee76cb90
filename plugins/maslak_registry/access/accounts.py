"""Create registrars' accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maslak_registry.access.errors import AccountExistsError, InvalidAccountError
from maslak_registry.access.models import AccountRow, ClientRow
from maslak_registry.institutions import services as institutions
from maslak_web.accounts import hash_password, normalise_login

ROLES = ("registrar", "national")


def create_account(
    session: Session,
    *,
    login: str,
    password: str,
    display_name: str,
    role: str,
    institutions_kept: Iterable[str] = (),
    at: datetime,
    language: str | None = None,
    is_demo: bool = False,
) -> None:
    """Create an account. Raises AccountExistsError, InvalidAccountError, InstitutionUnknownError."""
    kept = [institutions.get_institution(session, key).key for key in institutions_kept]
    if role not in ROLES or (role == "registrar" and not kept):
        raise InvalidAccountError("a registrar is bound to an institution; the roles are registrar and national", allowed=list(ROLES))
    if has_account(session, login):
        raise AccountExistsError("this login is taken")
    session.add(
        AccountRow(
            login=login,
            password_hash=hash_password(password),
            display_name=display_name,
            roles=[role],
            institutions=kept,
            language=language,
            active=True,
            is_demo=is_demo,
            created_at=at,
        )
    )
    session.flush()


def has_account(session: Session, login: str) -> bool:
    """Say whether an account of this login exists."""
    return session.scalar(select(AccountRow.id).where(AccountRow.login == normalise_login(login))) is not None


def has_demo_accounts(session: Session) -> bool:
    """Say whether accounts or programs with published passwords exist."""
    found = (select(func.count()).select_from(model).where(model.is_demo.is_(True)) for model in (AccountRow, ClientRow))
    return any(session.scalar(statement) for statement in found)
