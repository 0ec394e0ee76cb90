"""What settles a round between two: a proposal, an agreement, a decision, or opening it once more."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.dossiers.double_marking.agreeing import agree, decide, propose, reopen
from maslak_companion.dossiers.double_marking.blueprint import blueprint
from maslak_companion.dossiers.double_marking.errors import NotYoursToSettleError
from maslak_companion.dossiers.double_marking.views import find_work, refuse
from maslak_companion.dossiers.marking.access import ROLES, Work
from maslak_companion.dossiers.marking.errors import (
    IncompleteMarkError,
    MarkingStateError,
    NoReasonError,
    NoRoundLeftError,
    NothingSaidError,
    StaleMarkingError,
)
from maslak_companion.dossiers.marking.forms import MarkForm, read_form
from maslak_companion.dossiers.marking.views import read_act, stale_words
from maslak_companion.dossiers.marking.wording import return_words
from maslak_domain.errors import DomainError
from maslak_web.access import requires_role
from maslak_web.sessions import current_session


@blueprint.post("/<uuid:round_id>/settle")
@requires_role(*ROLES)
def settle(round_id: UUID) -> Response:
    """Do what settles the round; a refusal keeps every word that was typed."""
    work = find_work(round_id)
    form = read_form(request.form, work)
    if form.errors:
        return refuse(round_id, form, gettext("Nothing was saved yet. What you typed is still here; please correct what is marked."))
    try:
        flash(_settle(work, form), "success")
    except (StaleMarkingError, MarkingStateError, NotYoursToSettleError, NoRoundLeftError) as error:
        return refuse(round_id, form, _say_conflict(error), 409)
    except (IncompleteMarkError, NothingSaidError, NoReasonError) as error:
        form.errors |= _mark_fields(error)
        return refuse(round_id, form, gettext("Nothing was settled yet. What you typed is still here; please correct what is marked."))
    return redirect(url_for("double_marking.round_page", round_id=round_id), 303)


def _settle(work: Work, form: MarkForm) -> str:
    session, act, action = current_session(), read_act(), request.form.get("action", "")
    outcome = "returned" if action.endswith("-return") else "marked"
    if action == "agree":
        agree(session, work, act)
        return str(gettext("Agreed. It can be published, or the team has it back if that is what you settled on."))
    if action == "reopen":
        reopen(session, work, act)
        return str(gettext("Open again. What was proposed stands below."))
    if action.startswith("decide"):
        decide(session, work, act, form.body, outcome, reason=form.texts.get("reason", ""))
        return str(gettext("Decided. Both colleagues read your reason."))
    propose(session, work, act, form.body, outcome)
    return str(gettext("Proposed. It counts as soon as your colleague agrees."))


def _say_conflict(error: DomainError) -> str:
    if isinstance(error, StaleMarkingError):
        return stale_words()
    if isinstance(error, NoRoundLeftError):
        return return_words(error)
    if isinstance(error, NotYoursToSettleError):
        return str(gettext("This is for somebody else to settle. Nothing was changed."))
    return str(gettext("This is settled, or a mark is not done yet. Nothing was changed."))


def _mark_fields(error: DomainError) -> dict[str, str]:
    if isinstance(error, IncompleteMarkError):
        return {f"band-{name}": "missing" for name in error.params["missing"]}  # type: ignore[union-attr]
    return {"remark": "nothing_said"} if isinstance(error, NothingSaidError) else {"reason": "no_decision_reason"}
