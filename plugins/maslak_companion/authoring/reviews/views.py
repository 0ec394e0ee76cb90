"""The pages of a reviewer: one change with what differs, how a learner will see it, and the decision."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import check_now, current_account_id, find_language, make_preview, take_number
from maslak_companion.authoring.drafts import find_base_number, list_history, read_revision
from maslak_companion.authoring.editor_views import render_view
from maslak_companion.authoring.models import Overlay
from maslak_companion.authoring.reviews.differences import compare
from maslak_companion.authoring.reviews.services import Decision, decide, get_waiting, list_authors
from maslak_companion.authoring.titles.drafts import all_as_drafted, as_drafted
from maslak_companion.authoring.workspace import Workspace, open_workspace
from maslak_companion.classroom.desk import current_shelf
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.sessions import current_session

_LONGEST_COMMENT = 4_000


@blueprint.get("/reviews/<uuid:overlay>")
@requires_role("instructor")
def review_page(overlay: UUID) -> str:
    """Show what a colleague changed in a block."""
    return _render_review(get_waiting(current_session(), overlay))


@blueprint.get("/reviews/<uuid:overlay>/preview")
@requires_role("instructor")
def review_preview(overlay: UUID) -> str:
    """Show a change as a learner would see it."""
    row = get_waiting(current_session(), overlay)
    workspace, reads = _open(row), find_language(current_language())
    shown = render_view(make_preview(workspace, reads, {}), row.usage_key, "student_view")
    node = as_drafted(workspace, workspace.get_block(row.usage_key))
    return render_template("authoring/preview.html", node=node, reads=reads, shown=shown, review=row.id)


@blueprint.post("/reviews/<uuid:overlay>/decide")
@requires_role("instructor")
def decide_review(overlay: UUID) -> Response | tuple[str, int]:
    """Accept a change, or give it back with a comment."""
    session, accept = current_session(), request.form.get("verdict") == "accept"
    comment = request.form.get("comment", "").replace("\0", "").strip()
    row = get_waiting(session, overlay)
    if error := _find_fault(accept, comment):
        return _render_review(row, comment, error), 422
    decision = Decision(number=take_number("number"), accept=accept, comment=comment, reviewer_id=current_account_id(), at=now())
    decide(session, _open(row), overlay, decision)
    accepted = gettext("Accepted. It is part of the next release that the course’s instructor makes.")
    flash(accepted if accept else gettext("Given back with your comment."), "success")
    return redirect(url_for("authoring.courses_page"), 303)


def _find_fault(accept: bool, comment: str) -> str:
    if len(comment) > _LONGEST_COMMENT:
        return str(gettext("Write at most %(number)d characters.", number=_LONGEST_COMMENT))
    return "" if accept or comment else str(gettext("Say what should change, so that the author knows where to begin."))


def _render_review(row: Overlay, comment: str = "", error: str = "") -> str:
    session, workspace = current_session(), _open(row)
    before = read_revision(session, workspace, row.usage_key, find_base_number(workspace, row.usage_key))
    node = workspace.get_written(row.usage_key)
    return render_template(
        "authoring/review.html",
        review=row.id, node=as_drafted(workspace, node), base=workspace.base_id, number=row.number,
        parents=all_as_drafted(workspace, list(workspace.course.lineage(node))[1:3]),
        lines=list_history(session, workspace, row.usage_key), difference=compare(before, workspace.get_source(row.usage_key)),
        is_own=current_account_id() in list_authors(session, row), comment=comment, error=error,
        findings=check_now(workspace, row.usage_key),
    )  # fmt: skip


def _open(row: Overlay) -> Workspace:
    return open_workspace(current_session(), current_shelf(), row.course_key, None)
