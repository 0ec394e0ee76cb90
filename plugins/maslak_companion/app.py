"""Putting the companion together."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask

from maslak_companion.settings import Settings
from maslak_companion.worker import make_jobs
from maslak_web.app_frame import make_frame
from maslak_web.clock import Clock, system_clock
from maslak_web.database import Database
from maslak_web.i18n import find_translation_directories
from maslak_web.page_context import set_service_name

# Accounts first: the other rooms' pages lead strangers to the sign-in page.
FEATURES = ("accounts", "people", "classroom", "passports", "badges", "results", "cohorts")


def create_app(settings: Settings, *, database: Database | None = None, clock: Clock = system_clock) -> Flask:
    """Return the companion's web application; a test may hand in its database and its clock."""
    database = database or Database(settings.database)
    names = [f"maslak_companion.{feature}.views" for feature in FEATURES]
    app = make_frame(
        "maslak_companion",
        settings,
        database,
        features=[import_module(name).blueprint for name in names if find_spec(name)],
        translations=find_translation_directories(Path(__file__).parent),
        clock=clock,
    )
    set_service_name(app, settings.institution_names)
    # The web process runs no job; it registers them so that a commit wakes the worker.
    make_jobs(settings, database)
    return app
