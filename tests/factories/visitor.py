"""Somebody who visits a running service with plain HTTP: signs in, reads pages, sends forms, answers checkpoints."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import httpx
from tests.factories.answer_key import Question

CHECKPOINT = "/learn/shared_core/tc06-checkpoint"
# Services under test speak plain HTTP, so no visitor reads the list of certificate authorities, which takes longer than most answers.
PLAIN: dict[str, Any] = {"trust_env": False, "timeout": 30, "verify": False}


class Visitor:
    """A browser without a screen, at one service and in one language."""

    def __init__(self, address: str, language: str = "fr") -> None:
        self.client = httpx.Client(base_url=address, **PLAIN, cookies={"maslak_lang": language})
        self.token = ""

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **query: str) -> httpx.Response:
        """Open a page, follow where it leads, and remember its form token."""
        answer = self.client.get(path, params=query or None, follow_redirects=True)
        if found := re.search(r'name="csrf-token" content="([^"]+)"', answer.text):
            self.token = found[1]
        return answer

    def send(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form and return the page that it leads to."""
        return self.client.post(path, data={"csrf_token": self.token, **fields}, follow_redirects=True)

    def call(self, path: str, payload: dict[str, Any]) -> httpx.Response:
        """Send a message as a page's script does."""
        headers = {"X-CSRFToken": self.token, "Accept": "application/json"}
        return self.client.post(path, json={"idempotency_key": uuid.uuid4().hex, **payload}, headers=headers)

    def sign_in(self, login: dict[str, Any]) -> Visitor:
        """Sign in with a login of the demo."""
        self.get("/sign-in")
        answer = self.send("/sign-in", {"login": login["login"], "password": login["password"]})
        assert answer.status_code == httpx.codes.OK, answer.text
        assert "/sign-in" not in answer.url.path, answer.text
        self.get("/account")
        return self

    def open_checkpoint(self, path: str = CHECKPOINT) -> Checkpoint:
        """Open the page of a checkpoint."""
        page = self.get(path)
        assert page.status_code == httpx.codes.OK, page.text
        return Checkpoint(self, page.text)


class Checkpoint:
    """The first checkpoint of a page, answered through its handlers."""

    def __init__(self, visitor: Visitor, page: str) -> None:
        self.visitor = visitor
        self.addresses = {
            name: unescape(address)
            for name, address in re.findall(r'data-(answer|begin-attempt|state)-url="([^"]+)"', page[page.index("mk-checkpoint") :])
        }
        self.revision = 0

    def state(self) -> dict[str, Any]:
        """Return the state of the checkpoint as the service tells it."""
        return self._take(self.visitor.call(self.addresses["state"], {}))

    def begin(self) -> dict[str, Any]:
        """Begin an attempt."""
        return self._take(self.visitor.call(self.addresses["begin-attempt"], {"revision": self.revision}))

    def answer(self, item: str, response: object) -> dict[str, Any]:
        """Answer one question."""
        payload = {"revision": self.revision, "item": item, "response": response, "language": "en"}
        return self._take(self.visitor.call(self.addresses["answer"], payload))

    def attempt(self, key: dict[str, Question], wrong: int = 0) -> list[dict[str, Any]]:
        """Make one whole attempt with the first `wrong` questions answered wrong; return what each answer brought."""
        self.state()
        items = self.begin()["attempt"]["items"]
        asked = [(item, key[item["id"]]) for item in items]
        return [
            self.answer(item["id"], known.as_sent(item, known.wrong_response() if number < wrong else known.right_response()))
            for number, (item, known) in enumerate(asked)
        ]

    def _take(self, answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        self.revision = found.get("revision", self.revision)
        return found


class Program:
    """A program of a registrar's office that pulls from the registry."""

    def __init__(self, client: dict[str, str], address: str) -> None:
        self.client = httpx.Client(base_url=address, **PLAIN)
        answer = self.client.post(
            client["token_url"], data={"grant_type": "client_credentials"}, auth=(client["client_id"], client["client_secret"])
        )
        assert answer.status_code == httpx.codes.OK, answer.text
        self.client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, path: str, **query: str | int) -> dict[str, Any]:
        """Return what the registry answers."""
        answer = self.client.get(path, params=query or None)
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def list_records(self, **filters: str | int) -> list[dict[str, Any]]:
        """Return all records that match, page after page."""
        page = self.get("/v1/records", **filters)
        found = list(page["records"])
        while page["next"]:
            page = self.get(page["next"])
            found += page["records"]
        return found

    def pull(self, cursor: str = "", limit: int = 100) -> tuple[list[dict[str, Any]], str]:
        """Return everything that is new since `cursor`, and the cursor of the next pull."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get("/v1/changes", cursor=cursor, limit=limit)
            found += page["changes"]
            cursor = page["cursor"]
            if not page["has_more"]:
                return found, cursor
