"""The staff's forms on hours, visits and the defence of a placement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import list_account_names, record_access
from maslak_companion.follow_ups import wording
from maslak_companion.follow_ups.attendance import find_hours, record_hours
from maslak_companion.follow_ups.defences import find_defence, record_defence
from maslak_companion.follow_ups.forms import read_defence, read_hours, read_version, read_visit
from maslak_companion.follow_ups.visits import cancel_visit, change_visit, get_visit, plan_visit
from maslak_companion.people.services import get_learner
from maslak_companion.placements.contract_views import refuse
from maslak_companion.placements.desk import current_actor, get_own_placement
from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.models import Placement
from maslak_companion.placements.periods import get_period
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language, format_number
from maslak_web.sessions import current_session

blueprint = Blueprint("follow_ups", __name__, url_prefix="/follow-ups", template_folder="templates")
_STAFF = ("registrar", "instructor")
_HOURS = "/<uuid:placement_id>/periods/<uuid:period_id>/hours"
_VISITS = "/<uuid:placement_id>/visits"
_DEFENCE = "/<uuid:placement_id>/defence"


@blueprint.get(_HOURS)
@requires_role(*_STAFF)
def hours_form(placement_id: UUID, period_id: UUID) -> str:
    """Show the hours of a period, to be noted or corrected."""
    row = get_own_placement(placement_id)
    found = find_hours(current_session(), get_period(current_session(), placement_id, period_id).id)
    names = ("planned", "present", "excused", "unexcused")
    typed = {name: format_number(getattr(found, name).normalize()) for name in names} | {"version": found.version} if found else {}
    return _render_hours(row, period_id, typed, {})


@blueprint.post(_HOURS)
@requires_role(*_STAFF)
def note_hours(placement_id: UUID, period_id: UUID) -> BaseResponse:
    """Note the hours of a period."""
    row, version = get_own_placement(placement_id), read_version(request.form)

    def note() -> None:
        hours = read_hours(request.form, current_language())
        record_hours(current_session(), placement_id, period_id, hours, current_actor(), version=version)

    return _save(placement_id, note, lambda typed, errors, message="": _render_hours(row, period_id, typed, errors, message))


@blueprint.get(f"{_VISITS}/new")
@requires_role(*_STAFF)
def new_visit(placement_id: UUID) -> str:
    """Show the form of a visit; the academic tutor is proposed."""
    row = get_own_placement(placement_id)
    names = list_account_names(current_session(), [row.academic_tutor_id])
    return _render_visit(row, {"mode": "company", "visitor": names.get(row.academic_tutor_id, "")}, {})


@blueprint.post(f"{_VISITS}/new")
@requires_role(*_STAFF)
def add_visit(placement_id: UUID) -> BaseResponse:
    """Plan a visit, or note one that was held."""
    row = get_own_placement(placement_id)
    return _save(
        placement_id,
        lambda: plan_visit(current_session(), placement_id, read_visit(request.form), current_actor()),
        lambda typed, errors, message="": _render_visit(row, typed, errors, message),
    )


@blueprint.get(f"{_VISITS}/<uuid:visit_id>")
@requires_role(*_STAFF)
def visit_form(placement_id: UUID, visit_id: UUID) -> str:
    """Show a visit, to be moved, reported or called off."""
    row = get_own_placement(placement_id)
    visit = get_visit(current_session(), placement_id, visit_id)
    names = ("planned_on", "mode", "visitor", "held_on", "attendees", "report", "version")
    return _render_visit(row, {name: getattr(visit, name) for name in names}, {}, visit_id=visit_id)


@blueprint.post(f"{_VISITS}/<uuid:visit_id>")
@requires_role(*_STAFF)
def save_visit(placement_id: UUID, visit_id: UUID) -> BaseResponse:
    """Move a visit, write its report, or call it off."""
    row, session, version = get_own_placement(placement_id), current_session(), read_version(request.form)

    def save() -> None:
        if request.form.get("act") == "cancel":
            cancel_visit(session, placement_id, visit_id, current_actor(), version=version)
        else:
            change_visit(session, placement_id, visit_id, read_visit(request.form), current_actor(), version=version)

    return _save(placement_id, save, lambda typed, errors, message="": _render_visit(row, typed, errors, message, visit_id))


@blueprint.get(_DEFENCE)
@requires_role(*_STAFF)
def defence_form(placement_id: UUID) -> str:
    """Show the defence, to be set, moved or decided."""
    row, found = get_own_placement(placement_id), find_defence(current_session(), placement_id)
    names = ("held_on", "place", "jury", "outcome", "remark", "version")
    return _render_defence(row, {name: getattr(found, name) for name in names} if found else {}, {})


@blueprint.post(_DEFENCE)
@requires_role(*_STAFF)
def save_defence(placement_id: UUID) -> BaseResponse:
    """Set the defence, move it, or note what came of it."""
    row, version = get_own_placement(placement_id), read_version(request.form)
    return _save(
        placement_id,
        lambda: record_defence(current_session(), placement_id, read_defence(request.form), current_actor(), version=version),
        lambda typed, errors, message="": _render_defence(row, typed, errors, message),
    )


def _save(placement_id: UUID, act: Callable[[], object], render: Callable[..., str]) -> BaseResponse:
    """Do it and go back to the placement, or show the form again as it was typed, with what is wrong beside its field."""
    try:
        act()
    except (InvalidPlacementError, StalePlacementError) as error:
        return refuse(error, render)
    flash(gettext("Saved."), "success")
    return redirect(url_for("placements.placement_page", placement_id=placement_id), 303)


def _render_hours(row: Placement, period_id: UUID, typed: Mapping[str, Any], errors: Mapping[str, str], message: str = "") -> str:
    period = get_period(current_session(), row.id, period_id)
    return _render("hours", row, typed, errors, message, period={"kind": period.kind, "first": period.starts_on, "last": period.ends_on})


def _render_visit(
    row: Placement, typed: Mapping[str, Any], errors: Mapping[str, str], message: str = "", visit_id: UUID | None = None
) -> str:
    cancelled = visit_id is not None and get_visit(current_session(), row.id, visit_id).cancelled_at is not None
    return _render("visit", row, typed, errors, message, visit_id=visit_id, is_cancelled=cancelled)


def _render_defence(row: Placement, typed: Mapping[str, Any], errors: Mapping[str, str], message: str = "") -> str:
    return _render("defence", row, typed, errors, message)


def _render(name: str, row: Placement, typed: Mapping[str, Any], errors: Mapping[str, str], message: str, **more: Any) -> str:
    session = current_session()
    learner = get_learner(session, row.learner_id)
    record_access(session, learner_ids=[learner.id], what="placement", at=now())
    names = {"name_ar": learner.name_ar, "name_latin": learner.name_latin}
    return render_template(
        f"follow_ups/{name}.html", id=row.id, company=row.company, typed=typed, errors=errors, message=message, words=wording,
        **names, **more,
    )  # fmt: skip
