"""A small registry over real HTTP that keeps entries in memory: the other side of the outbox's tests.

It verifies and appends as the protocol says; a test may put answers before that (`answers_first`), break its signature, or
make it forget.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import flask
from tests.factories.credential import MemorySigner
from werkzeug.serving import make_server

from maslak_domain.errors import DomainError
from maslak_domain.ledger.chain import EMPTY, Head, entry_hash
from maslak_domain.sync import TAG_BATCH, batch_digest, check_batch, make_receipt, make_signed_time, read_batch
from maslak_web.signed_requests import verify_request

INSTITUTION = "ensam-rabat"


class LedgerRegistry:
    """Entries of one institution, what was asked for, and what is answered."""

    def __init__(self) -> None:
        self.signer = MemorySigner(9)
        self.sender = MemorySigner(3)
        self.entries: list[bytes] = []
        self.posts: list[tuple[str, bytes]] = []
        self.nonces: set[str] = set()
        self.skew = timedelta()
        self.answers_first: list[Callable[[], flask.Response]] = []
        self.answers_after: list[Callable[[], flask.Response]] = []
        self.receipt_signer = self.signer
        self.time_signer = self.signer
        self.knows_older = True
        self.url = ""

    @property
    def head(self) -> Head:
        """Where the stored chain ends."""
        return Head(len(self.entries), entry_hash(self.entries[-1])) if self.entries else EMPTY

    def clock(self) -> datetime:
        """Tell the registry's time."""
        return datetime.now(UTC) + self.skew

    def remember(self, key_id: str, nonce: str, expires_at: datetime) -> bool:
        """Keep a nonce."""
        fresh = nonce not in self.nonces
        self.nonces.add(nonce)
        return fresh

    def receive(self) -> flask.Response:
        """Answer one batch."""
        raw = flask.request.get_data()
        self.posts.append((flask.request.headers["Idempotency-Key"], raw))
        if self.answers_first:
            return self.answers_first.pop(0)()
        verify_request(
            flask.request,
            lambda key_id: self.sender.public_key,
            nonce_store=self,
            clock=self.clock,
            tag=TAG_BATCH,
            sign_time=lambda at, nonce: json.loads(make_signed_time(at, self.time_signer, nonce)),
        )
        batch = read_batch(raw)
        known = (lambda seq: entry_hash(self.entries[seq - 1])) if self.knows_older else None
        self.entries += [entry.raw for entry in check_batch(batch, self.head, known)]
        if self.answers_after:
            return self.answers_after.pop(0)()
        last = batch.first + len(batch.entries) - 1
        receipt = make_receipt(
            institution=batch.institution,
            first=batch.first,
            last=last,
            head=entry_hash(self.entries[last - 1]),
            digest=batch_digest(raw),
            received_at=self.clock(),
            signer=self.receipt_signer,
        )
        return flask.Response(receipt, content_type="application/json")


def problem(status: int, code: str, **params: Any) -> flask.Response:
    """Return a problem document."""
    headers = params.pop("headers", {})
    body = json.dumps({"type": "about:blank", "status": status, "code": code, **params})
    return flask.Response(body, status=status, content_type="application/problem+json", headers=headers)


def _refuse(error: DomainError) -> flask.Response:
    return problem(409, error.code, detail=error.detail, **error.params)


@contextmanager
def serve_registry(registry: LedgerRegistry, port: int = 0) -> Iterator[int]:
    """Serve a registry on loopback until the block ends; yield its port."""
    app = flask.Flask("ledger_registry")
    base = f"/v1/institutions/{INSTITUTION}"
    app.add_url_rule(f"{base}/head", "head", lambda: {"seq": registry.head.seq, "hash": registry.head.hash})
    app.add_url_rule(f"{base}/batches", "batches", registry.receive, methods=["POST"])
    app.register_error_handler(DomainError, _refuse)
    server = make_server("127.0.0.1", port, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    registry.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
