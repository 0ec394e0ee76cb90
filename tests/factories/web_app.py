"""A small service in Maslak's frame, with accounts and one view of each kind, for tests of the frame itself."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, jsonify, render_template_string
from flask.testing import FlaskClient
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from tests.factories.tables import make_tables

from maslak_domain.errors import ConflictError
from maslak_web.access import machine, public, requires_role, signed_in
from maslak_web.accounts import AccountMixin, LoginAttemptMixin, hash_password
from maslak_web.app_frame import make_frame
from maslak_web.database import COLUMN_TYPES, Database, make_metadata, new_id
from maslak_web.sessions import current_session
from maslak_web.sign_in import make_sign_in_blueprint

PASSWORD = "a calm warm book"


class Base(DeclarativeBase):
    metadata = make_metadata()
    type_annotation_map = COLUMN_TYPES


class Account(AccountMixin, Base):
    __tablename__ = "account"


class LoginAttempt(LoginAttemptMixin, Base):
    __tablename__ = "login_attempt"


class Note(Base):
    __tablename__ = "note"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    words: Mapped[str]


@dataclass(frozen=True)
class FrameSettings:
    home: Path
    public_base_url: str = "http://127.0.0.1"


class SteppingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.present = datetime(2026, 3, 12, 10, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.present

    def pass_by(self, **span: float) -> None:
        self.present += timedelta(**span)


def make_web_app(database: Database, home: Path, *, public_base_url: str = "http://127.0.0.1", **options: Any) -> Flask:
    """Return the service, its tables made; it has no account yet."""
    make_tables(database, Base.metadata)
    sign_in = make_sign_in_blueprint(Account, LoginAttempt, home="sample.home")
    settings = FrameSettings(home, public_base_url)
    return make_frame("sample", settings, database, features=[_make_sample(), sign_in], secret=b"s" * 32, **options)


def add_account(database: Database, login: str = "salma", **values: Any) -> uuid.UUID:
    """Add an account with the password PASSWORD and return its id."""
    account = Account(login=login, password_hash=hash_password(PASSWORD), display_name="Salma", **values)
    with database.session() as session:
        session.add(account)
    return account.id


def find_csrf_token(page: str) -> str:
    """Return the token in a page's form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def sign_in(client: FlaskClient, login: str = "salma", password: str = PASSWORD, **form: str) -> Any:
    """Fill in the form as a person does and return the answer."""
    token = find_csrf_token(client.get("/sign-in").text)
    return client.post("/sign-in", data={"login": login, "password": password, "csrf_token": token, **form})


def _make_sample() -> Blueprint:
    sample = Blueprint("sample", __name__)

    @sample.get("/")
    @signed_in
    def home() -> str:
        return render_template_string('{% extends "web/base.html" %}{% block main %}{{ parts.csrf_field() }}{% endblock %}')

    @sample.get("/open")
    @public("a test reads it")
    def open_page() -> str:
        return render_template_string('{% extends "web/base.html" %}{% block main %}{{ parts.csrf_field() }}{% endblock %}')

    @sample.get("/jury")
    @requires_role("registrar", "administrator")
    def jury() -> str:
        return "jury"

    @sample.get("/silent")
    def silent() -> str:
        return "nobody said who may see this"

    @sample.post("/v1/notes/<outcome>")
    @machine
    def write_note(outcome: str) -> Any:
        current_session().add(Note(words=outcome))
        current_session().flush()
        return _end(outcome)

    @sample.post("/notes")
    @signed_in
    def post_note() -> str:
        current_session().add(Note(words="by form"))
        return "kept"

    return sample


def _end(outcome: str) -> Any:
    if outcome == "domain-error":
        raise ConflictError("somebody was faster", expected=7, status="not this")
    if outcome == "abort":
        abort(404)
    if outcome == "crash":
        raise RuntimeError("secret detail")
    return jsonify(ok=True), 422 if outcome == "refused-by-answer" else 200
