"""Where the page of a project's dates stands."""

from __future__ import annotations

from flask import Blueprint

from maslak_companion.dossiers.marking.blueprint import blueprint as marking
from maslak_companion.room_files import lend_room_files

blueprint = Blueprint("project_dates", __name__, url_prefix="/to-mark/dates", template_folder="templates")
lend_room_files(marking, blueprint)
