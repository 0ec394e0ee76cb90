"""The companion's worker: one process that runs the background jobs of every room.

The queue only wakes the jobs; what there is to do stands in the database, so a lost or doubled message does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from huey import Huey
from huey.api import TaskWrapper

import maslak_companion.tables  # noqa: F401 - rows of one room refer to those of rooms that no job here imports
from maslak_companion.authoring.pictures import jobs as picture_jobs
from maslak_companion.badges import jobs as badge_jobs
from maslak_companion.classroom import jobs as classroom_jobs
from maslak_companion.outbox import jobs as outbox_jobs
from maslak_companion.outbox.delivery import Delivery
from maslak_companion.outbox.registry_client import Registry
from maslak_companion.settings import Settings
from maslak_companion.trust import jobs as trust_jobs
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.jobs import make_queue, run_worker
from maslak_web.keys import load_public_key, load_signer
from maslak_web.request_log import configure_logging


@dataclass(frozen=True)
class Jobs:
    """The queue, and the tasks that a worker runs once at its start."""

    queue: Huey
    at_start: tuple[TaskWrapper, ...]


def make_jobs(settings: Settings, database: Database) -> Jobs:
    """Return the queue with the jobs of every room; web processes make it too, so that a commit can wake the worker.

    Keys are read only where a job runs: a web process holds none.
    """
    queue = make_queue(settings.home, "companion")
    deliver = outbox_jobs.register_jobs(queue, database, lambda: make_delivery(settings, database))
    issue = badge_jobs.register_jobs(queue, database, settings)
    refresh = trust_jobs.register_jobs(queue, database, settings)
    sweep = picture_jobs.register_jobs(queue, database)
    end = classroom_jobs.register_jobs(queue, database, settings)
    return Jobs(queue, (refresh, issue, deliver, sweep, end))


def make_delivery(settings: Settings, database: Database) -> Delivery:
    """Return what carries the outbox to the registry, with the institution's key in hand."""
    _key_id, registry_key = load_public_key(settings.registry_key)
    signer = load_signer(settings.keys / "sync.jwk")
    return Delivery(database, Registry(settings.registry_url, registry_key, settings.institution, signer), system_clock)


def run(settings: Settings) -> None:
    """Wake every job once, for whatever waited while nobody was there, then work until told to stop."""
    configure_logging()
    jobs = make_jobs(settings, Database(settings.database))
    for task in jobs.at_start:
        task()
    run_worker(jobs.queue, workers=2)
