"""The page on which a learner sees their devices and ends what they do not know."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account
from maslak_companion.devices import services
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.page_context import NavigationEntry, add_account_pages
from maslak_web.sessions import current_session

blueprint = Blueprint("devices", __name__, template_folder="templates")


@blueprint.record_once
def _add_to_account_menu(state: BlueprintSetupState) -> None:
    entry = NavigationEntry("devices.list_page", lazy_gettext("My applications"), roles=("student",), order=60)
    add_account_pages(state.app, entry)  # type: ignore[arg-type]


@blueprint.get("/account/devices")
@requires_role("student")
def list_page() -> str:
    """Show the applications that are signed in with this account."""
    devices = services.list_devices(current_session(), get_current_account(), at=now())
    lines = [{"id": each.id, "name": each.name, "since": each.created_at, "used_on": each.used_on} for each in devices]
    return render_template("devices/devices.html", devices=lines)


@blueprint.post("/account/devices/<uuid:device>/end")
@requires_role("student")
def end(device: uuid.UUID) -> Response:
    """Sign one application out."""
    services.end_device(current_session(), get_current_account(), device)
    flash(gettext("That application is signed out."), "success")
    return redirect(url_for("devices.list_page"), 303)
