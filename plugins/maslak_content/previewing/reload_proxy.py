"""A door in front of the companion that lets open pages know when the course has changed.

The companion stays as it is in a school: the door adds one script to its pages, which asks every second whether there is
something new. It listens on this machine only.
"""

from __future__ import annotations

import http.client
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

_SCRIPT_PATH: Final = "/__preview/reload.js"
_VERSION_PATH: Final = "/__preview/version"
_TAG: Final = f'<script src="{_SCRIPT_PATH}" defer></script>'.encode()
_SCRIPT: Final = f"""\
let shown = null;
setInterval(async () => {{
  try {{
    const version = await (await fetch("{_VERSION_PATH}")).text();
    if (shown !== null && version !== shown) location.reload();
    shown = version;
  }} catch {{ /* The preview was stopped; the page stays as it is. */ }}
}}, 1000);
""".encode()
# What concerns one connection only, and what the door decides anew.
_NOT_PASSED: Final = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding", "server", "date"}
_MAX_BODY: Final = 1024 * 1024


class ReloadProxy:
    """Serves at `address` what a companion serves at another port of this machine."""

    def __init__(self, address: tuple[str, int], port: int) -> None:
        self._server = _Server(address, port)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def announce(self) -> None:
        """Have every open page loaded again."""
        self._server.version += 1

    def stop(self) -> None:
        """Stop answering and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], port: int) -> None:
        super().__init__(address, _Door)
        self.inner_port = port
        self.version = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a reader went on before the page came; tell everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer what the script asks, and pass on everything else."""
        if self.path == _SCRIPT_PATH:
            self._answer(200, [("Content-Type", "text/javascript; charset=utf-8")], _SCRIPT)
        elif self.path == _VERSION_PATH:
            self._answer(200, [("Content-Type", "text/plain"), ("Cache-Control", "no-store")], str(self.server.version).encode())
        else:
            self._pass()

    def do_POST(self) -> None:
        """Pass on."""
        self._pass()

    do_HEAD = do_PUT = do_DELETE = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the companion keeps its own log."""

    def _pass(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MAX_BODY:
            self._answer(413, [], b"")
            return
        inner = http.client.HTTPConnection("127.0.0.1", self.server.inner_port, timeout=60)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED}
            inner.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
            reply = inner.getresponse()
            body = reply.read()
            if (reply.getheader("Content-Type") or "").startswith("text/html"):
                body = body.replace(b"</body>", _TAG + b"</body>", 1)
            kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in _NOT_PASSED]
            self._answer(reply.status, kept, body)
        except (OSError, http.client.HTTPException):
            self._answer(502, [("Content-Type", "text/plain")], b"the companion does not answer")
        finally:
            inner.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
