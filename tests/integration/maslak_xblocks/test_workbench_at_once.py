"""Many learners at once, and one learner many times at once, on the development workbench as it is served."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.factories.workbench import serve_workbench

LEARNERS, POSTS = 60, 20
MASTERY = "maslak_checkpoint.10"  # two attempts, three questions drawn
HANDLER = re.compile(r'data-(state|answer|begin-attempt)-url="([^"]+)"')


def fetch(request: urllib.request.Request) -> tuple[int, bytes]:
    """Send a request, and as often again as the connection breaks, as a client does: a server that is busy takes only so many at once."""
    for _ in range(20):
        try:
            with urllib.request.urlopen(request, timeout=120) as answered:
                return answered.status, answered.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except (ConnectionError, http.client.IncompleteRead):
            time.sleep(0.5)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.5)
    raise AssertionError("the workbench breaks every connection")


class Visitor:
    """One learner's client, on the contract alone."""

    def __init__(self, address: str, learner: str) -> None:
        self._address = address
        page = fetch(urllib.request.Request(f"{address}/scenario/{MASTERY}/?student={learner}"))[1]
        self._handlers = dict(HANDLER.findall(page.decode()))
        begun = self.post("begin-attempt", {"revision": 0, "idempotency_key": "begin-1"})[1]
        self.revision, self.items = begun["revision"], begun["attempt"]["items"]

    def post(self, handler: str, payload: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._address + self._handlers[handler], json.dumps(payload).encode(), headers)
        status, body = fetch(request)
        return status, json.loads(body)

    def answer(self, key: str) -> tuple[int, dict[str, Any]]:
        """Choose the first option of the first question with options."""
        item = next(item for item in self.items if item["type"] == "single")
        response = [item["options"][0]["id"]]
        return self.post(
            "answer", {"revision": self.revision, "idempotency_key": key, "item": item["id"], "response": response, "html": False}
        )

    def stand(self) -> tuple[int, int]:
        """Give the revision, and how many questions have an answer."""
        state = self.post("state", {})[1]
        return state["revision"], state["attempt"]["answered"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as served:
        yield served


def test_sixty_learners_at_once_lose_nothing(address: str) -> None:
    def work(number: int) -> tuple[int, tuple[int, int]]:
        visitor = Visitor(address, f"learner-{number}")
        status, _outcome = visitor.answer("answer-1")
        return status, visitor.stand()

    with ThreadPoolExecutor(LEARNERS) as pool:
        assert Counter(pool.map(work, range(LEARNERS))) == {(200, (2, 1)): LEARNERS}


@pytest.mark.parametrize(
    ("keys", "outcomes"),
    [(["the-same"] * POSTS, {200: POSTS}), ([f"key-{number}" for number in range(POSTS)], {200: 1, 409: POSTS - 1})],
    ids=["one answer sent again", "answers that compete"],
)
def test_posts_of_one_learner_at_once_count_once(address: str, keys: list[str], outcomes: dict[int, int]) -> None:
    visitor = Visitor(address, f"alone-{len(set(keys))}")
    with ThreadPoolExecutor(POSTS) as pool:
        statuses = Counter(pool.map(lambda key: visitor.answer(key)[0], keys))
    assert statuses == outcomes
    assert visitor.stand() == (2, 1)
