"""The pages of an author: their courses, the outline of one, and the history of a block."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import current_account_id, find_editor, get_led_offering, make_writing, open_course, take_number
from maslak_companion.authoring.drafts import bring_back, find_base_number, list_history, read_revision
from maslak_companion.authoring.editions.making import find_contents
from maslak_companion.authoring.outline import map_chapters
from maslak_companion.authoring.pictures.services import find_picture
from maslak_companion.authoring.reviews.differences import compare
from maslak_companion.authoring.reviews.services import WaitingLine, hand_in, list_waiting
from maslak_companion.authoring.titles.drafts import as_drafted
from maslak_companion.authoring.wording import name_blocks, name_language_states, name_origins, name_states
from maslak_companion.authoring.workspace import find_newer_release, open_workspace
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.desk import current_shelf
from maslak_companion.classroom.errors import ResourceNotFoundError
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.runtime.resources import content_type_of
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.services import list_led_offerings
from maslak_web.access import requires_role
from maslak_web.sessions import current_session


@blueprint.get("")
@requires_role("instructor")
def courses_page() -> str:
    """Show the courses that the instructor may change, and what waits for their reading."""
    session, account_id = current_session(), current_account_id()
    waiting = list_waiting(session, account_id)
    offerings = [describe_offering(each) for each in list_led_offerings(session, account_id)]
    return render_template("authoring/courses.html", offerings=offerings, waiting=waiting, nodes=_find_nodes(waiting))


@blueprint.get("/courses/<offering>")
@requires_role("instructor")
def course_page(offering: str) -> str:
    """Show the chapters of a course with what is going on in each, and one of them block by block."""
    session, led = current_session(), get_led_offering(offering)
    workspace = open_course(led)
    return render_template(
        "authoring/course.html",
        offering=describe_offering(led),
        chapters=map_chapters(workspace, request.args.get("chapter"), find_contents(session, led.release_id)),
        is_behind=find_newer_release(session, workspace) is not None,
        words=name_states(), kinds=name_blocks(), language_words=name_language_states(),
    )  # fmt: skip


@blueprint.get("/courses/<offering>/blocks/<usage>/history")
@requires_role("instructor")
def history_page(offering: str, usage: str) -> str:
    """Show every revision of a block, and what changed between two of them."""
    session, led = current_session(), get_led_offering(offering)
    workspace = open_course(led)
    node, newest = as_drafted(workspace, workspace.get_written(usage)), workspace.get_number(usage)
    base = min(find_base_number(workspace, usage), max(newest - 1, 0))
    before, after = (take_number(name) if name in request.args else usual for name, usual in (("from", base), ("to", newest)))
    texts = [read_revision(session, workspace, usage, number) for number in (before, after)]
    return render_template(
        "authoring/history.html",
        offering=describe_offering(led), node=node, base=workspace.base_id, newest=newest, before=before, after=after,
        lines=list_history(session, workspace, usage), difference=compare(*texts), origins=name_origins(),
        editor=find_editor(offering, node),
    )  # fmt: skip


@blueprint.post("/courses/<offering>/blocks/<usage>/bring-back")
@requires_role("instructor")
def bring_back_revision(offering: str, usage: str) -> BaseResponse:
    """Write an earlier revision anew: undo, or discard a draft."""
    workspace = open_course(get_led_offering(offering))
    node = workspace.get_written(usage)
    bring_back(current_session(), workspace, usage, take_number("number"), make_writing(take_number("opened")))
    flash(gettext("The text is back as it was. What stood there in between is in the history."), "success")
    return redirect(find_editor(offering, node), 303)


@blueprint.post("/courses/<offering>/blocks/<usage>/hand-in")
@requires_role("instructor")
def hand_in_draft(offering: str, usage: str) -> BaseResponse:
    """Ask a colleague to read a draft."""
    workspace = open_course(get_led_offering(offering))
    workspace.get_written(usage)
    hand_in(current_session(), workspace, usage, make_writing(take_number("opened")))
    flash(gettext("Handed in. Another instructor of your school reads it now."), "success")
    return redirect(url_for("authoring.course_page", offering=offering), 303)


@blueprint.get("/files/<uuid:release>/<path:name>")
@requires_role("instructor")
def course_file(release: str, name: str) -> Response:
    """Serve a static file of a course, or a picture that was added to it, to whoever writes or reviews it."""
    session = current_session()
    row = session.get(Release, release)
    body = (current_shelf().get(row.course_key, row.hash).static.get(name) or find_picture(session, row.course_key, name)) if row else None
    if body is None:
        raise ResourceNotFoundError("the course has no such file")
    response = Response(body, content_type=content_type_of(name))
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    # Opened on its own, a drawing from a course runs nothing and frames nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _find_nodes(waiting: list[WaitingLine]) -> dict[str, CourseNode]:
    """Return the blocks that wait, by usage key, for their titles; what its course no longer holds is left out."""
    session, shelf = current_session(), current_shelf()
    opened = {key: open_workspace(session, shelf, key, None) for key in {line.course_key for line in waiting}}
    return {
        line.usage_key: as_drafted(workspace, node)
        for line in waiting
        for workspace in (opened[line.course_key],)
        if (node := workspace.course.nodes.get(line.usage_key))
    }
