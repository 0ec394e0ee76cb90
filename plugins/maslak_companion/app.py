"""Putting the companion together."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from maslak_companion.accounts.views import blueprint as accounts
from maslak_companion.accounts.views import own_pages
from maslak_companion.authoring.views import blueprint as authoring
from maslak_companion.badges.views import blueprint as badges
from maslak_companion.classroom.client.api import blueprint as clients
from maslak_companion.classroom.views import blueprint as classroom
from maslak_companion.cohorts.arrangements.views import blueprint as arrangements
from maslak_companion.cohorts.views import blueprint as cohorts
from maslak_companion.devices.rest_api import blueprint as devices_api
from maslak_companion.devices.views import blueprint as devices
from maslak_companion.dossiers.views import BLUEPRINTS as DOSSIERS
from maslak_companion.follow_ups.views import blueprint as follow_ups
from maslak_companion.papers.views import blueprint as papers
from maslak_companion.passports.views import blueprint as passports
from maslak_companion.people.views import blueprint as people
from maslak_companion.placements.contract_views import blueprint as contracts
from maslak_companion.placements.views import blueprint as placements
from maslak_companion.results.views import blueprint as results
from maslak_companion.settings import Settings
from maslak_companion.sign_offs.staff_views import blueprint as sign_offs
from maslak_companion.sign_offs.views import blueprint as tutor_pages
from maslak_companion.worker import make_jobs
from maslak_web.app_frame import make_frame
from maslak_web.clock import Clock, system_clock
from maslak_web.database import Database
from maslak_web.i18n import find_translation_directories
from maslak_web.page_context import set_service_name


def create_app(settings: Settings, *, database: Database | None = None, clock: Clock = system_clock) -> Flask:
    """Return the companion's web application; a test may hand in its database and its clock."""
    database = database or Database(settings.database)
    app = make_frame(
        "maslak_companion",
        settings,
        database,
        # Accounts first: the other rooms' pages lead strangers to the sign-in page.
        features=[
            accounts,
            own_pages,
            people,
            classroom,
            passports,
            badges,
            results,
            cohorts,
            arrangements,
            *DOSSIERS,
            placements,
            contracts,
            sign_offs,
            tutor_pages,
            papers,
            follow_ups,
            clients,
            devices,
            devices_api,
            authoring,
        ],  # fmt: skip
        translations=find_translation_directories(Path(__file__).parent),
        clock=clock,
        trusted_proxies=settings.trusted_proxies,
    )
    set_service_name(app, settings.institution_names)
    # The web process runs no job; it registers them so that a commit wakes the worker.
    make_jobs(settings, database)
    return app
