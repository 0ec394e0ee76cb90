"""The registrar's pages on learners: find one, see who they are here, verify who they are."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.people.errors import InvalidIdentityError, NationalCodeTakenError
from maslak_companion.people.models import Learner
from maslak_companion.people.services import get_learner, list_learners, record_verified_identity
from maslak_domain.errors import DomainError
from maslak_domain.language import to_western_digits
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import abandon_session, current_session

blueprint = Blueprint("people", __name__, url_prefix="/people", template_folder="templates")
_SHOWN = 200


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    entry = NavigationEntry("people.list_page", lazy_gettext("Learners"), roles=("registrar",), order=40)
    add_navigation(state.app, entry)  # type: ignore[arg-type]


@blueprint.get("")
@requires_role("registrar")
def list_page() -> str:
    """Show the learners that the words of the search find."""
    query = request.args.get("q", "")[:100]
    learners = list_learners(current_session(), query, limit=_SHOWN)
    record_access(current_session(), learner_ids=[each.id for each in learners], what="list", at=now())
    return render_template("people/list.html", query=query, learners=[_describe(each) for each in learners], limit=_SHOWN)


@blueprint.get("/<uuid:learner_id>")
@requires_role("registrar")
def learner_page(learner_id: uuid.UUID) -> str:
    """Show one learner, and the form to verify who they are."""
    session = current_session()
    learner = get_learner(session, learner_id)
    record_access(session, learner_ids=[learner_id], what="identity", at=now())
    return _render_learner(learner, {}, {})


@blueprint.post("/<uuid:learner_id>/identity")
@requires_role("registrar")
def verify_identity(learner_id: uuid.UUID) -> Response:
    """Record the identity read on a document; an error keeps what was typed."""
    session = current_session()
    try:
        record_verified_identity(
            session,
            learner_id,
            national_code=to_western_digits(request.form.get("national_code", ""))[:40],
            birth_on=_read_birth_date(request.form.get("birth_on", "")),
            verified_by=get_current_account().id,
            at=now(),
        )
    except (InvalidIdentityError, NationalCodeTakenError) as error:
        abandon_session()
        session.rollback()
        return make_response(_render_learner(get_learner(session, learner_id), request.form.to_dict(), _words(error)), 422)
    flash(gettext("The identity is verified. The national registry will be told."), "success")
    return redirect(url_for("people.learner_page", learner_id=learner_id), 303)


def _render_learner(learner: Learner, typed: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("people/learner.html", learner=_describe(learner), typed=typed, errors=errors)


def _describe(learner: Learner) -> dict[str, Any]:
    names = ("id", "name_ar", "name_latin", "student_number", "national_code", "birth_on", "verified_at")
    return {name: getattr(learner, name) for name in names}


def _read_birth_date(text: str) -> date:
    plain = to_western_digits(text).strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 (a birth date has no time zone)
        except ValueError:
            continue
    raise InvalidIdentityError("the birth date is not a date", field="birth_on")


def _words(error: DomainError) -> dict[str, str]:
    if isinstance(error, NationalCodeTakenError):
        return {"national_code": gettext("Another learner here was verified with this national code. Check both documents.")}
    if error.params.get("field") == "birth_on":
        return {"birth_on": gettext("This is not a possible birth date. Write it as day/month/year.")}
    return {"national_code": gettext("A national code is one letter and nine digits (or ten digits for older codes).")}
