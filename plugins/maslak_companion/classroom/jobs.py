"""The classroom in the worker: every minute, attempts whose time is over are ended for learners who are away."""

from __future__ import annotations

import structlog
from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.overdue import Proctor, end_overdue_attempts
from maslak_companion.settings import Settings
from maslak_web.clock import system_clock
from maslak_web.database import Database

_log = structlog.get_logger(__name__)


def register_jobs(queue: Huey, database: Database, settings: Settings) -> TaskWrapper:
    """Register ``end_attempts`` and return it, so that the worker can run it once at its start."""
    proctor = Proctor(database, settings, CourseShelf(settings.home / "releases"), system_clock)

    @queue.task(name="end_attempts")
    def end_attempts() -> None:
        number = end_overdue_attempts(proctor)
        if number:
            _log.info("attempts_ended", number=number)

    @queue.periodic_task(crontab(minute="*"), name="end_attempts_every_minute")
    def end_attempts_every_minute() -> None:
        end_attempts()

    return end_attempts
