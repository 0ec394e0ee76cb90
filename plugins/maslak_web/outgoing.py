"""Asking another service of Maslak over HTTP: nothing of the environment, no redirects, and one TLS context for a whole process.

A context holds every certificate authority, and reading them takes longer than the answer. It holds no connection, so that
threads and forked processes may share it.
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from os import stat

import certifi
import httpx


def make_client(timeout: float, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """Return a client to be closed after use, which waits `timeout` seconds at most for each step. `transport` is given by tests."""
    return httpx.Client(timeout=timeout, transport=transport, verify=get_tls_context(), follow_redirects=False, trust_env=False)


def get_tls_context() -> ssl.SSLContext:
    """Return the context of this process, made anew when another list of authorities has been installed."""
    path = certifi.where()
    state = stat(path)
    return _make_context(path, state.st_ino, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _make_context(path: str, inode: int, changed_at: int) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=path)
