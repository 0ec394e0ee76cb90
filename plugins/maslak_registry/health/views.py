"""The page that says, in one sentence for each institution, whether its records arrive."""

from __future__ import annotations

from flask import Blueprint, render_template

from maslak_registry.health.services import list_health
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import current_session

blueprint = Blueprint("registry_health", __name__, template_folder="templates")


@blueprint.get("/health")
@requires_role("registrar", "national")
def show() -> str:
    """Show every institution: green, or with the reason and the next step."""
    found = list_health(current_session(), now())
    return render_template("health/health.html", found=found, troubled=sum(each.needs_a_person for each in found), at=now())
