"""The outbox in the worker: a task that delivers, run after commits, after pauses, and every minute in case a wake was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.outbox.delivery import Delivery
from maslak_companion.outbox.registry_client import Registry
from maslak_companion.outbox.services import set_waker
from maslak_companion.settings import Settings
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.keys import load_public_key, load_signer

KEY_FILE: Final = "sync.jwk"


def register_jobs(queue: Huey, database: Database, settings: Settings) -> TaskWrapper:
    """Register ``deliver_outbox`` and let commits wake it.

    The web processes call this too, so that they can enqueue; the keys are only read where the task runs.
    """
    return register_delivery(queue, database, lambda: _make_delivery(database, settings))


def register_delivery(queue: Huey, database: Database, make_delivery: Callable[[], Delivery]) -> TaskWrapper:
    """Register ``deliver_outbox`` over any way of delivering; ``make_delivery`` is called at each run."""

    @queue.task(name="deliver_outbox")
    def deliver_outbox() -> None:
        """Deliver; a run that had to pause comes back by itself."""
        wait = make_delivery().deliver()
        if wait is not None:
            deliver_outbox.schedule(delay=wait)

    @queue.periodic_task(crontab(minute="*"), name="deliver_outbox_every_minute")
    def deliver_outbox_every_minute() -> None:
        deliver_outbox()

    set_waker(database.engine.url, deliver_outbox)
    return deliver_outbox


def _make_delivery(database: Database, settings: Settings) -> Delivery:
    registry = Registry(
        url=settings.registry_url,
        public_key=load_public_key(settings.registry_key)[1],
        institution=settings.institution,
        signer=load_signer(settings.keys / KEY_FILE),
    )
    return Delivery(database, registry, system_clock)
