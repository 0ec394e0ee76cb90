"""The page of a course's releases: make one of what was accepted, and move the offering to it, or back."""

from __future__ import annotations

import shutil
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import (
    current_account_id,
    get_led_offering,
    load_release_signer,
    make_install_shelf,
    open_course,
)
from maslak_companion.authoring.editions.choosing import list_release_lines, move_offering
from maslak_companion.authoring.editions.making import EditionPlan, build_edition, install_edition, is_released, list_accepted
from maslak_companion.authoring.errors import DraftMovedError
from maslak_companion.authoring.pictures.services import list_used
from maslak_companion.authoring.titles.drafts import all_as_drafted
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.errors import InvalidPayloadError
from maslak_companion.offerings.facts import describe_offering
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.failpoints import failpoint
from maslak_web.sessions import current_session


@blueprint.get("/courses/<offering>/releases")
@requires_role("instructor")
def releases_page(offering: str) -> str:
    """Show what was accepted, the releases that there are, and on which of them the offering is."""
    session, led, plan = current_session(), get_led_offering(offering), _plan(offering)
    return render_template(
        "authoring/releases.html",
        offering=describe_offering(led),
        accepted=all_as_drafted(plan.workspace, (plan.workspace.course.nodes[key] for key in plan.accepted)),
        is_released=is_released(session, plan),
        lines=list_release_lines(session, led),
    )


@blueprint.post("/courses/<offering>/releases")
@requires_role("instructor")
def make_edition(offering: str) -> Response:
    """Make a release of everything that was accepted; no offering moves to it by itself."""
    session, signer = current_session(), load_release_signer()
    plan, shelf = _plan(offering), make_install_shelf(signer)
    pictures = list_used(session, plan.workspace.course_key, [each.source for each in plan.accepted.values()])
    # Packing and reading a course takes seconds: nobody else at the school waits for it.
    session.rollback()
    archive = build_edition(shelf, plan, pictures, signer=signer, institution=current_settings().institution)
    try:
        shelf.install(archive, plan.workspace.course_key)
        failpoint("before_commit")
        number = install_edition(session, shelf, _check_same(plan, _plan(offering)), archive)
    finally:
        shutil.rmtree(archive.parent, ignore_errors=True)
    flash(gettext("Your release %(number)d is ready. Your learners stay where they are until you move them.", number=number), "success")
    return redirect(url_for("authoring.releases_page", offering=offering), 303)


@blueprint.post("/courses/<offering>/move")
@requires_role("instructor")
def move(offering: str) -> Response:
    """Move the offering to a release; what its learners did stays theirs."""
    led = get_led_offering(offering)
    try:
        release_id = UUID(request.form.get("release", ""))
    except ValueError as error:
        raise InvalidPayloadError("release must be the id of a release", field="release") from error
    move_offering(current_session(), led, release_id)
    flash(gettext("Your learners are on this release now. What they did so far stays."), "success")
    return redirect(url_for("authoring.releases_page", offering=offering), 303)


def _plan(offering: str) -> EditionPlan:
    workspace = open_course(get_led_offering(offering))
    return EditionPlan(workspace, list_accepted(current_session(), workspace), current_account_id(), now())


def _check_same(built: EditionPlan, wanted: EditionPlan) -> EditionPlan:
    """Raise `DraftMovedError` when something was accepted or taken over while the release was being built."""
    if (built.accepted, built.workspace.base_id) != (wanted.accepted, wanted.workspace.base_id):
        raise DraftMovedError("a change was accepted while the release was being built; nothing was kept")
    return wanted
