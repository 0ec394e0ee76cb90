"""Waits until the demo's services answer."""

from __future__ import annotations

import time
from collections.abc import Sequence

import httpx

from .layout import Service

LIMIT_SECONDS = 60.0


def wait_until_ready(services: Sequence[Service], limit: float = LIMIT_SECONDS) -> list[Service]:
    """Return the services that do not answer `/readyz` within `limit` seconds; an empty list when all do."""
    waiting = list(services)
    deadline = time.monotonic() + limit
    # One client for all questions: making one reads every certificate authority, which takes longer than a service needs to answer.
    with httpx.Client(timeout=2, trust_env=False) as client:
        while waiting and time.monotonic() < deadline:
            waiting = [service for service in waiting if not answers(client, service)]
            if waiting:
                time.sleep(0.1)
    return waiting


def answers(client: httpx.Client, service: Service) -> bool:
    """Tell whether a service says that it is ready."""
    try:
        return client.get(f"{service.address}/readyz").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
