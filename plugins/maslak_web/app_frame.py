"""The frame every Maslak service stands in: what must be the same everywhere, put together in the one right order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Flask, Response, jsonify, request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

from maslak_domain.errors import UnavailableError
from maslak_web.access import find_rule, init_access, public
from maslak_web.assets import init_assets
from maslak_web.bearer import find_token
from maslak_web.clock import Clock, now, system_clock
from maslak_web.database import Database
from maslak_web.i18n import init_i18n
from maslak_web.keys import load_secret
from maslak_web.page_context import init_page_context
from maslak_web.problems import init_problems
from maslak_web.request_log import init_request_log
from maslak_web.security_headers import init_security_headers
from maslak_web.session_cookie import SessionCookie
from maslak_web.sessions import current_database, init_sessions

Feature = Blueprint | Callable[[Flask], object]
MAX_REQUEST_BYTES = 2 * 1024 * 1024


class FrameSettings(Protocol):
    """What the frame reads of a service's settings."""

    @property
    def home(self) -> Path:
        """The directory of this service: databases, keys, queue."""

    @property
    def public_base_url(self) -> str:
        """The address under which people reach the service, without a trailing slash."""


def make_frame(
    import_name: str,
    settings: FrameSettings,
    database: Database,
    *,
    features: Sequence[Feature] = (),
    translations: Sequence[Path] = (),
    secret: bytes | None = None,
    clock: Clock = system_clock,
    max_request_bytes: int = MAX_REQUEST_BYTES,
    trusted_proxies: int = 0,
) -> Flask:
    """Return the Flask application of a service, with `features` (blueprints, or functions that take the application) in it.

    `secret` signs the session cookie and defaults to the file that ``settings.secret`` names, else ``<home>/keys/session.key``.
    Settings with ``secure_cookies = False`` are for plain HTTP on loopback only. `trusted_proxies` is the number of reverse proxies in
    front: only what that many of them say about the caller's address is believed.
    """
    app = Flask(import_name, static_folder=None)
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=trusted_proxies)  # type: ignore[method-assign]
    app.config.update(_make_config(settings, secret, max_request_bytes))
    app.session_interface = SessionCookie()
    app.extensions["maslak_settings"] = settings
    app.extensions["clock"] = clock
    # The log comes first, so that it also times what the others refuse. Answers pass the list in reverse: the session commits
    # before the log line is written, and headers are put on whatever the commit leaves as the answer.
    init_request_log(app)
    init_security_headers(app)
    init_sessions(app, database)
    init_problems(app)
    _init_login(app)
    init_i18n(app, translations)
    # Access before CSRF: a stranger learns nothing about the forms of a page that is closed to them.
    init_access(app)
    _init_csrf(app)
    init_assets(app)
    init_page_context(app)
    app.register_blueprint(_make_health_blueprint())
    for feature in features:
        if isinstance(feature, Blueprint):
            app.register_blueprint(feature)
        else:
            feature(app)
    return app


def _make_config(settings: FrameSettings, secret: bytes | None, max_request_bytes: int) -> dict[str, object]:
    # A demonstration signs https addresses but is served over plain HTTP on loopback: its settings say so.
    secure = getattr(settings, "secure_cookies", True) and settings.public_base_url.startswith("https://")
    secret_path = getattr(settings, "secret", None) or settings.home / "keys" / "session.key"
    return {
        "SECRET_KEY": secret or load_secret(secret_path),
        "MAX_CONTENT_LENGTH": max_request_bytes,
        "MAX_FORM_MEMORY_SIZE": max_request_bytes,
        # Two services on one host name (the demo) would overwrite each other's cookie, for cookies know no ports.
        "SESSION_COOKIE_NAME": f"maslak_{getattr(settings, 'institution', settings.home.name)}",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        # The check runs in this frame after the access rules, which know the views that machines call.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "WTF_CSRF_HEADERS": ["X-CSRFToken"],
        "WTF_CSRF_SSL_STRICT": False,
    }


def _init_login(app: Flask) -> None:
    manager = LoginManager(app)
    app.extensions["maslak_login"] = manager
    # Phones change their address on the way to school; the session's own secret and the epoch protect it instead.
    manager.session_protection = None
    # Without accounts (a service that only machines call) nobody is ever signed in.
    manager.user_loader(lambda _user_id: None)


def _init_csrf(app: Flask) -> None:
    csrf = CSRFProtect(app)

    @app.before_request
    def check_csrf() -> None:
        rule = find_rule(app, request.endpoint)
        if rule is not None and rule.kind != "machine" and find_token() is None:
            csrf.protect()


def _make_health_blueprint() -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    @public("a supervisor asks whether the process answers; the answer holds nothing else")
    def healthz() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    @public("a load balancer asks whether the service can work; the answer holds nothing else")
    def readyz() -> Response:
        try:
            with current_database().session(reading=True) as session:
                session.execute(text("SELECT 1"))
        except Exception as error:
            raise UnavailableError("the database does not answer") from error
        return jsonify(status="ready", at=now().isoformat())

    return blueprint
