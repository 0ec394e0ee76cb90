"""Signing in and out, and where each role starts."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from maslak_companion.accounts.models import Account, LoginAttempt
from maslak_companion.accounts.services import get_current_account
from maslak_web.access import signed_in
from maslak_web.sign_in.views import make_sign_in_blueprint

blueprint = make_sign_in_blueprint(Account, LoginAttempt, home="sign_in.start")

# The first role that an account has decides where it starts; someone who learns here always starts with the courses.
_STARTS = (("student", "classroom.home"), ("registrar", "results.list_page"), ("instructor", "cohorts.list_page"))


@blueprint.get("/start")
@signed_in
def start() -> Response:
    """Go where the signed-in person works."""
    roles = get_current_account().roles
    endpoint = next((endpoint for role, endpoint in _STARTS if role in roles), "sign_in.account")
    return redirect(url_for(endpoint), 303)
