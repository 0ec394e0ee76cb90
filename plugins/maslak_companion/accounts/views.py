"""Signing in and out, where each role starts, and who read the record of the learner who asks."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts import wording
from maslak_companion.accounts.models import Account, LoginAttempt
from maslak_companion.accounts.services import get_current_account, get_current_learner, list_access_page
from maslak_web.access import requires_role, signed_in
from maslak_web.page_context import NavigationEntry, add_account_pages
from maslak_web.sessions import current_session
from maslak_web.sign_in.views import make_sign_in_blueprint

blueprint = make_sign_in_blueprint(Account, LoginAttempt, home="sign_in.start")
# A blueprint finds templates in one folder, and that of signing in lies in the glue.
own_pages = Blueprint("accounts", __name__, template_folder="templates")

# The first role that an account has decides where it starts; someone who learns here always starts with the courses.
_STARTS = (("student", "classroom.home"), ("registrar", "results.list_page"), ("instructor", "cohorts.list_page"))


@own_pages.record_once
def _add_to_account_menu(state: BlueprintSetupState) -> None:
    entry = NavigationEntry("accounts.accesses", lazy_gettext("Who read my record"), roles=("student",))
    add_account_pages(state.app, entry)  # type: ignore[arg-type]


@blueprint.get("/start")
@signed_in
def start() -> Response:
    """Go where the signed-in person works."""
    roles = get_current_account().roles
    endpoint = next((endpoint for role, endpoint in _STARTS if role in roles), "sign_in.account")
    return redirect(url_for(endpoint), 303)


@own_pages.get("/account/accesses")
@requires_role("student")
def accesses() -> str:
    """Show the learner who read their record, the latest first."""
    session = current_session()
    page = list_access_page(session, get_current_learner(session).id, position=request.args.get("page"))
    return render_template("accounts/accesses.html", page=page, words=wording)
