"""The staff's forms on contracts and company tutors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import list_accounts_with_role
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.people.services import find_learner_by_number, get_learner
from maslak_companion.placements import wording
from maslak_companion.placements.coverage import propose_expected
from maslak_companion.placements.desk import current_actor, current_day, get_own_placement
from maslak_companion.placements.errors import InvalidPlacementError, StalePlacementError
from maslak_companion.placements.forms import read_placement, read_tutor
from maslak_companion.placements.models import Placement
from maslak_companion.placements.periods import lay_out_periods
from maslak_companion.placements.services import FIELDS, break_off, change_placement, create_placement, get_tutor, list_tutors, save_tutor
from maslak_domain.competency import Framework
from maslak_domain.errors import DomainError
from maslak_domain.language import to_western_digits
from maslak_web.access import requires_role
from maslak_web.sessions import abandon_session, current_session

blueprint = Blueprint("contracts", __name__, url_prefix="/placements", template_folder="templates")


@blueprint.get("/new")
@requires_role("registrar")
def new_contract() -> str:
    """Show the form of a new contract."""
    return _render_contract({}, {})


@blueprint.post("/new")
@requires_role("registrar")
def add_contract() -> BaseResponse:
    """Note a contract, and lay out its periods from the rhythm."""
    session = current_session()

    def add() -> UUID:
        learner = find_learner_by_number(session, to_western_digits(request.form.get("student_number", "")).strip()[:40])
        if learner is None:
            raise InvalidPlacementError("no learner has this number", field="student_number", reason="unknown_learner")
        values = read_placement(request.form, _framework().competencies)
        values["expected"] = values["expected"] or propose_expected(session, learner.id)
        placement = create_placement(session, learner.id, values, current_actor())
        lay_out_periods(session, placement.id, current_actor())
        return placement.id

    return _save(add, lambda placement_id: url_for("placements.placement_page", placement_id=placement_id), _render_contract)


@blueprint.get("/<uuid:placement_id>/edit")
@requires_role("registrar")
def contract_form(placement_id: UUID) -> str:
    """Show the contract as it is noted, to be amended."""
    row = get_own_placement(placement_id)
    return _render_contract(_fill(row), {}, row)


@blueprint.post("/<uuid:placement_id>/edit")
@requires_role("registrar")
def amend_contract(placement_id: UUID) -> BaseResponse:
    """Amend the contract; what it said before stays in its history."""
    row, session = get_own_placement(placement_id), current_session()

    def amend() -> UUID:
        version = request.form.get("version", type=int, default=0)
        values = read_placement(request.form, _framework().competencies)
        change_placement(session, placement_id, values, current_actor(), version=version)
        lay_out_periods(session, placement_id, current_actor())
        return placement_id

    return _save(
        amend,
        lambda _: url_for("placements.placement_page", placement_id=placement_id),
        lambda typed, errors, message="": _render_contract(typed, errors, row, message),
    )


@blueprint.post("/<uuid:placement_id>/break-off")
@requires_role("registrar")
def end_contract(placement_id: UUID) -> BaseResponse:
    """End a contract before its time; what was done under it stays."""
    get_own_placement(placement_id)
    break_off(current_session(), placement_id, current_actor(), on=current_day(), reason=request.form.get("reason", "").strip()[:500])
    return redirect(url_for("placements.placement_page", placement_id=placement_id), 303)


@blueprint.get("/tutors")
@requires_role("registrar")
def tutors() -> str:
    """Show the company tutors and how the school reaches them."""
    rows = list_tutors(current_session())
    return render_template("placements/tutors.html", tutors=[_describe_tutor(row) for row in rows])


@blueprint.get("/tutors/new")
@requires_role("registrar")
def new_tutor() -> str:
    """Show the form of a new company tutor."""
    return _render_tutor({"language": "fr"}, {})


@blueprint.post("/tutors/new")
@requires_role("registrar")
def add_tutor() -> BaseResponse:
    """Note a company tutor."""
    return _save(
        lambda: save_tutor(current_session(), read_tutor(request.form), current_actor()).id,
        lambda _: url_for("contracts.tutors"),
        _render_tutor,
    )


@blueprint.get("/tutors/<uuid:tutor_id>")
@requires_role("registrar")
def tutor_form(tutor_id: UUID) -> str:
    """Show how a company tutor is reached."""
    return _render_tutor(_describe_tutor(get_tutor(current_session(), tutor_id)), {}, tutor_id=tutor_id)


@blueprint.post("/tutors/<uuid:tutor_id>")
@requires_role("registrar")
def change_tutor(tutor_id: UUID) -> BaseResponse:
    """Change how a company tutor is reached."""
    return _save(
        lambda: save_tutor(current_session(), read_tutor(request.form), current_actor(), tutor_id=tutor_id).id,
        lambda _: url_for("contracts.tutors"),
        lambda typed, errors, message="": _render_tutor(typed, errors, message, tutor_id=tutor_id),
    )


def _save(act: Callable[[], UUID], where: Callable[[UUID], str], render: Callable[..., str]) -> BaseResponse:
    """Do it and go on, or show the form again as it was typed, with what is wrong beside its field."""
    try:
        made = act()
    except (InvalidPlacementError, StalePlacementError) as error:
        return refuse(error, render)
    flash(gettext("Saved."), "success")
    return redirect(where(made), 303)


def refuse(error: DomainError, render: Callable[..., str]) -> Response:
    """Answer with the form as it was typed; nothing of the request is kept."""
    abandon_session()
    current_session().rollback()
    typed = request.form.to_dict()
    if isinstance(error, StalePlacementError):
        stale = gettext("Somebody else changed this meanwhile, so nothing was saved. Reload the page and try again.")
        return make_response(render(typed, {}, message=stale), 409)
    errors = {str(error.params["field"]): wording.error_words()[str(error.params["reason"])]}
    return make_response(render(typed, errors), 422)


def _render_contract(typed: Mapping[str, Any], errors: Mapping[str, str], row: Placement | None = None, message: str = "") -> str:
    session = current_session()
    learner = get_learner(session, row.learner_id) if row else None
    return render_template(
        "placements/contract.html",
        typed=typed,
        errors=errors,
        message=message,
        placement_id=row.id if row else None,
        learner=learner and {"name_ar": learner.name_ar, "name_latin": learner.name_latin},
        tutors=[(str(each.id), f"{each.name} · {each.company}") for each in list_tutors(session)],
        academics=[(str(each.id), each.display_name or each.login) for each in list_accounts_with_role(session, "instructor")],
        frames=list(wording.frame_words().items()),
        groups=[
            (titles, [(each.id, each.title) for each in _framework().competencies.values() if each.group == key])
            for key, titles in _framework().groups.items()
        ],
    )


def _render_tutor(typed: Mapping[str, Any], errors: Mapping[str, str], message: str = "", tutor_id: UUID | None = None) -> str:
    return render_template("placements/tutor.html", typed=typed, errors=errors, message=message, tutor_id=tutor_id)


def _fill(row: Placement) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*FIELDS, "version")} | {f"expected-{key}": "1" for key in row.expected}


def _framework() -> Framework:
    return read_framework(current_settings().courses)


def _describe_tutor(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("id", "name", "company", "email", "phone", "language")}
