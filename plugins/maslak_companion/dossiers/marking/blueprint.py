"""Where the pages of marking stand, and their place in the navigation with the number of what waits."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask_babel import LazyString, gettext

from maslak_companion.accounts.services import get_current_account
from maslak_companion.dossiers.marking.access import ROLES
from maslak_companion.dossiers.marking.queue import count_to_mark
from maslak_companion.room_files import serve_room_files
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session, is_session_abandoned

blueprint = Blueprint("marking", __name__, url_prefix="/to-mark", template_folder="templates")
serve_room_files(blueprint)


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    add_navigation(state.app, NavigationEntry("marking.queue_page", LazyString(_say_how_many), roles=ROLES, order=25))  # type: ignore[arg-type]


def _say_how_many() -> str:
    """Return the entry's words. The page of a request that failed does without the database, and so without the number."""
    waiting = 0 if is_session_abandoned() else count_to_mark(current_session(), get_current_account())
    return str(gettext("To mark (%(count)d)", count=waiting) if waiting else gettext("To mark"))
