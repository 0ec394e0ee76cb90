"""The application object for gunicorn: settings come from the environment."""

from __future__ import annotations

import os

from maslak_registry.app import create_app
from maslak_registry.settings import Settings
from maslak_web.request_log import configure_logging
from maslak_web.settings import read_settings

configure_logging()
app = create_app(read_settings(Settings, os.environ))
