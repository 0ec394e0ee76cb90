"""The registrar's jury: the list of juries, and the page on which one is prepared, proposed, closed and reopened."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings
from maslak_companion.offerings.facts import describe_group, describe_offering
from maslak_companion.results import wording
from maslak_companion.results.drafts import Act, JuryOf, check_complete
from maslak_companion.results.errors import StaleJuryError, UnknownReasonError
from maslak_companion.results.forms import JuryForm, fill_form, read_form
from maslak_companion.results.services import (
    close_jury,
    find_jury,
    freeze_jury,
    get_draft,
    get_jury_of,
    list_juries,
    list_jury_events,
    list_jury_learners,
    list_settled_learners,
    reopen_jury,
    save_draft,
    unfreeze_jury,
)
from maslak_companion.results.sheet import count_decisions, list_rows, read_plan
from maslak_companion.room_files import serve_room_files
from maslak_domain.language import format_decimal
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import abandon_session, current_session

blueprint = Blueprint("results", __name__, url_prefix="/jury", template_folder="templates")
serve_room_files(blueprint)
_PAGE = "/<offering>/<group>/<session>"


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    add_navigation(state.app, NavigationEntry("results.list_page", lazy_gettext("Juries"), roles=("registrar",), order=30))  # type: ignore[arg-type]


@blueprint.get("")
@requires_role("registrar")
def list_page() -> str:
    """Show every jury with its state."""
    return render_template(
        "results/list.html", juries=list_juries(current_session()), states=wording.state_words(), sessions=wording.session_words()
    )


@blueprint.get(_PAGE)
@requires_role("registrar")
def jury_page(offering: str, group: str, session: str) -> str:
    """Show one jury as it is recorded."""
    of = get_jury_of(current_session(), offering, group, session)
    return _render(of, fill_form(get_draft(current_session(), of), current_language()))


@blueprint.post(_PAGE)
@requires_role("registrar")
def change_jury(offering: str, group: str, session: str) -> Response:
    """Save or propose what was entered; an error keeps every field as it was typed."""
    of = get_jury_of(current_session(), offering, group, session)
    form = read_form(request.form, [each.id for each in list_jury_learners(current_session(), of)], of.offering, current_language())
    proposing = request.form.get("action") == "freeze"
    if proposing and not form.errors:
        _note_missing(form)
    if form.errors:
        return _refuse(of, form, gettext("Nothing was recorded yet. What you typed is still here; please correct what is marked."))
    try:
        (freeze_jury if proposing else save_draft)(current_session(), of, form.draft, _read_act())
    except StaleJuryError:
        return _refuse(of, form, _stale_words(), status=409)
    flash(gettext("The results are proposed. Read them once more, then close the jury.") if proposing else gettext("Saved."), "success")
    return _back(of)


@blueprint.post(f"{_PAGE}/unfreeze")
@requires_role("registrar")
def take_back(offering: str, group: str, session: str) -> Response:
    """Take the proposal back to correct it."""
    of = get_jury_of(current_session(), offering, group, session)
    unfreeze_jury(current_session(), of, _read_act())
    return _back(of)


@blueprint.post(f"{_PAGE}/close")
@requires_role("registrar")
def close(offering: str, group: str, session: str) -> Response:
    """Make the proposed results final."""
    of = get_jury_of(current_session(), offering, group, session)
    close_jury(current_session(), of, _read_act(), institution=current_settings().institution)
    flash(gettext("The jury is closed. The results are final and go to the national registry."), "success")
    return _back(of)


@blueprint.post(f"{_PAGE}/reopen")
@requires_role("registrar")
def reopen(offering: str, group: str, session: str) -> Response:
    """Open a closed jury again, for a reason."""
    of = get_jury_of(current_session(), offering, group, session)
    try:
        reopen_jury(current_session(), of, _read_act(), reason=request.form.get("reason", ""), note=request.form.get("note", "")[:2000])
    except UnknownReasonError:
        form = fill_form(get_draft(current_session(), of), current_language())
        form.texts["note"], form.errors["reason"] = request.form.get("note", ""), "unknown_reason"
        return _refuse(of, form, gettext("The jury stays closed: choose the reason first."))
    flash(gettext("The jury is open again. What was final stays so until you close it once more."), "success")
    return _back(of)


def _render(of: JuryOf, form: JuryForm, message: str = "") -> str:
    session, language, at = current_session(), current_language(), now()
    jury = find_jury(session, of)
    learners = list_jury_learners(session, of)
    plan = read_plan(session, of)
    rows = list_rows(session, of, learners, plan, form, at)
    settled = list_settled_learners(session, of)
    if rows or settled:
        shown = [row.learner_id for row in rows] + [each.learner_id for each in settled]
        record_access(session, learner_ids=shown, what="jury", at=at)
    scale, step = format_decimal(of.offering.scale, language), format_decimal(of.offering.rounding, language)
    return render_template(
        "results/jury.html",
        offering=describe_offering(of.offering),
        group=describe_group(of.group),
        session_name=of.session,
        state=jury.state if jury else "open",
        jury_on=jury.jury_on if jury else None,
        version=request.form.get("version", type=int, default=0) if message else (jury.version if jury else 0),
        token=str(uuid4()),
        form=form,
        message=message,
        plan=plan,
        rows=rows,
        settled=settled,
        counts=count_decisions(rows),
        events=[(event.kind, event.at, event.reason, event.note) for event in list_jury_events(session, of)],
        words=wording,
        errors=wording.error_words(scale=scale, step=step),
        address={"offering": of.offering.key, "group": of.group.key, "session": of.session},
    )


def _refuse(of: JuryOf, form: JuryForm, message: str, status: int = 422) -> Response:
    """Answer with the page as it was typed; whatever the request wrote is taken back first."""
    abandon_session()
    current_session().rollback()
    return make_response(_render(of, form, message), status)


def _note_missing(form: JuryForm) -> None:
    fields = {"no_date": "jury_on", "date_ahead": "jury_on", "no_minutes": "minutes_ref", "nobody": "nobody"}
    for problem in check_complete(form.draft, now().date()):
        form.errors[fields.get(problem.code) or f"decision-{problem.learner_id}"] = problem.code


def _read_act() -> Act:
    version = request.form.get("version", type=int)
    return Act(get_current_account().id, now(), -1 if version is None else version, request.form.get("token", "")[:36])


def _stale_words() -> str:
    words: str = gettext(
        "Someone else changed this jury meanwhile, so nothing was recorded. What you typed is still here: note it, then reload the page."
    )
    return words
    return words


def _back(of: JuryOf) -> Response:
    return redirect(url_for("results.jury_page", offering=of.offering.key, group=of.group.key, session=of.session), 303)
