"""Where the pages of mark sheets stand."""

from __future__ import annotations

from flask import Blueprint

from maslak_companion.dossiers.marking.blueprint import blueprint as marking
from maslak_companion.room_files import lend_room_files

blueprint = Blueprint("mark_sheets", __name__, url_prefix="/to-mark/sheets", template_folder="templates")
lend_room_files(marking, blueprint)
