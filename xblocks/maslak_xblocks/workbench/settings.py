"""Settings of the development workbench: xblock-sdk's own, with our host, languages, page and nothing else installed.

The database goes where ``MASLAK_WORKBENCH_HOME`` says; xblock-sdk would write beside the current directory.
"""

from __future__ import annotations

import os
from pathlib import Path

from workbench.settings import *  # noqa: F403  a settings module is a flat namespace by Django's rule
from workbench.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES, WORKBENCH

HOME = Path(os.environ.get("MASLAK_WORKBENCH_HOME", "var/workbench")).absolute()
HOME.mkdir(parents=True, exist_ok=True)

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(HOME / "workbench.db")}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
ROOT_URLCONF = "maslak_xblocks.workbench.urls"
LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("en", "English")]
LANGUAGE_CODE = "ar"
TIME_ZONE = "Africa/Casablanca"
# Our blocks do not use the file-system service, which would write beside the current directory.
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "djpyfs"]

# There is nothing here to protect, and the forms that blocks show where no script runs carry a token of their host, not of Django.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "django.middleware.csrf.CsrfViewMiddleware"]
# Sessions come before the locale, which comes before everything that speaks.
_SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
_POSITION = MIDDLEWARE.index(_SESSIONS) + 1
MIDDLEWARE = [
    "maslak_xblocks.workbench.turns.take_turns",
    "maslak_xblocks.workbench.uploads.keep_body",
    "maslak_xblocks.workbench.clock.set_clock",
    *MIDDLEWARE[:_POSITION],
    "django.middleware.locale.LocaleMiddleware",
    *MIDDLEWARE[_POSITION:],
]
# A photo from a phone beside the fields of its form; Django's own limit is smaller.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024

TEMPLATES[0]["DIRS"].insert(0, str(Path(__file__).parent / "templates"))
WORKBENCH = {**WORKBENCH, "services": {"maslak_host": "maslak_xblocks.workbench.host.WorkbenchHost"}}
EXCLUDED_XBLOCKS: set[str] = set()
