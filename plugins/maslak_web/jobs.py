"""Background work: one queue and one worker process for each service.

The queue only wakes the worker; what there is to do stands in the service's own database, so a lost or doubled message does no harm.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey

from maslak_web.settings import SettingsError


def make_queue(home: Path, name: str, *, immediate: bool = False) -> Huey:
    """Return the queue `name`: a SQLite file under `home`, or Redis when ``MASLAK_REDIS_URL`` is set.

    `immediate` runs each task where it is enqueued and is meant for tests.
    """
    options: dict[str, Any] = {"name": f"maslak-{name}", "results": False, "utc": True, "immediate": immediate}
    redis_url = os.environ.get("MASLAK_REDIS_URL", "")
    if immediate or not redis_url:
        home.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(filename=str(home / f"{name}-queue.db"), fsync=False, **options)
    try:
        return RedisHuey(url=redis_url, **options)
    except ImportError as error:
        raise SettingsError("MASLAK_REDIS_URL is set, but the package redis is not installed") from error


def run_worker(queue: Huey, *, workers: int = 1) -> None:
    """Run tasks and periodic tasks of `queue` in this process until it is told to stop (SIGTERM or SIGINT)."""
    # A short back-off keeps a badge seconds away, not minutes, at the price of a cheap query now and then.
    queue.create_consumer(workers=workers, worker_type="thread", periodic=True, initial_delay=0.1, backoff=1.15, max_delay=2.0).run()
