"""The rules of signing in, without a page."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from maslak_web.accounts import hash_password, needs_rehash, normalise_login, verify_password
from maslak_web.database import Database
from maslak_web.sign_in.throttle import admit_attempt, record_success


@dataclass(frozen=True)
class SignInOutcome:
    """The account that signed in, or None with the seconds to wait (0 when login or password was wrong)."""

    account: Any = None
    wait_seconds: int = 0


def check_credentials(
    database: Database, account_model: Any, attempt_model: Any, *, login: str, password: str, address: str, at: datetime
) -> SignInOutcome:
    """Check login and password under the throttle. No transaction is open while the slow hash is computed."""
    admission = admit_attempt(database, attempt_model, login=login, address=address, at=at)
    if admission.attempt_id is None:
        return SignInOutcome(wait_seconds=admission.wait_seconds)
    with database.session(reading=True) as session:
        account: Any = session.scalar(select(account_model).where(account_model.login == normalise_login(login)))
    if not verify_password(account.password_hash if account else None, password) or not account.active:
        return SignInOutcome()
    renewed = hash_password(password) if needs_rehash(account.password_hash) else None
    with database.session() as session:
        record_success(session, attempt_model, admission.attempt_id)
        if renewed:
            session.get_one(account_model, account.id).password_hash = renewed
    return SignInOutcome(account)


def find_session_account(database: Database, account_model: Any, session_id: str) -> Any:
    """Return the account a session belongs to, or None when the account is closed or its sessions were ended."""
    text, _, epoch = session_id.partition(":")
    try:
        account_id = uuid.UUID(text)
    except ValueError:
        return None
    # A session of its own: the request's would hold SQLite's write lock from here on, in every POST, even a refused one.
    with database.session(reading=True) as session:
        account = session.get(account_model, account_id)
    return account if account is not None and account.active and str(account.session_epoch) == epoch else None


def is_safe_next(target: str) -> bool:
    """Tell whether `target` is a path on this very site, so that a link to sign in cannot lead elsewhere afterwards."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return False
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc
