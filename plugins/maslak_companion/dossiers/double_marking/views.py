"""The page of a round between two: each marks alone, then both read one another and settle it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.dossiers.double_marking.blueprint import blueprint
from maslak_companion.dossiers.double_marking.errors import SeatsTakenError
from maslak_companion.dossiers.double_marking.page import DoublePage, describe_double
from maslak_companion.dossiers.double_marking.seats import leave_seat, save_own, take_seat
from maslak_companion.dossiers.marking.access import ROLES, Work, get_work
from maslak_companion.dossiers.marking.errors import IncompleteMarkError, MarkingStateError, StaleMarkingError
from maslak_companion.dossiers.marking.forms import MarkForm, fill_form, read_form
from maslak_companion.dossiers.marking.views import edit_sentences, list_words, read_act, stale_words
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import abandon_session, current_session


@blueprint.get("/<uuid:round_id>")
@requires_role(*ROLES)
def round_page(round_id: UUID) -> str:
    """Show one round as this reader may see it."""
    work = find_work(round_id)
    shown = describe_double(current_session(), get_current_account(), work, now())
    if shown.page.team:
        record_access(current_session(), learner_ids=sorted(shown.page.team.learner_ids), what="dossier", at=now())
    return render_double(work, shown)


@blueprint.post("/<uuid:round_id>/take")
@requires_role(*ROLES)
def take_round(round_id: UUID) -> Response:
    """Sit down as one of the two."""
    try:
        take_seat(current_session(), find_work(round_id), read_act())
    except (SeatsTakenError, MarkingStateError):
        return refuse(round_id, None, gettext("Two colleagues mark this already. Nothing was changed."), 409)
    return _back(round_id)


@blueprint.post("/<uuid:round_id>/leave")
@requires_role(*ROLES)
def leave_round(round_id: UUID) -> Response:
    """Free one's own seat; a lead or an administrator frees another's that is not done."""
    session, account, work = current_session(), get_current_account(), find_work(round_id)
    named = request.form.get("account", "")
    is_arranger = work.offering.lead_account_id == account.id or "administrator" in account.roles
    wanted = next((each.account_id for each in _describe(work).seats if str(each.account_id) == named), None)
    if wanted is None or not is_arranger:
        wanted = account.id
    if leave_seat(session, work, wanted):
        flash(gettext("The place is free. Somebody else may mark it, and begins anew."), "success")
    return redirect(url_for("marking.queue_page"), 303)


@blueprint.post("/<uuid:round_id>")
@requires_role(*ROLES)
def change_own(round_id: UUID) -> Response:
    """Save one's own mark, or call it done; a refusal keeps every word that was typed."""
    work = find_work(round_id)
    form = read_form(request.form, work)
    if form.errors:
        return refuse(round_id, form, gettext("Nothing was saved yet. What you typed is still here; please correct what is marked."))
    try:
        return _keep(work, form)
    except StaleMarkingError:
        return refuse(round_id, form, stale_words(), 409)
    except MarkingStateError:
        return refuse(round_id, form, gettext("Both marks are done, so yours was not changed. Settle it together below."), 409)
    except IncompleteMarkError as error:
        form.errors |= {f"band-{name}": "missing" for name in error.params["missing"]}  # type: ignore[union-attr]
        return refuse(round_id, form, gettext("It is not done yet: a criterion has no band. Nothing was saved; what you typed is here."))


def _keep(work: Work, form: MarkForm) -> Response:
    action = request.form.get("action", "save")
    if action == "done":
        save_own(current_session(), work, read_act(), form.body, is_done=True)
        flash(gettext("Done. You see the other mark as soon as your colleague is done, too."), "success")
        return _back(work.round.id)
    message = edit_sentences(work, form, action)
    save_own(current_session(), work, read_act(), form.body)
    flash(message or gettext("Draft saved. Only you see it."), "success")
    return _back(work.round.id)


def find_work(round_id: UUID) -> Work:
    """Return a round that the account may mark; raises DossierNotFoundError."""
    return get_work(current_session(), get_current_account(), round_id)


def _describe(work: Work) -> DoublePage:
    return describe_double(current_session(), get_current_account(), work, now())


def render_double(work: Work, shown: DoublePage, form: MarkForm | None = None, message: str = "", *, is_stale: bool = False) -> str:
    """Return the page; `form` is what was typed where something was refused."""
    account = get_current_account()
    is_settling = shown.duty in ("propose", "agree", "decide")
    known = shown.settling.version if shown.settling else 0
    version = known if is_settling else shown.own.version if shown.own else 0
    kept = shown.beginning if is_settling else shown.own.body if shown.own else {}
    return render_template(
        "double_marking/round.html",
        shown=shown,
        page=shown.page,
        form=form or fill_form(kept),
        message=message,
        is_stale=is_stale,
        is_arranger=work.offering.lead_account_id == account.id or "administrator" in account.roles,
        tolerance=work.rule.tolerance,
        form_action=url_for("double_marking.settle" if is_settling else "double_marking.change_own", round_id=work.round.id),
        actions=f"double_marking/actions_{'settle' if is_settling else 'own'}.html",
        saves=shown.duty in ("mark", "wait"),
        # What was typed on an old page must not be sent as if it spoke about the newest.
        version=request.form.get("version", "0")[:9] if form is not None else str(version),
        **list_words(account.id),
    )


def refuse(round_id: UUID, form: MarkForm | None, message: str, status: int = 422) -> Response:
    """Answer with the page as it was typed; whatever the request wrote is taken back first."""
    abandon_session()
    current_session().rollback()
    work = find_work(round_id)
    is_stale = status == 409 and form is not None
    return make_response(render_double(work, _describe(work), form, message, is_stale=is_stale), status)


def _back(round_id: UUID) -> Response:
    return redirect(url_for("double_marking.round_page", round_id=round_id), 303)
