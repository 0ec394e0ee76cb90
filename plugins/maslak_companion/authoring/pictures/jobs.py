"""The pictures in the worker: every night, those that no text has come to use are taken away."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.authoring.pictures.services import sweep_pictures
from maslak_web.clock import system_clock
from maslak_web.database import Database

# Longer than anybody keeps an editor open without saving.
GRACE: Final = timedelta(days=30)
_log = structlog.get_logger(__name__)


def register_jobs(queue: Huey, database: Database) -> TaskWrapper:
    """Register ``sweep_pictures`` and return it, so that the worker can run it once at its start."""

    @queue.task(name="sweep_pictures")
    def sweep() -> None:
        with database.session() as session:
            number = sweep_pictures(session, system_clock() - GRACE)
        if number:
            _log.info("pictures_swept", number=number)

    @queue.periodic_task(crontab(hour="3", minute="20"), name="sweep_pictures_every_night")
    def sweep_every_night() -> None:
        sweep()

    return sweep
