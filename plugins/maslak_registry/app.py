"""Putting the registry together."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import lazy_gettext

from maslak_domain.language import LocalizedText
from maslak_domain.sync import MAX_BATCH_BYTES
from maslak_registry.access import rest_api as access_api
from maslak_registry.access.models import AccountRow, LoginAttemptRow
from maslak_registry.access.token_server import init_token_server
from maslak_registry.exports import views as export_views
from maslak_registry.health import views as health_views
from maslak_registry.inbox import rest_api as inbox_api
from maslak_registry.institutions import rest_api as institutions_api
from maslak_registry.keyring import Keyring, init_keyring, load_keyring
from maslak_registry.passports import rest_api as passports_api
from maslak_registry.records import rest_api as records_api
from maslak_registry.records import views as record_views
from maslak_registry.records.jobs import make_wake
from maslak_registry.settings import Settings
from maslak_web.app_frame import make_frame
from maslak_web.clock import Clock, system_clock
from maslak_web.database import Database
from maslak_web.i18n import find_translation_directories
from maslak_web.page_context import NavigationEntry, add_navigation, set_service_name
from maslak_web.sign_in import make_sign_in_blueprint

NAME: LocalizedText = {"ar": "السجل الوطني للكفايات", "fr": "Registre national des compétences", "en": "National registry of competencies"}


def create_app(
    settings: Settings, *, database: Database | None = None, keyring: Keyring | None = None, clock: Clock = system_clock
) -> Flask:
    """Return the registry's web application; a test may hand in its database, keys and clock."""
    app = make_frame(
        "maslak_registry",
        settings,
        database or Database(settings.get_database_url()),
        features=[
            make_sign_in_blueprint(
                AccountRow,
                LoginAttemptRow,
                home="records.list_records",
                lead=lazy_gettext("The results and badges of all institutions, for registrars’ offices."),
                forgotten=lazy_gettext("Forgotten your password? The operator of the registry gives you a new one."),
            ),
            # What machines call.
            inbox_api.blueprint,
            institutions_api.blueprint,
            passports_api.blueprint,
            access_api.blueprint,
            records_api.blueprint,
            init_token_server,
            # What people open.
            record_views.blueprint,
            export_views.blueprint,
            health_views.blueprint,
        ],
        translations=find_translation_directories(Path(__file__).parent),
        clock=clock,
        trusted_proxies=settings.trusted_proxies,
        # A batch that is a little too large must reach the view that says so in the protocol's words.
        max_request_bytes=MAX_BATCH_BYTES + 64 * 1024,
    )
    init_keyring(app, keyring or load_keyring(settings.keys))
    app.extensions["maslak_wake"] = make_wake(settings)
    set_service_name(app, NAME)
    add_navigation(
        app,
        NavigationEntry("records.list_records", lazy_gettext("Records"), roles=("registrar", "national"), order=10),
        NavigationEntry("records.list_changes", lazy_gettext("What changed"), roles=("registrar", "national"), order=20),
        NavigationEntry("registry_health.show", lazy_gettext("Health"), roles=("registrar", "national"), order=30),
    )
    return app
