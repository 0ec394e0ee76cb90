"""The page on which ready marks are published together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from maslak_companion.accounts.models import Account
from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings
from maslak_companion.dossiers.marking.access import ROLES, Work, get_marked_offering, list_works
from maslak_companion.dossiers.marking.blueprint import blueprint
from maslak_companion.dossiers.marking.drafts import Act, score_stage
from maslak_companion.dossiers.marking.errors import NothingChosenError, StaleMarkingError
from maslak_companion.dossiers.marking.forms import read_chosen
from maslak_companion.dossiers.marking.mark_file import list_marks, write_file
from maslak_companion.dossiers.marking.models import Marking
from maslak_companion.dossiers.marking.publishing import list_ready, publish_together
from maslak_companion.dossiers.teams import Team, list_teams_by_id
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.models import Offering
from maslak_domain.language import LocalizedText, format_decimal
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language, format_day, localized_text
from maslak_web.sessions import abandon_session, current_session

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One mark that waits to be published; `mark` lies on the offering's scale, None where a criterion is missing."""

    marking_id: UUID
    version: int
    round_id: UUID
    project_titles: LocalizedText
    stage_titles: LocalizedText
    team_number: int
    team: Team | None
    number: int
    mark: Decimal | None
    marker: str


@blueprint.get("/publish/<offering>")
@requires_role(*ROLES)
def publish_page(offering: str) -> str:
    """Show the marks of an offering that are ready."""
    return _render(get_marked_offering(current_session(), get_current_account(), offering))


@blueprint.post("/publish/<offering>")
@requires_role(*ROLES)
def publish(offering: str) -> Response:
    """Publish the chosen ones: the teams see them, and the competencies of their members move."""
    session, account = current_session(), get_current_account()
    found = get_marked_offering(session, account, offering)
    act, chosen = Act(account.id, account.display_name or account.login, now()), read_chosen(request.form)
    try:
        learners = publish_together(session, found, chosen, act, issuer=current_settings().institution)
    except NothingChosenError:
        return _refuse(offering, gettext("Nothing was published: choose at least one mark."), 422)
    except StaleMarkingError:
        return _refuse(offering, gettext("Nothing was published: a mark changed meanwhile. The list below is the newest."), 409)
    flash(ngettext("Published: %(num)d learner sees it now.", "Published: %(num)d learners see them now.", len(learners)), "success")
    return redirect(url_for("marking.queue_page"), 303)


@blueprint.get("/marks/<offering>")
@requires_role(*ROLES)
def mark_file(offering: str) -> Response:
    """Give the published marks of an offering as a file for a spreadsheet."""
    session, language = current_session(), current_language()
    found = get_marked_offering(session, get_current_account(), offering)
    lines = list(list_marks(session, found))
    rows: list[list[str | int | Decimal | None]] = [
        [each.student_number, each.name_ar, each.name_latin, each.team, _say(each.project), _say(each.stage), each.round,
         gettext("late") if each.is_late else "", each.mark, format_day(each.published_at)]
        for each in lines
    ]  # fmt: skip
    response = make_response(write_file([_head(found), *rows], language))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="marks-{secure_filename(found.key)}.csv"'
    record_access(session, learner_ids=sorted({each.learner_id for each in lines}), what="dossier", at=now())
    return response


def _head(offering: Offering) -> list[str | int | Decimal | None]:
    scale = format_decimal(offering.scale, current_language())
    return [
        gettext("Student number"), gettext("Name in Arabic"), gettext("Name in Latin letters"), gettext("Team"), gettext("Project"),
        gettext("Stage"), gettext("Round"), gettext("Late"), gettext("Mark on %(scale)s", scale=scale), gettext("Published on"),
    ]  # fmt: skip


def _say(titles: LocalizedText) -> str:
    return localized_text(titles) if titles else ""


def _render(offering: Offering, message: str = "") -> str:
    session = current_session()
    lines = _make_lines(session, offering)
    return render_template("marking/publish.html", offering=describe_offering(offering), lines=lines, message=message)


def _make_lines(session: Session, offering: Offering) -> list[ReadyLine]:
    rows = list_ready(session, [offering.id])
    works = list_works(session, offering, [row.round_id for row in rows])
    teams = list_teams_by_id(session, {work.dossier.id for work in works.values()})
    markers = select(Account.id, Account.display_name).where(Account.id.in_({row.marker_id for row in rows}))
    names = {row.id: row.display_name for row in session.execute(markers)}
    return [_make_line(row, works[row.round_id], teams, row.signed_as or names.get(row.marker_id, "")) for row in rows]


def _make_line(row: Marking, work: Work, teams: Mapping[UUID, Team], marker: str) -> ReadyLine:
    score = score_stage(work.project, work.stage, row.body)
    return ReadyLine(
        marking_id=row.id,
        version=row.version,
        round_id=row.round_id,
        project_titles=work.project.titles if work.project else {},
        stage_titles=work.stage.titles if work.stage else {},
        team_number=work.number,
        team=None if work.hides_names else teams[work.dossier.id],
        number=work.round.number,
        mark=None if score is None else (score * work.offering.scale).quantize(_CENT),
        marker=marker,
    )


def _refuse(offering: str, message: str, status: int) -> Response:
    abandon_session()
    current_session().rollback()
    return make_response(_render(get_marked_offering(current_session(), get_current_account(), offering), message), status)
