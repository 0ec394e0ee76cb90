"""The page on which a school's edition meets a newer release of the authors."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import get_led_offering, make_writing, open_course, take_number
from maslak_companion.authoring.editions.upstream import Move, describe_move, move_edition
from maslak_companion.authoring.errors import DraftMovedError, ReleaseNotFoundError
from maslak_companion.authoring.workspace import Workspace, find_newer_release, open_on
from maslak_companion.classroom.desk import current_shelf
from maslak_companion.offerings.facts import describe_offering
from maslak_web.access import requires_role
from maslak_web.sessions import current_session

_CHOICES = frozenset(("ours", "theirs"))


@blueprint.get("/courses/<offering>/upstream")
@requires_role("instructor")
def upstream_page(offering: str) -> str:
    """Show what the authors changed in the blocks that the school changed too."""
    now, following = _open_both(offering)
    return _render(offering, now, following, None)


@blueprint.post("/courses/<offering>/upstream")
@requires_role("instructor")
def move_to_newer(offering: str) -> Response | tuple[str, int]:
    """Base the school's edition on the authors' newest release, block by block as chosen."""
    now, following = _open_both(offering)
    move = describe_move(now, following)
    choices = {each.node.usage_key: request.form.get(f"choice-{each.node.usage_key}", "") for each in move.meetings}
    if not _CHOICES.issuperset(choices.values()):
        return _render(offering, now, following, choices), 422
    _check_unmoved(now, move)
    taken = [key for key, choice in choices.items() if choice == "theirs"]
    move_edition(current_session(), now, following, taken, make_writing(0))
    flash(gettext("Your edition stands on the authors’ newest release. Your learners stay where they are until you move them."), "success")
    return redirect(url_for("authoring.course_page", offering=offering), 303)


def _render(offering: str, now: Workspace, following: Workspace, choices: dict[str, str] | None) -> str:
    numbers = {key: overlay.number for key, overlay in now.overlays.items()}
    missing = [key for key, choice in choices.items() if choice not in _CHOICES] if choices else []
    led = describe_offering(get_led_offering(offering))
    return render_template(
        "authoring/upstream.html",
        offering=led, move=describe_move(now, following), base=following.base_id, numbers=numbers, choices=choices or {}, missing=missing,
    )  # fmt: skip


def _open_both(offering: str) -> tuple[Workspace, Workspace]:
    now = open_course(get_led_offering(offering))
    newest = find_newer_release(current_session(), now)
    if newest is None:
        raise ReleaseNotFoundError("the edition stands on the newest release already")
    return now, open_on(current_session(), current_shelf(), newest)


def _check_unmoved(now: Workspace, move: Move) -> None:
    """Nobody chooses against a text that they have not seen."""
    for meeting in move.meetings:
        usage_key = meeting.node.usage_key
        if take_number(f"opened-{usage_key}") != now.get_number(usage_key):
            raise DraftMovedError("somebody saved this block meanwhile", number=now.get_number(usage_key))
