"""The pages on which arrangements are listed, given, changed and withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.desk import current_shelf
from maslak_companion.cohorts.arrangements import wording
from maslak_companion.cohorts.arrangements.access import ROLES, get_arranged_offering, is_administration, may_read_reason
from maslak_companion.cohorts.arrangements.blueprint import blueprint
from maslak_companion.cohorts.arrangements.forms import ArrangementForm, fill_form, read_form, read_revision, read_token
from maslak_companion.cohorts.arrangements.order import keep_values
from maslak_companion.cohorts.arrangements.page import (
    PAGE_SIZE,
    Line,
    Person,
    Roll,
    choose_lines,
    find_people,
    list_lines,
    list_shown_learners,
    read_roll,
)
from maslak_companion.cohorts.arrangements.places import find_choice, list_chapter_choices
from maslak_companion.cohorts.arrangements.preview import Preview, make_preview
from maslak_companion.cohorts.services import find_course
from maslak_companion.offerings.arrangements import (
    Act,
    Place,
    change_arrangement,
    check_terms,
    get_arrangement,
    give_arrangement,
    withdraw_arrangement,
)
from maslak_companion.offerings.errors import ArrangementNotFoundError, GroupNotFoundError, StaleArrangementError
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.granted import Terms
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.wording import list_words
from maslak_companion.people.errors import LearnerNotFoundError
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.sessions import abandon_session, current_session

__all__ = ["blueprint"]

_MOST_FOUND = 30


@blueprint.get("")
@requires_role(*ROLES)
def list_page(offering: str) -> str:
    """Show what was granted, filtered by whom it is for and whether it is in force."""
    found = _find_offering(offering)
    lines, roll = list_lines(current_session(), found, _find_course(found), now())
    query, state = request.args.get("q", "").strip()[:100], request.args.get("state", "current")
    state = state if state in wording.state_words() else "current"
    chosen = choose_lines(lines, query, state)
    page = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-len(chosen) // PAGE_SIZE)))
    shown = chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    record_access(current_session(), learner_ids=list_shown_learners(shown), what="arrangement", at=now())
    return _render(
        "list", found, roll, lines=shown, total=len(chosen), everything=len(lines), query=query, state=state, page=page,
        pages=-(-len(chosen) // PAGE_SIZE), states=wording.state_words(),
    )  # fmt: skip


@blueprint.get("/new")
@requires_role(*ROLES)
def new_page(offering: str) -> str:
    """Ask for whom it is, then show the form."""
    found, session = _find_offering(offering), current_session()
    roll = read_roll(session, found)
    if request.args.get("learner") or request.args.get("group"):
        person = _find_person(roll, request.args.get("learner", ""), request.args.get("group", ""))
        return _render_form(found, roll, person, ArrangementForm())
    query = request.args.get("q", "").strip()[:100]
    people = find_people(roll, query, current_language())
    shown = people[:_MOST_FOUND]
    record_access(session, learner_ids=[each.learner_id for each in shown if each.learner_id], what="arrangement", at=now())
    return _render("choose", found, roll, people=shown, is_cut=len(people) > _MOST_FOUND, limit=_MOST_FOUND, query=query)


@blueprint.post("/new")
@requires_role(*ROLES)
def give(offering: str) -> Response:
    """Show what it would mean, or grant it; a refusal keeps everything that was typed."""
    found = _find_offering(offering)
    roll = read_roll(current_session(), found)
    person = _find_person(roll, request.form.get("learner", ""), request.form.get("group", ""))
    form = _read_form(found)
    _check(form, found, before=None)
    if form.errors or request.form.get("action") != "give":
        return _answer(found, roll, person, form)
    place = Place(person.learner_id, person.group_id, form.usage_key)
    give_arrangement(current_session(), found, place, form.terms, form.reason, _make_act(form.token))
    flash(gettext("It is granted. It holds from now on."), "success")
    return _back(found)


@blueprint.get("/<uuid:arrangement_id>")
@requires_role(*ROLES)
def arrangement_page(offering: str, arrangement_id: UUID) -> str:
    """Show an arrangement with its history, to be changed or withdrawn."""
    found = _find_offering(offering)
    line, roll = _find_line(found, arrangement_id)
    form = fill_form(line.usage_key, line.terms, _read_reason(found, line), line.revision, current_language())
    return _render_form(found, roll, line.person, form, line)


@blueprint.post("/<uuid:arrangement_id>")
@requires_role(*ROLES)
def change(offering: str, arrangement_id: UUID) -> Response:
    """Show what a change would mean, or make it; somebody else's change meanwhile is not overwritten."""
    found = _find_offering(offering)
    line, roll = _find_line(found, arrangement_id)
    form = _read_form(found, line.usage_key)
    _check(form, found, before=line.terms)
    if form.errors or request.form.get("action") != "give":
        return _answer(found, roll, line.person, form, line)
    # Somebody who may not read the reason leaves it as it is by writing none.
    reason = None if not form.reason and not may_read_reason(get_current_account(), line.reason_author) else form.reason
    try:
        change_arrangement(
            current_session(), found, line.id, form.usage_key, form.terms, reason, _make_act(form.token), revision=form.revision
        )
    except StaleArrangementError:
        return _refuse_stale(found, form, arrangement_id)
    flash(gettext("The change is saved. It holds from now on."), "success")
    return _back(found)


@blueprint.post("/<uuid:arrangement_id>/withdraw")
@requires_role(*ROLES)
def withdraw(offering: str, arrangement_id: UUID) -> Response:
    """Withdraw an arrangement."""
    found = _find_offering(offering)
    act, revision = _make_act(read_token(request.form.get("token", ""))), read_revision(request.form.get("revision", ""))
    try:
        withdraw_arrangement(current_session(), found, arrangement_id, act, revision=revision)
    except StaleArrangementError:
        line, _roll = _find_line(found, arrangement_id)
        form = fill_form(line.usage_key, line.terms, _read_reason(found, line), revision, current_language())
        return _refuse_stale(found, form, arrangement_id)
    flash(gettext("It is withdrawn. What was answered meanwhile counts."), "success")
    return _back(found)


@blueprint.app_template_global("say_granted")
def _say_granted(terms: Terms, values: frozenset[str] | None = None) -> str:
    return " · ".join(list_words(terms if values is None else keep_values(terms, values)))


def _find_offering(key: str) -> Offering:
    return get_arranged_offering(current_session(), get_current_account(), key)


def _find_course(offering: Offering) -> CourseRelease | None:
    return find_course(current_session(), current_shelf(), offering)


def _find_person(roll: Roll, learner: str, group: str) -> Person:
    """Return for whom it is; raises LearnerNotFoundError or GroupNotFoundError for somebody who does not take the offering."""
    if learner:
        known = next((each for each in roll.enrolled if str(each) == learner), None)
        if known is None:
            raise LearnerNotFoundError("no such learner takes this offering")
        return roll.describe(known, None)
    found = next((each for each in roll.groups if str(each) == group), None)
    if found is None:
        raise GroupNotFoundError("no such group takes this offering")
    return roll.describe(None, found)


def _find_line(offering: Offering, arrangement_id: UUID) -> tuple[Line, Roll]:
    lines, roll = list_lines(current_session(), offering, _find_course(offering), now())
    line = next((each for each in lines if each.id == arrangement_id), None)
    if line is None:
        raise ArrangementNotFoundError("the offering has no such arrangement")
    return line, roll


def _read_reason(offering: Offering, line: Line) -> str:
    if not may_read_reason(get_current_account(), line.reason_author):
        return ""
    return get_arrangement(current_session(), offering, line.id).private_reason


def _read_form(offering: Offering, kept_usage: str | None = None) -> ArrangementForm:
    return read_form(request.form, _find_course(offering), current_language(), kept_usage)


def _check(form: ArrangementForm, offering: Offering, before: Terms | None) -> None:
    usual = (offering.opens_at, offering.closes_at)
    for name, fault in check_terms(form.terms, form.reason, usual=usual, at=now(), before=before).items():
        # What cannot be read grants nothing, and that is not a second fault.
        if name != "terms" or not form.errors:
            form.errors.setdefault(name, fault)


def _make_act(token: UUID) -> Act:
    return Act(get_current_account().id, now(), token)


def _answer(offering: Offering, roll: Roll, person: Person, form: ArrangementForm, line: Line | None = None) -> Response:
    """Show the form again: with what is wrong, or with what it will mean."""
    if form.errors:
        abandon_session()
        return make_response(_render_form(offering, roll, person, form, line), 422)
    lines, _roll = list_lines(current_session(), offering, None, now())
    others = [each.holder for each in lines if each.withdrawn_at is None and (line is None or each.id != line.id)]
    at = line.granted_at if line else now()
    block = find_choice(_find_course(offering), form.usage_key)
    preview = make_preview(form, person, block, offering, current=others, roll=roll, at=at)
    return make_response(_render_form(offering, roll, person, form, line, preview))


def _refuse_stale(offering: Offering, form: ArrangementForm, arrangement_id: UUID) -> Response:
    abandon_session()
    current_session().rollback()
    found = _find_offering(offering.key)
    line, roll = _find_line(found, arrangement_id)
    words = gettext("Somebody else changed or withdrew this meanwhile, so nothing was saved. Reload the page to see what stands now.")
    return make_response(_render_form(found, roll, line.person, form, line, message=words), 409)


def _render_form(
    offering: Offering,
    roll: Roll,
    person: Person,
    form: ArrangementForm,
    line: Line | None = None,
    preview: Preview | None = None,
    message: str = "",
) -> str:
    account, lines = get_current_account(), [line] if line else []
    shown = {*list_shown_learners(lines), *([person.learner_id] if person.learner_id else [])}
    if not form.errors and not message:
        record_access(current_session(), learner_ids=sorted(shown), what="arrangement", at=now())
    return _render(
        "form", offering, roll, person=person, form=form, line=line, preview=preview, message=message,
        chapters=list_chapter_choices(_find_course(offering)),
        reads_reason=line is None or may_read_reason(account, line.reason_author),
        errors={name: wording.error_words()[fault] for name, fault in form.errors.items()}, event_words=wording.event_words(),
    )  # fmt: skip


def _render(name: str, offering: Offering, roll: Roll, **values: Any) -> str:
    course = _find_course(offering)

    def find_block(usage_key: str | None) -> object:
        return find_choice(course, usage_key)

    return render_template(
        f"arrangements/{name}.html",
        offering=describe_offering(offering),
        usual=(offering.opens_at, offering.closes_at),
        describe=roll.describe,
        find_block=find_block,
        is_lead=offering.lead_account_id == get_current_account().id,
        is_administration=is_administration(get_current_account()),
        **values,
    )


def _back(offering: Offering) -> Response:
    return redirect(url_for("arrangements.list_page", offering=offering.key), 303)
