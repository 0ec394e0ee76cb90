"""The learner's pages, and the files that they need."""

from __future__ import annotations

import gzip
from functools import lru_cache, partial
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.desk import current_learner_id, current_shelf, make_reader, make_runtime, visit_course
from maslak_companion.classroom.errors import InvalidPayloadError, ResourceNotFoundError
from maslak_companion.classroom.granted import describe_blocks, describe_course
from maslak_companion.classroom.home import describe_home
from maslak_companion.classroom.outline import find_first_open, locate_page, map_course
from maslak_companion.classroom.rest_api import call_handler, keep_upload
from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime
from maslak_companion.classroom.runtime.rendering import render_steadily
from maslak_companion.classroom.runtime.resources import content_type_of, get_resource, list_room_files
from maslak_companion.classroom.services import (
    choose_content_language,
    find_place,
    list_completed_blocks,
    remember_place,
)
from maslak_companion.classroom.unit_page import describe_competencies
from maslak_companion.offerings.services import read_grants
from maslak_domain.language import LANGUAGES
from maslak_web.access import public, signed_in
from maslak_web.bearer import open_to_tokens
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session

_YEAR = "public, max-age=31536000, immutable"
blueprint = Blueprint("classroom", __name__, template_folder="templates")
_room_files = partial(list_room_files, Path(__file__).parent / "static")

blueprint.add_url_rule("/learn/<course>/blocks/<usage>/handler/<handler>", view_func=call_handler, methods=["GET", "POST"])
blueprint.add_url_rule("/learn/<course>/blocks/<usage>/handler/<handler>/<path:suffix>", view_func=call_handler, methods=["GET", "POST"])
blueprint.url_value_preprocessor(keep_upload)
blueprint.record_once(
    lambda state: add_navigation(
        state.app,  # type: ignore[arg-type]
        NavigationEntry("classroom.home", lazy_gettext("Today"), roles=("student",), order=10),
    )
)


@blueprint.app_template_global()
def room_url(name: str) -> str:
    """Return the address of a stylesheet or script of the classroom."""
    return url_for("classroom.room_file", version=_room_files()[name].version, name=name)


@blueprint.get("/")
@signed_in
def home() -> BaseResponse | str:
    """Show the learner what to do now; send everybody else to where they work."""
    if "student" not in get_current_account().roles:
        return redirect(url_for("sign_in.start"), 303)
    return render_template("classroom/home.html", home=describe_home(current_session(), current_shelf(), current_learner_id()))


@blueprint.get("/learn/<course>")
@signed_in
def outline(course: str) -> str:
    """Show the chapters and units of a course with what is done."""
    visit, session = visit_course(course), current_session()
    completed = list_completed_blocks(session, [visit.learner_id], course)[visit.learner_id]
    grants = read_grants(session, visit.learner_id, visit.offering)
    course_map = map_course(visit, completed, grants)
    place = find_place(session, visit.learner_id, course)
    first, granted = find_first_open(course_map), describe_course(grants)
    return render_template("classroom/outline.html", course=course_map, place=place, first=first, granted=granted)


@blueprint.get("/learn/<course>/<unit>")
@blueprint.get("/learn/<course>/<unit>/<page>")
@signed_in
def unit_page(course: str, unit: str, page: str | None = None) -> str:
    """Show a page of a unit, and remember it as the learner's place."""
    visit, session = visit_course(course), current_session()
    position = locate_page(visit, visit.get_unit(unit), page)
    blocks, reader = list(visit.course.blocks_under(position.page)), make_reader()

    def open_runtime() -> ClassroomRuntime:
        # Writing comes first: on SQLite it takes the write lock that the blocks' savepoints stand on.
        remember_place(session, visit.learner_id, course, unit=unit, page=position.page.url_name, at=visit.at)
        return make_runtime(visit, reader)

    rendered = render_steadily(session, open_runtime, blocks)
    completed = list_completed_blocks(session, [visit.learner_id], course)[visit.learner_id]
    grants = read_grants(session, visit.learner_id, visit.offering)
    return render_template(
        "classroom/unit.html",
        course=map_course(visit, completed, grants),
        granted=describe_blocks(visit.course, blocks, grants),
        position=position,
        rendered=rendered,
        competencies=describe_competencies(session, visit, blocks),
        content_language=rendered.content_language or reader.language,
    )


@blueprint.post("/learn/<course>/<unit>/<page>/language")
@signed_in
def choose_language(course: str, unit: str, page: str) -> BaseResponse:
    """Change the language in which the learner reads, and show the page again; a script does the same without leaving it."""
    visit = visit_course(course)
    position = locate_page(visit, visit.get_unit(unit), page)
    language = next((each for each in LANGUAGES if each == request.form.get("language")), None)
    if language is None:
        raise InvalidPayloadError("language must be ar, fr or en", field="language")
    choose_content_language(current_session(), visit.learner_id, language)
    return redirect(url_for("classroom.unit_page", course=course, unit=unit, page=position.page.url_name), 303)


@blueprint.get("/learn/-/resources/<block_type>/<version>/<path:uri>")
@public("stylesheets and scripts of blocks are the same for everybody")
def block_resource(block_type: str, version: str, uri: str) -> Response:
    """Serve a file that a block's package lists."""
    found = get_resource(block_type, uri)
    return _serve(found.body, found.content_type, _YEAR if version == found.version else "no-cache")


@blueprint.get("/learn/-/room/<version>/<name>")
@public("the classroom's stylesheet and script are the same for everybody")
def room_file(version: str, name: str) -> Response:
    """Serve a stylesheet or script of the classroom."""
    found = _room_files().get(name)
    if found is None:
        raise ResourceNotFoundError("the classroom serves no such file")
    return _serve(found.body, found.content_type, _YEAR if version == found.version else "no-cache")


@blueprint.get("/learn/<course>/files/<version>/<path:name>")
@signed_in
@open_to_tokens
def course_file(course: str, version: str, name: str) -> Response:
    """Serve a static file of the learner's release of the course."""
    response = _serve(visit_course(course).get_file(name), content_type_of(name), "private, max-age=31536000, immutable")
    # Opened on its own, a drawing from a course runs nothing and frames nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _serve(body: bytes, content_type: str, caching: str) -> Response:
    # Text shrinks to a third, which a reader on a slow line feels; pictures and fonts are compressed already.
    compresses = content_type.partition(";")[0].endswith(("css", "javascript", "svg+xml", "json"))
    accepted = compresses and request.accept_encodings.quality("gzip") > 0
    response = Response(_compress(body) if accepted else body, content_type=content_type)
    if accepted:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = caching
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@lru_cache(maxsize=256)
def _compress(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
