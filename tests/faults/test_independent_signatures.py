"""What the worker really sends is judged by another implementation of HTTP message signatures, on Node.js."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.factories.country import ROOT, Country, eventually
from tests.factories.database import skip_or_fail

from maslak_domain.ledger.chain import GENESIS
from maslak_web.build_assets import BuildError, find_node
from maslak_web.keys import load_signer, public_jwk
from maslak_web.signed_requests import COMPONENTS

pytestmark = pytest.mark.faults
SCHOOL = "esith"
SOURCE = ROOT / "tests" / "data" / "node_signatures"


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of the verifier, installed exactly as its lock file says."""
    home = tmp_path_factory.mktemp("signatures")
    for path in SOURCE.iterdir():
        if path.is_file():
            shutil.copy(path, home)
    try:
        node, npm = find_node()
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120, check=True)
    except (BuildError, subprocess.SubprocessError, OSError) as error:
        skip_or_fail(f"the independent verifier cannot be installed: {error}")
    return [*node, str(home / "verify.mjs")]


@contextmanager
def listen(country: Country) -> Iterator[list[dict[str, Any]]]:
    """Stand where the registry would, with an empty ledger, keep what arrives, and answer that it is too busy."""
    kept: list[dict[str, Any]] = []

    class Registry(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(200, json.dumps({"institution": SCHOOL, "seq": 0, "hash": GENESIS}).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            url = country.address("registry") + self.path
            kept.append({"method": "POST", "url": url, "headers": headers, "body": base64.b64encode(body).decode()})
            self.answer(503, b"{}")

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", country.services["registry"].port), Registry) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


def judge(verifier: list[str], home: Path, requests: list[dict[str, Any]]) -> list[dict[str, bool]]:
    jwk = public_jwk(load_signer(home / "keys" / "sync.jwk"))
    asked = json.dumps({"requests": requests, "jwk": jwk, "fields": COMPONENTS})
    done = subprocess.run(verifier, input=asked, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    judged: list[dict[str, bool]] = json.loads(done.stdout)
    return judged


def test_batch_that_the_worker_sends_is_verified_by_another_implementation(country: Country, verifier: list[str]) -> None:
    with listen(country) as kept:
        country.start(f"{SCHOOL}-worker")
        sent = eventually(lambda: next((each for each in kept if each["url"].endswith("/batches")), None))
        country.kill(f"{SCHOOL}-worker")
    assert sent is not None
    body = base64.b64encode(base64.b64decode(sent["body"]).replace(b'"first":1', b'"first":2')).decode()
    headers = {**sent["headers"], "idempotency-key": "0" * 64}
    changed = [{**sent, "body": body}, {**sent, "headers": headers}, {**sent, "url": sent["url"].replace(SCHOOL, "ensam-rabat")}]
    good, *bad = judge(verifier, country.services[SCHOOL].home, [sent, *changed])
    assert good == {"signed": True, "intact": True}
    assert bad == [{"signed": True, "intact": False}, {"signed": False, "intact": True}, {"signed": False, "intact": True}]
