"""Where the pages of arrangements stand: beside the cohort, under its address."""

from __future__ import annotations

from flask import Blueprint

from maslak_companion.cohorts.views import blueprint as cohorts
from maslak_companion.room_files import lend_room_files

blueprint = Blueprint("arrangements", __name__, url_prefix="/cohorts/<offering>/arrangements", template_folder="templates")
lend_room_files(cohorts, blueprint)
