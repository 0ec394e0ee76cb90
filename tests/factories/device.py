"""Learners with a password, and applications that sign in with it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from sqlalchemy import select
from tests.factories.classroom import School
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_web.accounts import hash_password

PASSWORD = "une phrase calme"


def add_login(school: School, login: str = "salma", *, enrolled: bool = True, **values: Any) -> uuid.UUID:
    """Add a learner who can sign in with PASSWORD, and return the learner."""
    learner_id = school.add_learner(enrolled=enrolled)
    with school.database.session() as session:
        account = session.scalars(select(Account).where(Account.learner_id == learner_id)).one()
        account.login, account.password_hash = login, hash_password(PASSWORD)
        for name, value in values.items():
            setattr(account, name, value)
    return learner_id


def ask_for_token(client: FlaskClient, login: str = "salma", password: str = PASSWORD, name: str = "Mon téléphone") -> TestResponse:
    """Sign a device in."""
    return client.post("/v1/devices", json={"login": login, "password": password, "name": name})


def take_token(school: School, login: str = "salma") -> str:
    """Sign a device in and return its token."""
    answer = ask_for_token(school.app.test_client(), login)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["token"])


class Phone:
    """A client that draws for itself: it keeps a token, follows addresses that it was given, and never looks at a page."""

    def __init__(self, school: School, login: str = "salma") -> None:
        self.client: FlaskClient = school.app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {take_token(school, login)}"}
        self.described: Any = self.client.get("/v1/openapi.json").get_json()

    def ask(self, path: str) -> TestResponse:
        """Ask for something, whatever the answer is."""
        return self.client.get(path, headers=self.headers)

    def get(self, path: str) -> Any:
        """Get an answer that is as the service says of itself."""
        answer = self.ask(path)
        assert answer.status_code == 200, answer.text
        assert "Set-Cookie" not in answer.headers
        self._find_schema(path).validate(answer.get_json())
        return answer.get_json()

    def send(self, address: str, **payload: Any) -> TestResponse:
        """Send a change to a handler."""
        return self.client.post(address, json=payload, headers=self.headers)

    def list_blocks(self, course: str) -> list[Any]:
        """Return the blocks of a course as its outline names them."""
        outline = self.get(f"/v1/courses/{course}")
        units = [unit for chapter in outline["chapters"] for unit in chapter["units"]]
        return [block for unit in units for page in unit["pages"] for block in page["blocks"]]

    def find_block(self, course: str, block_type: str) -> Any:
        """Return what the first block of a kind shows."""
        return self.get(next(block["url"] for block in self.list_blocks(course) if block["type"] == block_type))

    def list_refusals(self, method: str, path: str, status: int) -> str:
        """Return what the service says of itself about a refusal."""
        told: str = self.described["paths"][path][method]["responses"].get(str(status), {}).get("description", "")
        return told

    def _find_schema(self, path: str) -> Draft202012Validator:
        for pattern, operations in self.described["paths"].items():
            if "get" in operations and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
                return Draft202012Validator({**schema, "components": self.described["components"]})
        raise AssertionError(f"nothing is said of {path}")
