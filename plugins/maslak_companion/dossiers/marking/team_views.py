"""The page of one project in one offering: who works with whom, who marks, and how."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.dossiers.errors import NotInOfferingError, TeamAtWorkError, TeamFullError
from maslak_companion.dossiers.marking.access import (
    ROLES,
    find_rule,
    get_arranged_offering,
    get_offering_project,
    list_offering_projects,
)
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.marking.rules import change_rule, list_markers, name_marker, release_marker
from maslak_companion.dossiers.projects import Project
from maslak_companion.dossiers.teams import form_teams, list_teams, place_learners
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_offering_learners
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("/projects/<offering>")
@requires_role(*ROLES)
def project_page(offering: str) -> str:
    """Show the teams of a project, and of the first one where none is named."""
    session, account = current_session(), get_current_account()
    named = request.args.get("project", "")
    if not named:
        found = get_arranged_offering(session, account, offering)
        projects = list_offering_projects(session, found)
        return _render(found, projects[0] if projects else None)
    return _render(*get_offering_project(session, account, offering, named))


@blueprint.post("/projects/<offering>/teams")
@requires_role(*ROLES)
def change_teams(offering: str) -> Response:
    """Put learners into teams as the form says, or everybody who has none into new ones."""
    session, at = current_session(), now()
    found, project = _find(offering)
    if request.form.get("action") == "form":
        made = form_teams(session, found, project, at)
        flash(ngettext("%(num)d new team.", "%(num)d new teams.", made), "success")
        return _back(found, project)
    try:
        learners = list_offering_learners(session, found)
        asked = {each.id: request.form.get(f"team-{each.id}") for each in learners}
        wanted = {learner_id: _read_number(text) for learner_id, text in asked.items() if text is not None}
        place_learners(session, found, project, wanted, at)
    except TeamFullError:
        return _refuse(offering, gettext("Nothing was changed: a team would have more members than the project allows."))
    except TeamAtWorkError:
        return _refuse(offering, gettext("Nothing was changed: a team that has handed in keeps its members."))
    except NotInOfferingError:
        return _refuse(offering, gettext("Nothing was changed: a learner is no longer enrolled here."))
    flash(gettext("The teams are saved."), "success")
    return _back(found, project)


@blueprint.post("/projects/<offering>/rule")
@requires_role(*ROLES)
def change_marking_rule(offering: str) -> Response:
    """Change how the project is marked."""
    found, project = _find(offering)
    change_rule(current_session(), found, project, is_anonymous=request.form.get("anonymous") == "yes")
    flash(gettext("Saved."), "success")
    return _back(found, project)


@blueprint.post("/projects/<offering>/markers")
@requires_role(*ROLES)
def change_markers(offering: str) -> Response:
    """Name a colleague who marks in this offering, or release one."""
    session = current_session()
    found, project = _find(offering)
    if released := request.form.get("release", ""):
        release_marker(session, found, released)
    elif not name_marker(session, found, request.form.get("login", "")[:200]):
        return _refuse(offering, gettext("Nobody was named: no instructor here has this login."))
    return _back(found, project)


def _find(offering: str) -> tuple[Offering, Project]:
    return get_offering_project(current_session(), get_current_account(), offering, request.form.get("project", ""))


def _render(offering: Offering, project: Project | None, message: str = "") -> str:
    session = current_session()
    learners = [(each.id, each.name_ar, each.name_latin) for each in list_offering_learners(session, offering)]
    teams = list_teams(session, offering.id, project.usage_key) if project else []
    if not message:
        record_access(session, learner_ids=[each[0] for each in learners], what="dossier", at=now())
    return render_template(
        "marking/project.html",
        offering=describe_offering(offering),
        projects=list_offering_projects(session, offering),
        project=project,
        learners=learners,
        places={learner: team.number for team in teams for learner in team.learner_ids},
        teams=teams,
        is_anonymous=bool(project and find_rule(session, offering.id, project.usage_key).is_anonymous),
        markers=list_markers(session, offering),
        message=message,
    )


def _refuse(offering: str, message: str) -> Response:
    abandon_session()
    current_session().rollback()
    return make_response(_render(*_find(offering), message), 422)


def _back(offering: Offering, project: Project) -> Response:
    return redirect(url_for("marking.project_page", offering=offering.key, project=project.usage_key), 303)


def _read_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) > 0 else None
