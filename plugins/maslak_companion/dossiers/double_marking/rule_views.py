"""The page on which a lead has a project marked by two, and shares the work out."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account
from maslak_companion.dossiers.double_marking.blueprint import blueprint
from maslak_companion.dossiers.double_marking.errors import TooFewMarkersError, UnsettledMarksError
from maslak_companion.dossiers.double_marking.sharing import list_loads, list_marker_ids, share_out
from maslak_companion.dossiers.double_marking.switching import WIDEST, change_double_rule
from maslak_companion.dossiers.marking.access import ROLES, find_rule, get_offering_project
from maslak_companion.dossiers.projects import Project
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.models import Offering
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("/rule/<offering>")
@requires_role(*ROLES)
def rule_page(offering: str) -> str:
    """Show whether two mark a project, how far they may differ, and who has how much."""
    return _render(*_find(offering, request.args.get("project", "")))


@blueprint.post("/rule/<offering>")
@requires_role(*ROLES)
def change_rule(offering: str) -> Response:
    """Have the project marked by two, or by one; or share the open rounds out."""
    usage_key = request.form.get("project", "")
    found, project = _find(offering, usage_key)
    try:
        if request.form.get("action") == "share":
            given = share_out(current_session(), found, project, now())
            flash(ngettext("%(num)d place was given.", "%(num)d places were given.", given), "success")
        else:
            _change(found, project)
            flash(gettext("Saved."), "success")
    except TooFewMarkersError:
        return _refuse(offering, usage_key, gettext("Nothing was shared out: name at least one colleague who marks beside the lead."))
    except UnsettledMarksError as error:
        number = int(str(error.params["rounds"]))
        words = ngettext(
            "Nothing was changed: %(num)d round is between two markers. Settle it first.",
            "Nothing was changed: %(num)d rounds are between two markers. Settle them first.",
            number,
        )
        return _refuse(offering, usage_key, words)
    return redirect(url_for("double_marking.rule_page", offering=offering, project=project.usage_key), 303)


def _change(offering: Offering, project: Project) -> None:
    typed = request.form.get("tolerance", "")
    tolerance = int(typed) if typed in [str(each) for each in range(WIDEST + 1)] else 0
    is_double = request.form.get("markers") == "2"
    change_double_rule(current_session(), offering, project, is_double=is_double, tolerance=tolerance, at=now())


def _find(offering: str, usage_key: str) -> tuple[Offering, Project]:
    return get_offering_project(current_session(), get_current_account(), offering, usage_key)


def _render(offering: Offering, project: Project, message: str = "") -> str:
    session = current_session()
    rule = find_rule(session, offering.id, project.usage_key)
    return render_template(
        "double_marking/rule.html",
        offering=describe_offering(offering),
        project=project,
        is_double=rule.is_double,
        tolerance=rule.tolerance,
        loads=list_loads(session, offering, project),
        can_share=len(list_marker_ids(session, offering)) > 1,
        message=message,
    )


def _refuse(offering: str, usage_key: str, message: str) -> Response:
    abandon_session()
    current_session().rollback()
    return make_response(_render(*_find(offering, usage_key), message), 422)
