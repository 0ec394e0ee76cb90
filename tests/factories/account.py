"""Accounts of a test, and browsers in which they are signed in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_web.database import Database


def make_account(session: Session, *roles: str, login: str = "", learner_id: uuid.UUID | None = None) -> Account:
    """Add an account without a password: tests sign it in directly."""
    account = Account(login=login or uuid.uuid4().hex, roles=list(roles), display_name="Nadia", language="fr", learner_id=learner_id)
    session.add(account)
    session.flush()
    return account


@dataclass
class Browser:
    """A signed-in browser that sends the form token with whatever it posts."""

    client: FlaskClient
    token: str = ""

    def get(self, path: str) -> TestResponse:
        """Open a page, and remember its form token."""
        answer = self.client.get(path)
        match = re.search(r'name="csrf-token" content="([^"]+)"', answer.text)
        self.token = match[1] if match else self.token
        return answer

    def post(self, path: str, fields: dict[str, Any]) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data={"csrf_token": self.token, **fields})


def sign_in(app: Flask, database: Database, *roles: str, learner_id: uuid.UUID | None = None, language: str = "fr") -> Browser:
    """Return the browser of a new account with these roles."""
    with database.session() as session:
        account = make_account(session, *roles, learner_id=learner_id)
        session_id = account.get_id()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = session_id, True
    client.set_cookie("maslak_lang", language)
    browser = Browser(client)
    browser.get("/account")
    return browser
