"""Accounts as the glue knows them: columns for each service's own tables, passwords, and sessions that can be ended everywhere."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, validates

from maslak_web.clock import now
from maslak_web.database import JSON_DOCUMENT, new_id

# The OWASP minimum for argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked where no account exists, so that an unknown login takes as long to refuse as a wrong password.
_NOBODY = _hasher.hash(uuid.uuid4().hex)
MIN_PASSWORD_LENGTH = 10
MAX_PASSWORD_LENGTH = 256


class AccountMixin:
    """The columns of an account; each service adds its own table name and links.

    Flask-Login keeps `get_id()` in the session: raising `session_epoch` ends every session of the account at once.
    """

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255), default=None)
    display_name: Mapped[str] = mapped_column(String(200), default="")
    roles: Mapped[list[str]] = mapped_column(JSON_DOCUMENT, default=list)
    language: Mapped[str | None] = mapped_column(String(2), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @validates("login")
    def _normalise_login(self, _key: str, value: str) -> str:
        return normalise_login(value)

    @property
    def is_authenticated(self) -> bool:
        """Tell Flask-Login that this is a person."""
        return True

    @property
    def is_active(self) -> bool:
        """Tell whether the account may sign in and stay signed in."""
        return self.active

    @property
    def is_anonymous(self) -> bool:
        """Tell Flask-Login that this is not the anonymous one."""
        return False

    def get_id(self) -> str:
        """Return what the session keeps: the account and the epoch in which it signed in."""
        return f"{self.id}:{self.session_epoch}"

    def has_role(self, *roles: str) -> bool:
        """Tell whether the account has at least one of `roles`."""
        return not set(roles).isdisjoint(self.roles)


class LoginAttemptMixin:
    """One try to sign in. The login is kept as a digest, for people type passwords into the wrong field."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    login_digest: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    succeeded: Mapped[bool] = mapped_column(default=False)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """Index what the throttle asks: the latest tries of a login and of an address."""
        name = str(getattr(cls, "__tablename__", "login_attempt"))
        return (Index(f"ix_{name}_login_digest_at", "login_digest", "at"), Index(f"ix_{name}_address_at", "address", "at"))


def normalise_login(text: str) -> str:
    """Return the login as it is stored and looked up: without spaces around it, in one Unicode form and one case."""
    # PostgreSQL cannot even look for U+0000; with this in its place it is a login that nobody has.
    return unicodedata.normalize("NFKC", text).strip().casefold().replace("\0", "\ufffd")


def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`, with its salt and parameters."""
    return _hasher.hash(_prepare(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` is the hashed one; takes as long when there is no hash to compare with."""
    try:
        return _hasher.verify(password_hash or _NOBODY, _prepare(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _prepare(password: str) -> str:
    # Two keyboards may compose the same letters differently; the length is capped, for hashing is costly.
    return unicodedata.normalize("NFC", password)[:MAX_PASSWORD_LENGTH]
