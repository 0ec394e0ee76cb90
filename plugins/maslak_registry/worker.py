"""The worker process: applies what was appended, and keeps small tables small."""

from __future__ import annotations

from maslak_registry.keyring import load_keyring
from maslak_registry.records.apply import ApplyRules
from maslak_registry.records.jobs import apply_all, make_jobs
from maslak_registry.settings import Settings
from maslak_web.database import Database
from maslak_web.jobs import run_worker
from maslak_web.request_log import configure_logging


def make_rules(settings: Settings) -> ApplyRules:
    """Return the rules of applying under these settings."""
    return ApplyRules(matching_key=load_keyring(settings.keys).matching, hold_revocations=settings.hold_revocations)


def run(settings: Settings) -> None:
    """Apply what waited while nobody was there, then work until told to stop."""
    configure_logging()
    database = Database(settings.get_database_url())
    rules = make_rules(settings)
    apply_all(database, rules)
    run_worker(make_jobs(settings, database, rules))
