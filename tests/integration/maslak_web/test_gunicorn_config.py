"""A real gunicorn with a single thread, and somebody who goes silent in the middle of a request."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

SERVER = """
import sys, types
import maslak_web.gunicorn_config as config
from gunicorn.app.wsgiapp import run

def answer(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", "4")])
    return [b"read"]

config.SILENT_SECONDS = 1
module = sys.modules["answering"] = types.ModuleType("answering")
module.app = answer
run()
"""
WHOLE = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody"


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that has one thread."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = int(free.getsockname()[1])
    options = ["--bind", f"127.0.0.1:{number}", "--worker-class", "gthread", "--threads", "1", "--no-control-socket"]
    command = [sys.executable, "-c", SERVER, "--config", "python:maslak_web.gunicorn_config", *options, "answering:app"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield number
        finally:
            process.terminate()


def connect(port: int) -> socket.socket:
    deadline = time.monotonic() + 40
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.parametrize("said", [WHOLE[:20], WHOLE[:-2]], ids=["in-the-head", "in-the-body"])
def test_whoever_goes_silent_gives_the_thread_back(port: int, said: bytes) -> None:
    with connect(port) as silent:
        silent.sendall(said)
        with connect(port) as other:
            other.sendall(WHOLE)
            assert other.makefile("rb").read().endswith(b"read")


def test_whoever_is_slow_is_heard_to_the_end(port: int) -> None:
    with connect(port) as slow:
        for start in range(0, len(WHOLE), 20):
            slow.sendall(WHOLE[start : start + 20])
            time.sleep(0.5)
        assert slow.makefile("rb").read().endswith(b"read")
