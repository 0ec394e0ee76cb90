"""The passport page."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, url_for
from flask_babel import lazy_gettext

from maslak_companion.classroom.desk import current_learner_id, current_settings
from maslak_companion.classroom.errors import ResourceNotFoundError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.resources import list_room_files
from maslak_companion.passports.page import describe_passport
from maslak_companion.passports.registry_client import RegistryClient
from maslak_companion.passports.services import read_elsewhere
from maslak_companion.passports.silence import Silence
from maslak_companion.passports.words import decision_word
from maslak_web.access import public, signed_in
from maslak_web.clock import now
from maslak_web.keys import FileSigner, load_signer
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session

blueprint = Blueprint("passports", __name__, template_folder="templates")
_room_files = partial(list_room_files, Path(__file__).parent / "static")
# Tests put an httpx transport here; in life the registry is reached over the network.
TRANSPORT = "maslak_registry_transport"
# One for each process: threads that serve other pages learn from the first that waited in vain.
SILENCE = "maslak_registry_silence"

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
    elsewhere = read_elsewhere(session, learner_id, _make_client().fetch, at=now())
    passport = describe_passport(session, learner_id, read_framework(settings.courses), elsewhere, settings.institution)
    stylesheet = url_for("passports.room_file", version=_room_files()["passport.css"].version, name="passport.css")
    return render_template("passports/passport.html", passport=passport, stylesheet=stylesheet, decision_word=decision_word)


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


def _make_client() -> RegistryClient:
    settings = current_settings()
    return RegistryClient(
        registry_url=settings.registry_url,
        institution=settings.institution,
        signer=_load_sync_key(settings.keys / "sync.jwk"),
        clock=now,
        transport=current_app.extensions.get(TRANSPORT),
        silence=current_app.extensions[SILENCE],
    )


@cache
def _load_sync_key(path: Path) -> FileSigner:
    return load_signer(path)
