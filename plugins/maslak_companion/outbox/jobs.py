"""The outbox in the worker: a task that delivers, run after commits, after pauses, and every minute in case a wake was lost."""

from __future__ import annotations

from collections.abc import Callable

from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.outbox.delivery import Delivery
from maslak_companion.outbox.services import set_waker
from maslak_web.database import Database


def register_jobs(queue: Huey, database: Database, make_delivery: Callable[[], Delivery]) -> TaskWrapper:
    """Register ``deliver_outbox`` and let commits wake it.

    The web processes call this too, so that they can enqueue; ``make_delivery`` is only called where the task runs.
    """

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
