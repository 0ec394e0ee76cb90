"""The application object for gunicorn: settings come from the environment."""

from __future__ import annotations

import os

from maslak_companion.app import create_app
from maslak_companion.settings import Settings
from maslak_web.settings import read_settings

app = create_app(read_settings(Settings, os.environ))
