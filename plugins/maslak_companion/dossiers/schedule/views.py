"""The page on which a lead sets a project's own dates."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.dossiers.marking.access import ROLES, get_offering_project
from maslak_companion.dossiers.projects import Project
from maslak_companion.dossiers.schedule.blueprint import blueprint
from maslak_companion.dossiers.schedule.errors import ScheduleMovedError
from maslak_companion.dossiers.schedule.forms import LATE_CHOICES, ScheduleForm, fill_form, read_form
from maslak_companion.dossiers.schedule.page import list_grants, list_stages
from maslak_companion.dossiers.schedule.services import read_schedule, set_schedule
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.models import Offering
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("/<offering>")
@requires_role(*ROLES)
def dates_page(offering: str) -> str:
    """Show the dates of a project."""
    found, project = _find(offering, request.args.get("project", ""))
    return _render(found, project, fill_form(read_schedule(current_session(), found.id, project.usage_key)))


@blueprint.post("/<offering>")
@requires_role(*ROLES)
def change_dates(offering: str) -> Response:
    """Set them; a refusal keeps everything that was typed."""
    found, project = _find(offering, request.form.get("project", ""))
    form = read_form(request.form, project)
    if form.errors:
        return _refuse(offering, form, gettext("Nothing was saved yet. What you typed is still here; please correct what is marked."))
    try:
        by = get_current_account().id
        set_schedule(current_session(), found.id, project.usage_key, form.schedule, by=by, at=now())
    except ScheduleMovedError:
        words = gettext("Somebody else changed these dates meanwhile, so nothing was saved. Reload the page to see theirs.")
        return _refuse(offering, form, words, 409)
    flash(gettext("The dates are saved. They count from now on."), "success")
    return redirect(url_for("project_dates.dates_page", offering=offering, project=project.usage_key), 303)


def _find(offering: str, usage_key: str) -> tuple[Offering, Project]:
    return get_offering_project(current_session(), get_current_account(), offering, usage_key)


def _render(offering: Offering, project: Project, form: ScheduleForm, message: str = "") -> str:
    session = current_session()
    grants = list_grants(session, offering, project)
    if not message:
        record_access(session, learner_ids=sorted({each.learner_id for each in grants if each.learner_id}), what="dossier", at=now())
    return render_template(
        "schedule/dates.html",
        offering=describe_offering(offering),
        usual=(offering.opens_at, offering.closes_at),
        project=project,
        stages=list_stages(offering, project, form.schedule),
        form=form,
        grants=grants,
        late_choices=[(value, _say_late(value)) for value in LATE_CHOICES],
        errors={
            "no_moment": gettext("Write a date and a time, such as 2026-12-18 23:59."),
            "closes_too_early": gettext("The project would close before it opens."),
            "due_outside": gettext("This lies outside the time in which the project is open."),
        },
        message=message,
    )


def _say_late(days: str) -> str:
    if not days:
        return str(gettext("taken as late until the project closes"))
    if days == "0":
        return str(gettext("not taken"))
    return str(ngettext("taken as late for %(num)d day", "taken as late for %(num)d days", int(days)))


def _refuse(offering: str, form: ScheduleForm, message: str, status: int = 422) -> Response:
    abandon_session()
    current_session().rollback()
    return make_response(_render(*_find(offering, request.form.get("project", "")), form, message), status)
