"""The page on which a published mark is corrected, for a reason that its team reads."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.desk import current_settings
from maslak_companion.dossiers.marking.access import ROLES, get_work
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.marking.errors import IncompleteMarkError, MarkingStateError, NoReasonError, StaleMarkingError
from maslak_companion.dossiers.marking.forms import MarkForm, fill_form, read_form
from maslak_companion.dossiers.marking.page import list_told
from maslak_companion.dossiers.marking.publishing import correct_mark, may_correct
from maslak_companion.dossiers.marking.views import read_act, render_mark, stale_words
from maslak_web.access import requires_role
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("/<uuid:round_id>/correct")
@requires_role(*ROLES)
def correction_page(round_id: UUID) -> Response:
    """Show a published mark as a form, or a round that was sent back and never came again; anything else has none."""
    work = get_work(current_session(), get_current_account(), round_id)
    told = list_told(current_session(), [round_id]).get(round_id)
    if told is None or not may_correct(current_session(), work, told.outcome):
        return redirect(url_for("marking.mark_page", round_id=round_id), 303)
    return make_response(render_mark(work, fill_form(told.body), is_correcting=True))


@blueprint.post("/<uuid:round_id>/correct")
@requires_role(*ROLES)
def correct(round_id: UUID) -> Response:
    """Publish the correction; a refusal keeps every word that was typed."""
    session = current_session()
    work = get_work(session, get_current_account(), round_id)
    form = read_form(request.form, work)
    if form.errors:
        return _refuse(round_id, form, gettext("Nothing was saved yet. What you typed is still here; please correct what is marked."))
    try:
        reason = form.texts.get("reason", "")
        correct_mark(session, work, read_act(), form.body, reason=reason, issuer=current_settings().institution)
    except (MarkingStateError, StaleMarkingError):
        return _refuse(round_id, form, stale_words(), 409)
    except (IncompleteMarkError, NoReasonError) as error:
        missing = error.params.get("missing", ())
        form.errors |= {f"band-{name}": "missing" for name in missing} if missing else {"reason": "no_reason"}  # type: ignore[union-attr]
        return _refuse(round_id, form, gettext("Nothing was published yet. What you typed is still here; please correct what is marked."))
    flash(gettext("The correction is published. The team sees it with your reason."), "success")
    return redirect(url_for("marking.mark_page", round_id=round_id), 303)


def _refuse(round_id: UUID, form: MarkForm, message: str, status: int = 422) -> Response:
    abandon_session()
    current_session().rollback()
    work = get_work(current_session(), get_current_account(), round_id)
    return make_response(render_mark(work, form, message, is_stale=status == 409, is_correcting=True), status)
