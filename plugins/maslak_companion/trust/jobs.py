"""The trust room in the worker: fetch the list of issuers every ten minutes, so that badges verify while the registry is away."""

from __future__ import annotations

import structlog
from huey import Huey, crontab
from huey.api import TaskWrapper

from maslak_companion.settings import Settings
from maslak_companion.trust.services import refresh_issuer_list
from maslak_domain.errors import DomainError
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.outgoing import make_client

_TIME_LIMIT_SECONDS = 5.0
_log = structlog.get_logger(__name__)


def register_jobs(queue: Huey, database: Database, settings: Settings) -> TaskWrapper:
    """Register ``refresh_issuers`` and return it, so that the worker can run it once at its start."""

    @queue.task(name="refresh_issuers")
    def refresh_issuers() -> None:
        with make_client(_TIME_LIMIT_SECONDS) as client:
            try:
                refresh_issuer_list(database, settings, system_clock(), client)
            except DomainError as error:
                _log.warning("issuer_list_not_refreshed", code=error.code, detail=error.detail)

    @queue.periodic_task(crontab(minute="*/10"), name="refresh_issuers_every_ten_minutes")
    def refresh_issuers_every_ten_minutes() -> None:
        refresh_issuers()

    return refresh_issuers
