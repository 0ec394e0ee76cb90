"""Where the pages of double marking stand."""

from __future__ import annotations

from flask import Blueprint

from maslak_companion.dossiers.marking.blueprint import blueprint as marking
from maslak_companion.room_files import lend_room_files

blueprint = Blueprint("double_marking", __name__, url_prefix="/to-mark/two", template_folder="templates")
lend_room_files(marking, blueprint)
