"""The pages on which a stage's marks leave for a spreadsheet, come back, and are looked at before anything is kept."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.dossiers.marking.access import ROLES, find_rule
from maslak_companion.dossiers.marking.drafts import Act
from maslak_companion.dossiers.sheets.blueprint import blueprint
from maslak_companion.dossiers.sheets.errors import SheetFaultyError, SheetFileError, SheetMovedError
from maslak_companion.dossiers.sheets.keeping import get_sheet, keep_sheet, read_kept, take_over
from maslak_companion.dossiers.sheets.models import MarkSheet
from maslak_companion.dossiers.sheets.page import get_place, list_places, make_content, name_place
from maslak_companion.dossiers.sheets.plan import Plan, make_plan
from maslak_companion.dossiers.sheets.sheet_file import write_sheet
from maslak_companion.dossiers.sheets.standing import Place, list_open
from maslak_companion.dossiers.sheets.wording import (
    known_band_words,
    list_band_choices,
    name_columns,
    say_cell,
    say_fault,
    say_file_fault,
)
from maslak_companion.dossiers.teams import list_teams_by_id
from maslak_companion.offerings.facts import describe_offering
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST = 2 * 1024 * 1024


@blueprint.get("/<offering>")
@requires_role(*ROLES)
def sheet_page(offering: str) -> str:
    """Offer the sheet of a stage, and take one back."""
    return _render_page(offering)


@blueprint.get("/<offering>/file")
@requires_role(*ROLES)
def sheet_file(offering: str) -> Response:
    """Give the open marks of a stage as a workbook; where names are hidden from markers, it names nobody."""
    session, at = current_session(), now()
    place = get_place(session, get_current_account(), offering, request.args.get("stage", "")[:400])
    standings = list_open(session, get_current_account(), place, at)
    with_names = not find_rule(session, place.offering.id, place.project.usage_key).is_anonymous
    response = make_response(write_sheet(make_content(session, place, standings, with_names=with_names)))
    name = secure_filename(f"{place.offering.key}-{place.stage.id}") or "marks"
    response.headers["Content-Type"] = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    if with_names:
        teams = list_teams_by_id(session, {each.work.dossier.id for each in standings})
        record_access(session, learner_ids=sorted({one for team in teams.values() for one in team.learner_ids}), what="dossier", at=at)
    return response


@blueprint.post("/<offering>")
@requires_role(*ROLES)
def send_sheet(offering: str) -> Response:
    """Read a file that came back; nothing of a mark changes yet."""
    session, account, stage = current_session(), get_current_account(), request.form.get("stage", "")[:400]
    place = get_place(session, account, offering, stage)
    upload = request.files.get("file")
    raw = upload.stream.read(_LARGEST + 1) if upload else b""
    try:
        if not raw:
            raise SheetFileError("no file was sent", reason="no_file")
        sheet_id = keep_sheet(session, account, place, raw, name=(upload.filename or "") if upload else "", at=now())
    except SheetFileError as error:
        abandon_session()
        reason, detail = str(error.params["reason"]), str(error.params.get("detail", ""))
        message = say_file_fault(reason, name_columns(place).get(detail, detail))
        current_session().rollback()
        return make_response(_render_page(offering, stage, message), 422)
    return redirect(url_for("mark_sheets.plan_page", offering=offering, sheet_id=sheet_id), 303)


@blueprint.get("/<offering>/<uuid:sheet_id>")
@requires_role(*ROLES)
def plan_page(offering: str, sheet_id: UUID) -> str:
    """Show what a sheet would change, row by row."""
    place, sheet = _find(offering, sheet_id)
    return _render_plan(place, sheet, _plan(place, sheet))


@blueprint.post("/<offering>/<uuid:sheet_id>")
@requires_role(*ROLES)
def keep_plan(offering: str, sheet_id: UUID) -> Response:
    """Take over what the page showed, or say why not and show what it would be now."""
    session, account = current_session(), get_current_account()
    place, sheet = _find(offering, sheet_id)
    act = Act(account.id, account.display_name or account.login, now())
    seen, is_ready = request.form.get("seen", ""), request.form.get("ready") == "yes"
    try:
        number = take_over(session, sheet, _plan(place, sheet), act, seen=seen, call_ready=is_ready)
    except SheetMovedError:
        return _refuse(
            offering, sheet_id, gettext("Nothing was taken over: a mark changed since you opened this page. It shows the newest.")
        )
    except SheetFaultyError:
        return _refuse(offering, sheet_id, gettext("Nothing was taken over: a cell cannot be read."))
    flash(ngettext("%(num)d dossier was taken over.", "%(num)d dossiers were taken over.", number), "success")
    return redirect(url_for("marking.queue_page", course=offering, stage=name_place(place)), 303)


def _find(offering: str, sheet_id: UUID) -> tuple[Place, MarkSheet]:
    session, account = current_session(), get_current_account()
    places = list_places(session, account, offering)
    sheet = get_sheet(session, account, places[0].offering.id, sheet_id) if places else None
    wanted = f"{sheet.usage_key}#{sheet.stage}" if sheet else "#"
    return get_place(session, account, offering, wanted), sheet  # type: ignore[return-value]


def _plan(place: Place, sheet: MarkSheet) -> Plan:
    return make_plan(current_session(), get_current_account(), place, read_kept(sheet), words=known_band_words(), at=now())


def _render_page(offering: str, stage: str | None = None, message: str = "") -> str:
    session, account = current_session(), get_current_account()
    wanted = request.args.get("stage", "")[:400] if stage is None else stage
    place = get_place(session, account, offering, wanted)
    return render_template(
        "sheets/sheet.html",
        offering=describe_offering(place.offering),
        place=place,
        here=name_place(place),
        places=[(name_place(each), each.project.titles, each.stage.titles) for each in list_places(session, account, offering)],
        number=len(list_open(session, account, place, now())),
        message=message,
    )


def _render_plan(place: Place, sheet: MarkSheet, plan: Plan, message: str = "") -> str:
    choices = list_band_choices()
    return render_template(
        "sheets/plan.html",
        offering=describe_offering(place.offering),
        place=place,
        here=name_place(place),
        sheet_id=sheet.id,
        file_name=sheet.file_name,
        taken_over_at=sheet.taken_over_at,
        plan=plan,
        columns=name_columns(place),
        faults=[(fault.reference, say_fault(fault)) for fault in plan.faults],
        say=lambda code, text: say_cell(code, text, choices),
        message=message,
    )


def _refuse(offering: str, sheet_id: UUID, message: str) -> Response:
    abandon_session()
    current_session().rollback()
    place, sheet = _find(offering, sheet_id)
    return make_response(_render_plan(place, sheet, _plan(place, sheet), message), 409)
