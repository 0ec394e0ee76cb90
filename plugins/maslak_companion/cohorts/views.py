"""The instructor's pages: the offerings, and how one offering's learners and questions are doing."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.wrappers import Response

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings, current_shelf
from maslak_companion.classroom.errors import UnitNotFoundError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.runtime.running import count_running
from maslak_companion.cohorts.chapters import FIRST_QUESTIONS, count_questions, read_cells, sort_questions
from maslak_companion.cohorts.exam_form import InvalidDurationError, read_minutes
from maslak_companion.cohorts.exams import list_exam_lines
from maslak_companion.cohorts.services import CoursePlan, find_course, list_item_reports, list_standings, make_plan
from maslak_companion.offerings.errors import OfferingNotFoundError
from maslak_companion.offerings.facts import describe_group, describe_offering
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import (
    get_offering,
    list_exams,
    list_led_offerings,
    list_offering_groups,
    list_offering_learners,
    record_exam_mode,
)
from maslak_companion.room_files import serve_room_files
from maslak_domain.competency import LEVELS
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.page_context import NavigationEntry, add_navigation
from maslak_web.sessions import current_session

blueprint = Blueprint("cohorts", __name__, url_prefix="/cohorts", template_folder="templates")
serve_room_files(blueprint)


@blueprint.record_once
def _add_to_navigation(state: BlueprintSetupState) -> None:
    add_navigation(state.app, NavigationEntry("cohorts.list_page", lazy_gettext("My groups"), roles=("instructor",), order=20))  # type: ignore[arg-type]


@blueprint.get("")
@requires_role("instructor")
def list_page() -> str:
    """Show the offerings that the instructor leads."""
    session = current_session()
    lines = [
        {
            "offering": describe_offering(offering),
            "groups": [describe_group(group) for group in list_offering_groups(session, offering)],
            "learners": len(list_offering_learners(session, offering)),
        }
        for offering in list_led_offerings(session, get_current_account().id)
    ]
    return render_template("cohorts/list.html", lines=lines)


@blueprint.get("/<offering>")
@requires_role("instructor")
def cohort_page(offering: str) -> str:
    """Show the learners, whoever needs attention first, and how each question was answered: by chapter, or within the one asked for."""
    session, led = current_session(), _get_led_offering(offering)
    learners = {learner.id: (learner.name_ar, learner.name_latin) for learner in list_offering_learners(session, led)}
    course = find_course(session, current_shelf(), led)
    plan = make_plan(course, read_framework(current_settings().courses))
    at = now()
    standings = list_standings(session, plan, led, list(learners), at)
    record_access(session, learner_ids=list(learners), what="cohort", at=at)
    words, chapter = _attention_words(plan), plan.choose_chapter(request.args.get("chapter"))
    items = list_item_reports(session, course, led, list(learners))
    return render_template(
        "cohorts/cohort.html",
        offering=describe_offering(led),
        groups=[describe_group(group) for group in list_offering_groups(session, led)],
        plan=plan,
        chapter=chapter,
        rows=[(learners[standing.learner_id], standing, read_cells(plan, standing)) for standing in standings],
        counts=[(code, sum(each.attention == code for each in standings)) for code in words],
        attention=words,
        levels=LEVELS,
        items=sort_questions(items, chapter),
        first=FIRST_QUESTIONS,
        questions=count_questions(plan, items),
        titles={key: node.titles for key, node in course.nodes.items()} if course else {},
    )


@blueprint.get("/<offering>/exams")
@requires_role("instructor")
def exams_page(offering: str) -> str:
    """Show which checkpoints and labs are taken as an exam, and for how long."""
    return _render_exams(_get_led_offering(offering))


@blueprint.post("/<offering>/exams")
@requires_role("instructor")
def set_exam(offering: str) -> Response:
    """Take a checkpoint or lab as an exam, with or without a duration, or no longer."""
    session, led = current_session(), _get_led_offering(offering)
    usage_key, is_on = request.form.get("usage", ""), request.form.get("exam") == "1"
    if usage_key not in {line.usage_key for line in list_exam_lines(find_course(session, current_shelf(), led), {})}:
        raise UnitNotFoundError("the course has no such checkpoint or lab", usage_key=usage_key[:200])
    typed = request.form.get("minutes", "")
    try:
        minutes = read_minutes(typed) if is_on else None
    except InvalidDurationError:
        return make_response(_render_exams(led, wrong=usage_key, typed=typed[:40]), 422)
    record_exam_mode(session, led, usage_key, is_on=is_on, minutes=minutes, author=get_current_account().id, at=now())
    flash(_say_exam(is_on=is_on, minutes=minutes), "success")
    return redirect(url_for("cohorts.exams_page", offering=led.key), 303)


def _render_exams(led: Offering, *, wrong: str = "", typed: str = "") -> str:
    """Draw the page; `wrong` is the block whose duration could not be read, and `typed` what was typed."""
    session = current_session()
    lines = list_exam_lines(find_course(session, current_shelf(), led), list_exams(session, led), count_running(session, led.id))
    error = gettext("Nothing was changed: write whole minutes from 1 to 600, or leave the field empty.")
    return render_template("cohorts/exams.html", offering=describe_offering(led), lines=lines, wrong=wrong, typed=typed, error=error)


def _say_exam(*, is_on: bool, minutes: int | None) -> str:
    words = gettext("From now on feedback comes at the end.") if is_on else gettext("From now on each answer is met with its feedback.")
    duration = ngettext("A new attempt takes %(num)d minute.", "A new attempt takes %(num)d minutes.", minutes) if minutes else ""
    return f"{words} {duration}".rstrip()


def _get_led_offering(key: str) -> Offering:
    """Return an offering that the signed-in instructor leads; another's is as if it did not exist."""
    offering = get_offering(current_session(), key)
    if offering.lead_account_id != get_current_account().id:
        raise OfferingNotFoundError("no offering has this key", offering=key)
    return offering


def _attention_words(plan: CoursePlan) -> dict[str, str]:
    return {
        "stuck": gettext("Needs help"),
        "silent": gettext("Silent for ten days"),
        "not_started": gettext("Not started"),
        "on_the_way": gettext("On the way"),
        "acquired": gettext("All acquired") if len(plan.competencies) > 1 else gettext("Acquired"),
        "excused": gettext("Excused"),
    }
