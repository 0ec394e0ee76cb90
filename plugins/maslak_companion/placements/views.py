"""The staff's pages on alternance: who needs what, and one placement with its periods, missions, entries and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework, title_of
from maslak_companion.follow_ups import wording as follow_up
from maslak_companion.logbooks.desk import give_file as give
from maslak_companion.logbooks.errors import LogbookFileNotFoundError
from maslak_companion.logbooks.files import get_file
from maslak_companion.logbooks.services import may_read_file
from maslak_companion.placements import wording
from maslak_companion.placements.contract_views import refuse
from maslak_companion.placements.desk import current_actor, current_day, get_own_placement, is_registrar, read_own
from maslak_companion.placements.errors import InvalidPlacementError, PeriodInUseError, PlacementNotFoundError, StalePlacementError
from maslak_companion.placements.forms import read_day, read_mission
from maslak_companion.placements.missions import (
    MOST_TARGETS,
    MissionFacts,
    agree,
    check_mission,
    create_mission,
    get_mission,
    revise_mission,
    withdraw_mission,
)
from maslak_companion.placements.periods import add_period, lay_out_periods, list_periods, remove_period
from maslak_companion.placements.services import list_events
from maslak_companion.room_files import serve_room_files
from maslak_companion.sign_offs.links import list_latest_links
from maslak_domain.competency import LEVELS
from maslak_web.access import requires_role, signed_in
from maslak_web.bearer import open_to_tokens
from maslak_web.clock import now
from maslak_web.i18n import localized_text
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session

blueprint = Blueprint("placements", __name__, url_prefix="/placements", template_folder="templates")
serve_room_files(blueprint)
_STAFF = ("registrar", "instructor")
_PAGE = "/<uuid:placement_id>"


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    entry = NavigationEntry("placements.list_page", lazy_gettext("Alternance"), roles=_STAFF, order=35)
    add_navigation(state.app, entry)  # type: ignore[arg-type]


@blueprint.get("")
@requires_role(*_STAFF)
def list_page() -> str:
    """Show the placements, whoever needs something first."""
    found = read_own(most_entries=0)
    record_access(current_session(), learner_ids=[each.learner.id for each in found], what="placement", at=now())
    links, framework = _open_links([each.tutor_id for each in found]), read_framework(current_settings().courses)
    title = lambda key: localized_text(title_of(framework, key))  # noqa: E731
    rows = [
        {
            "facts": each.placement,
            "id": UUID(hex=each.placement.key),
            "name_ar": each.learner.name_ar,
            "name_latin": each.learner.name_latin,
            "alerts": wording.describe_alerts(each.placement.alerts, title),
            "needs": wording.list_needs(each, has_link=each.tutor_id in links, today=current_day()),
        }
        for each in found
    ]
    rows.sort(key=lambda row: (not row["alerts"], not row["needs"]))
    return render_template("placements/list.html", rows=rows, words=wording, may_add=is_registrar())


@blueprint.get(_PAGE)
@requires_role(*_STAFF)
def placement_page(placement_id: UUID) -> str:
    """Show one placement whole."""
    return _render(placement_id)


@blueprint.post(f"{_PAGE}/periods")
@requires_role(*_STAFF)
def new_period(placement_id: UUID) -> BaseResponse:
    """Add a period, or lay out all of them from the rhythm."""
    get_own_placement(placement_id)
    session, typed = current_session(), request.form
    if typed.get("act") == "lay_out":
        lay_out_periods(session, placement_id, current_actor())
        return _back(placement_id)
    try:
        first, last = read_day(typed, "starts_on"), read_day(typed, "ends_on")
        add_period(session, placement_id, kind=typed.get("kind", ""), starts_on=first, ends_on=last, actor=current_actor())
    except InvalidPlacementError as error:
        return refuse(error, lambda typed, errors: _render(placement_id, typed, errors))
    return _back(placement_id)


@blueprint.post(f"{_PAGE}/periods/<uuid:period_id>/remove")
@requires_role(*_STAFF)
def drop_period(placement_id: UUID, period_id: UUID) -> BaseResponse:
    """Take away a period on which nothing stands yet."""
    get_own_placement(placement_id)
    try:
        remove_period(current_session(), placement_id, period_id, current_actor())
    except PeriodInUseError:
        flash(gettext("This period stays: a mission, a synthesis or an answer stands on it."), "error")
    return _back(placement_id)


@blueprint.get(f"{_PAGE}/missions/new")
@requires_role(*_STAFF)
def new_mission(placement_id: UUID) -> str:
    """Show the form of a new mission."""
    get_own_placement(placement_id)
    return _render_mission(placement_id, {}, {})


@blueprint.post(f"{_PAGE}/missions/new")
@requires_role(*_STAFF)
def add_mission(placement_id: UUID) -> BaseResponse:
    """Write a mission."""
    get_own_placement(placement_id)
    try:
        mission = read_mission(request.form)
        check_mission(mission, read_framework(current_settings().courses))
        create_mission(current_session(), placement_id, mission, current_actor())
    except InvalidPlacementError as error:
        return refuse(error, lambda typed, errors: _render_mission(placement_id, typed, errors))
    return _back(placement_id)


@blueprint.get(f"{_PAGE}/missions/<uuid:mission_id>")
@requires_role(*_STAFF)
def mission_form(placement_id: UUID, mission_id: UUID) -> str:
    """Show a mission as it stands, to be revised."""
    facts = _get_open_mission(placement_id, mission_id)
    return _render_mission(placement_id, _fill_mission(facts), {}, mission_id=mission_id)


@blueprint.post(f"{_PAGE}/missions/<uuid:mission_id>")
@requires_role(*_STAFF)
def change_mission(placement_id: UUID, mission_id: UUID) -> BaseResponse:
    """Revise a mission, agree to it, or withdraw it."""
    row, session, act = get_own_placement(placement_id), current_session(), request.form.get("act")
    _get_open_mission(placement_id, mission_id)
    revision = request.form.get("revision", type=int, default=0)
    if act == "withdraw":
        withdraw_mission(session, placement_id, mission_id, current_actor())
        return _back(placement_id)
    if act == "agree" and row.academic_tutor_id == get_current_account().id:
        agree(session, placement_id, mission_id, role="academic_tutor", revision=revision, actor=current_actor())
        return _back(placement_id)
    try:
        mission = read_mission(request.form)
        check_mission(mission, read_framework(current_settings().courses))
        revise_mission(session, placement_id, mission_id, mission, current_actor(), revision=revision)
    except (InvalidPlacementError, StalePlacementError) as error:
        return refuse(error, lambda typed, errors, message="": _render_mission(placement_id, typed, errors, message, mission_id))
    return _back(placement_id)


@blueprint.get("/files/<uuid:file_id>")
@signed_in
@open_to_tokens
def give_file(file_id: UUID) -> Response:
    """Give a proof to the learner who kept it, and to the staff who may read it."""
    session, account = current_session(), get_current_account()
    row = get_file(session, file_id)
    if not may_read_file(session, row, learner_id=account.learner_id, account_id=account.id, is_registrar=is_registrar()):
        raise LogbookFileNotFoundError("there is no such file")
    return give(session, file_id)


def _render(placement_id: UUID, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> str:
    session, row = current_session(), get_own_placement(placement_id)
    (facts,) = read_own(placement_id)
    record_access(session, learner_ids=[facts.learner.id], what="placement", at=now())
    links = _open_links([row.tutor_id])
    is_academic_tutor = row.academic_tutor_id == get_current_account().id
    framework = read_framework(current_settings().courses)
    return render_template(
        "placements/placement.html",
        id=placement_id,
        placement=facts.placement,
        name_ar=facts.learner.name_ar,
        name_latin=facts.learner.name_latin,
        tutor_id=row.tutor_id,
        tutor_left=facts.tutor_left,
        link=links.get(row.tutor_id) if row.tutor_id else None,
        sign_offs={key: (each.kind, each.signed_at, facts.countersignatures.get(each.id)) for key, each in facts.sign_offs.items()},
        alerts=wording.describe_alerts(facts.placement.alerts, lambda key: localized_text(title_of(framework, key))),
        needs=wording.list_needs(facts, has_link=row.tutor_id in links, today=current_day()),
        events=[(event.kind, event.at, event.detail) for event in list_events(session, placement_id)],
        is_registrar=is_registrar(),
        is_academic_tutor=is_academic_tutor,
        titles=lambda key: title_of(framework, key),
        # The block's keys are plain hexadecimal; addresses hold ids as they are written.
        uid=lambda key: UUID(hex=key),
        levels=LEVELS,
        today=current_day(),
        words=wording,
        follow_up=follow_up,
        typed=typed or {},
        errors=errors or {},
    )


def _render_mission(
    placement_id: UUID, typed: Mapping[str, Any], errors: Mapping[str, str], message: str = "", mission_id: UUID | None = None
) -> str:
    framework = read_framework(current_settings().courses)
    periods = [each for each in list_periods(current_session(), [placement_id]) if each.kind == "company"]
    return render_template(
        "placements/mission.html",
        id=placement_id,
        mission_id=mission_id,
        typed=typed,
        errors=errors,
        message=message,
        periods=[(str(each.id), each.starts_on, each.ends_on) for each in periods],
        groups=[
            (titles, [(each.id, each.title) for each in framework.competencies.values() if each.group == key])
            for key, titles in framework.groups.items()
        ],
        levels=LEVELS,
        # Room for two more than there are; whoever needs still more saves once.
        rows=range(min(max(sum(name.startswith("competency-") and bool(typed[name]) for name in typed) + 2, 4), MOST_TARGETS)),
    )


def _get_open_mission(placement_id: UUID, mission_id: UUID) -> MissionFacts:
    """Return a mission that the signed-in person may read: a confidential one is the academic tutor's alone at the school."""
    row = get_own_placement(placement_id)
    facts = get_mission(current_session(), placement_id, mission_id)
    if facts.is_confidential and row.academic_tutor_id != get_current_account().id:
        raise PlacementNotFoundError("this mission is confidential")
    return facts


def _fill_mission(facts: MissionFacts) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "text": facts.text, "is_confidential": facts.is_confidential, "period_id": facts.period_id or "", "revision": facts.revision,
    }  # fmt: skip
    for number, target in enumerate(facts.targets):
        typed |= {f"competency-{number}": target.competency, f"level-{number}": target.level}
    return typed


def _open_links(tutor_ids: list[UUID | None]) -> dict[UUID, Any]:
    """Return until when each tutor's link is good; a tutor whose link ended has none."""
    found = list_latest_links(current_session(), [each for each in tutor_ids if each])
    return {key: each.expires_at for key, each in found.items() if each.withdrawn_at is None and each.expires_at > now()}


def _back(placement_id: UUID) -> BaseResponse:
    return redirect(url_for("placements.placement_page", placement_id=placement_id), 303)
