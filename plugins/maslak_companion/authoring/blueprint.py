"""The blueprint of the authoring room, on which its views stand."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext

from maslak_companion.room_files import serve_room_files
from maslak_web.page_context import NavigationEntry, add_navigation

blueprint = Blueprint("authoring", __name__, url_prefix="/authoring", template_folder="templates")
serve_room_files(blueprint)


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    add_navigation(state.app, NavigationEntry("authoring.courses_page", lazy_gettext("Courses"), roles=("instructor",), order=40))  # type: ignore[arg-type]
