"""The page that says, in one sentence for each of the reader's institutions, whether its records arrive."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from maslak_registry.access.services import make_account_reader
from maslak_registry.health.services import list_health
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import current_session

blueprint = Blueprint("registry_health", __name__, template_folder="templates")


@blueprint.get("/health")
@requires_role("registrar", "national")
def show() -> str:
    """Show the reader's institutions, all of them to the country: green, or with the reason and the next step."""
    reader = make_account_reader(current_session(), current_user.id)
    found = list_health(current_session(), now(), reader)
    return render_template("health/health.html", found=found, troubled=sum(each.needs_a_person for each in found), at=now())
