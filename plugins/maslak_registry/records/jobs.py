"""Apply in the background: the queue only wakes the job, which finds in the database what there is to do."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from huey import Huey, crontab

from maslak_registry.inbox.requests import prune_nonces
from maslak_registry.institutions import services as institutions
from maslak_registry.records.apply import ApplyRules, ApplySummary, apply_next
from maslak_registry.settings import Settings
from maslak_web.clock import Clock, system_clock
from maslak_web.database import Database
from maslak_web.jobs import make_queue

TASK = "apply_ledger"
log = structlog.get_logger(__name__)


def apply_institution(database: Database, key: str, rules: ApplyRules, clock: Clock = system_clock) -> ApplySummary:
    """Apply everything that waits for one institution, step by step, each step in its own transaction."""
    total = ApplySummary()
    while True:
        with database.session() as session:
            done = apply_next(session, institutions.get_institution(session, key), rules, clock())
        total.applied += done.applied
        total.quarantined += done.quarantined
        total.held += done.held
        if not done.total:
            return total


def apply_all(database: Database, rules: ApplyRules, clock: Clock = system_clock) -> dict[str, ApplySummary]:
    """Apply everything that waits; trouble with one institution never stops the others."""
    with database.session(reading=True) as session:
        keys = [each.key for each in institutions.list_institutions(session)]
    found: dict[str, ApplySummary] = {}
    for key in keys:
        try:
            found[key] = apply_institution(database, key, rules, clock)
        except Exception:
            # Whatever it is, only this institution waits until the next run.
            log.exception("apply_failed", institution=key)
    return found


def make_jobs(settings: Settings, database: Database, rules: ApplyRules) -> Huey:
    """Return the queue with the registry's tasks on it, for the worker."""
    queue = make_queue(settings.home, "registry")

    def apply_ledger(key: str) -> None:
        apply_institution(database, key, rules)

    def apply_waiting() -> None:
        apply_all(database, rules)

    def forget_nonces() -> None:
        with database.session() as session:
            prune_nonces(session, system_clock())

    queue.task(name=TASK, retries=5, retry_delay=2)(apply_ledger)
    # Whoever committed and died before it could wake anybody is found within a minute.
    queue.periodic_task(crontab(minute="*"), name="apply_waiting")(apply_waiting)
    queue.periodic_task(crontab(minute="*/5"), name="forget_nonces")(forget_nonces)
    return queue


def make_wake(settings: Settings) -> Callable[[str], None]:
    """Return what a web process calls after a commit to wake the worker; its queue is opened at the first call."""
    tasks: list[Callable[[str], object]] = []

    def wake(key: str) -> None:
        if not tasks:

            def apply_ledger(key: str) -> None:
                raise RuntimeError("only the worker applies")

            tasks.append(make_queue(settings.home, "registry").task(name=TASK)(apply_ledger))
        tasks[0](key)

    return wake
