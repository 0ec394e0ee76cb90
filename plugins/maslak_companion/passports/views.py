"""The passport page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.classroom.desk import current_learner_id, current_settings
from maslak_companion.classroom.errors import ResourceNotFoundError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.runtime.resources import list_room_files
from maslak_companion.passports.desk import SILENCE, make_client
from maslak_companion.passports.page import describe_passport, read_holdings
from maslak_companion.passports.services import hide_item, read_elsewhere, read_kept, show_item
from maslak_companion.passports.silence import Silence
from maslak_companion.passports.words import decision_word
from maslak_web.access import public, signed_in
from maslak_web.clock import now
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session

blueprint = Blueprint("passports", __name__, template_folder="templates")
_room_files = partial(list_room_files, Path(__file__).parent / "static")

blueprint.record_once(
    lambda state: add_navigation(
        state.app,  # type: ignore[arg-type]
        NavigationEntry("passports.show", lazy_gettext("My passport"), roles=("student",), order=20),
    )
)

blueprint.record_once(lambda state: state.app.extensions.setdefault(SILENCE, Silence()))


@blueprint.get("/passport")
@signed_in
def show() -> str:
    """Show what the signed-in learner earned, here and elsewhere."""
    session, settings, learner_id = current_session(), current_settings(), current_learner_id()
    elsewhere = read_elsewhere(session, learner_id, make_client().fetch, at=now())
    passport = describe_passport(session, learner_id, read_framework(settings.courses), elsewhere, settings.institution)
    stylesheet = url_for("passports.room_file", version=_room_files()["passport.css"].version, name="passport.css")
    return render_template("passports/passport.html", passport=passport, stylesheet=stylesheet, decision_word=decision_word)


@blueprint.post("/passport/hidden")
@signed_in
def hide() -> BaseResponse:
    """Hide an entry that is not this learner's, or show it again, and show the passport."""
    session, settings, learner_id = current_session(), current_settings(), current_learner_id()
    kept = read_kept(session, learner_id, at=now())
    known = read_holdings(session, learner_id, read_framework(settings.courses), kept, settings.institution).items
    item = request.form.get("item", "")
    if request.form.get("act") == "show":
        show_item(session, learner_id, item, known=known)
    else:
        hide_item(session, learner_id, item, known=known, at=now())
    return redirect(url_for("passports.show"), 303)


@blueprint.get("/passport/-/<version>/<name>")
@public("the passport's stylesheet is the same for everybody")
def room_file(version: str, name: str) -> Response:
    """Serve the passport's stylesheet."""
    found = _room_files().get(name)
    if found is None:
        raise ResourceNotFoundError("the passport serves no such file")
    response = Response(found.body, content_type=found.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if version == found.version else "no-cache"
    return response
