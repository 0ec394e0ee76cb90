"""The badges room in the worker: sign after every award, and every minute in case a wake was lost."""

from __future__ import annotations

from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.badges.issuing import Workshop, issue_pending
from maslak_companion.badges.services import set_waker
from maslak_companion.settings import Settings
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.keys import load_signer

KEY_FILE = "credentials.jwk"


def register_jobs(queue: Huey, database: Database, settings: Settings) -> TaskWrapper:
    """Register ``issue_badges`` and let commits wake it.

    The web processes call this too, so that they can enqueue; the key is only read where the task runs.
    """

    @queue.task(name="issue_badges")
    def issue_badges() -> None:
        issue_pending(Workshop(database, settings, load_signer(settings.keys / KEY_FILE), system_clock))

    @queue.periodic_task(crontab(minute="*"), name="issue_badges_every_minute")
    def issue_badges_every_minute() -> None:
        issue_badges()

    set_waker(database.engine.url, issue_badges)
    return issue_badges
