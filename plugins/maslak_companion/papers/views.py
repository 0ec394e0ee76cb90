"""Pages about papers: make one for a stay, print it, find it again by its number, and enter what came back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework, title_of
from maslak_companion.papers import wording
from maslak_companion.papers.access import get_readable_paper, get_readable_placement, is_own, may_handle, may_receive
from maslak_companion.papers.codes import write_code
from maslak_companion.papers.errors import (
    InvalidReceiptError,
    NothingToPrintError,
    PaperNotFoundError,
    PaperOutdatedError,
    PaperReceivedError,
)
from maslak_companion.papers.forms import read_arrival, read_paper_answer
from maslak_companion.papers.models import Paper, PaperReceipt
from maslak_companion.papers.page import describe_answer, describe_paper, describe_refusal
from maslak_companion.papers.receiving import LARGEST_SCAN, find_change, receive_paper
from maslak_companion.papers.services import Press, find_obstacle, get_paper_of, is_confidential, list_papers, make_paper
from maslak_companion.placements.desk import current_actor, current_day
from maslak_companion.placements.services import get_tutor
from maslak_companion.room_files import serve_room_files
from maslak_companion.sign_offs import wording as answers
from maslak_companion.sign_offs.content import read_claim
from maslak_companion.sign_offs.errors import AlreadyCountersignedError, InvalidAnswerError
from maslak_companion.sign_offs.models import SignOff
from maslak_companion.sign_offs.services import find_latest
from maslak_companion.sign_offs.tutor_page import describe_claim
from maslak_domain.errors import DomainError
from maslak_domain.language import LANGUAGES, Language
from maslak_web.access import requires_role, signed_in
from maslak_web.clock import now
from maslak_web.i18n import LANGUAGE_NAMES
from maslak_web.sessions import abandon_session, current_session
from maslak_web.typesetting import typeset

blueprint = Blueprint("papers", __name__, url_prefix="/papers", template_folder="templates")
serve_room_files(blueprint)
_STAFF = ("registrar", "instructor")
_SHEET = Path(__file__).parent / "sheet.typ"
_STAY = "/<uuid:placement_id>/<uuid:period_id>"
_FORM_ROOM = 256 * 1024


@blueprint.url_value_preprocessor
def make_room_for_a_scan(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let somebody who is signed in send a scan; everything else stays as small as a form."""
    if endpoint == "papers.receive" and current_user.is_authenticated:
        request.max_content_length = LARGEST_SCAN + _FORM_ROOM


@blueprint.get("")
@requires_role(*_STAFF)
def find_page() -> BaseResponse:
    """Ask for the number of a paper that came back, and lead to it."""
    typed = request.args.get("code", "").strip()[:60]
    if not typed:
        return make_response(render_template("papers/find.html", typed="", error=""))
    try:
        paper, _ = get_readable_paper(typed)
    except PaperNotFoundError:
        error = gettext("No paper of this school has this number. Read it once more at the foot of the sheet.")
        return make_response(render_template("papers/find.html", typed=typed, error=error), 404)
    return redirect(url_for("papers.paper_page", code=paper.code), 303)


@blueprint.get(_STAY)
@signed_in
def stay_page(placement_id: UUID, period_id: UUID) -> str:
    """Show the papers of a stay, and how another one is made."""
    placement, session = get_readable_placement(placement_id), current_session()
    claim = read_claim(session, placement_id, period_id)
    record_access(session, learner_ids=[placement.learner_id], what="placement", at=now())
    tutor = get_tutor(session, placement.tutor_id) if placement.tutor_id else None
    obstacle = find_obstacle(claim, current_day())
    if obstacle is None and not may_handle(placement, is_confidential=is_confidential(claim)):
        obstacle = "confidential"
    return render_template(
        "papers/stay.html",
        id=placement_id,
        period_id=period_id,
        claim={"name_ar": claim.learner.name_ar, "name_latin": claim.learner.name_latin, "company": placement.company,
               "starts_on": claim.period.starts_on, "ends_on": claim.period.ends_on, "entries": len(claim.entries)},
        obstacle=wording.obstacle_words()[obstacle] if obstacle else "",
        tutor=tutor.name if tutor else "",
        language_of_tutor=tutor.language if tutor else "fr",
        languages=list(LANGUAGE_NAMES.items()),
        papers=[describe_paper(paper, receipt) for paper, receipt in list_papers(session, period_id)],
        is_own=is_own(placement),
    )  # fmt: skip


@blueprint.post(_STAY)
@signed_in
def make(placement_id: UUID, period_id: UUID) -> BaseResponse:
    """Put the stay on paper as it stands now."""
    placement, session, settings = get_readable_placement(placement_id), current_session(), current_settings()
    claim = read_claim(session, placement_id, period_id)
    wish = request.form.get("language", "")
    language: Language = wish if wish in LANGUAGES else "fr"
    if not may_handle(placement, is_confidential=is_confidential(claim)):
        raise NothingToPrintError("this stay is confidential", reason="confidential")
    press = Press(settings.institution_names, read_framework(settings.courses), language, current_day())
    try:
        paper = make_paper(session, placement_id, period_id, press, current_actor())
    except NothingToPrintError as error:
        abandon_session()
        session.rollback()
        flash(wording.obstacle_words()[str(error.params["reason"])], "error")
        return redirect(url_for("papers.stay_page", placement_id=placement_id, period_id=period_id), 303)
    return redirect(url_for("papers.paper_page", code=paper.code), 303)


@blueprint.get("/answers/<uuid:sign_off_id>")
@requires_role(*_STAFF)
def paper_of_answer(sign_off_id: UUID) -> BaseResponse:
    """Lead to the paper on which an answer came; whoever may not see it does not learn its number either."""
    paper, _ = get_readable_paper(get_paper_of(current_session(), sign_off_id).code)
    return redirect(url_for("papers.paper_page", code=paper.code), 303)


@blueprint.get("/<code>")
@signed_in
def paper_page(code: str) -> str:
    """Show one paper: to print, to enter once it came back, or as it was entered."""
    return _render(code)


@blueprint.post("/<code>")
@requires_role(*_STAFF)
def receive(code: str) -> BaseResponse:
    """Enter what came back: the scan, and what the tutor wrote."""
    paper, placement = get_readable_paper(code)
    if not may_receive(placement, is_confidential=paper.is_confidential):
        raise PaperNotFoundError("this paper is not this person's to receive")
    session = current_session()
    try:
        claim = read_claim(session, paper.placement_id, paper.period_id)
        answer, arrival = read_paper_answer(request.form, paper, claim), read_arrival(request.form, request.files.get("scan"))
        receive_paper(session, paper, answer, arrival, today=current_day(), actor=current_actor())
    except (InvalidReceiptError, InvalidAnswerError, PaperOutdatedError, PaperReceivedError, AlreadyCountersignedError) as error:
        abandon_session()
        session.rollback()
        return make_response(_render(code, error), 422 if isinstance(error, (InvalidReceiptError, InvalidAnswerError)) else 409)
    flash(gettext("The answer on paper is recorded. The academic tutor countersigns it like any other."), "success")
    return redirect(url_for("papers.paper_page", code=paper.code), 303)


@blueprint.get("/<code>/sheet.pdf")
@signed_in
def sheet(code: str) -> Response:
    """Give the paper to be printed: the same bytes as often as it is asked for."""
    paper = _get_handled(code)
    # What is printed starts where the world reaches the school, not at the address of this request.
    address = current_settings().public_base_url.rstrip("/") + url_for("papers.paper_page", code=paper.code)
    values = {**paper.sheet, "code": write_code(paper.code), "picture": _draw(address)}
    return _give(typeset(_SHEET, values, made_at=paper.made_at), "application/pdf", f"{write_code(paper.code)}.pdf")


@blueprint.get("/<code>/scan")
@signed_in
def scan(code: str) -> Response:
    """Give the scan to be kept, never to be run or shown in our own name."""
    receipt = current_session().get(PaperReceipt, _get_handled(code).id)
    if receipt is None:
        raise PaperNotFoundError("this paper has not come back")
    return _give(receipt.scan, receipt.scan_type, receipt.scan_name)


def _get_handled(code: str) -> Paper:
    paper, placement = get_readable_paper(code)
    if not may_handle(placement, is_confidential=paper.is_confidential):
        raise PaperNotFoundError("this paper is confidential")
    record_access(current_session(), learner_ids=[placement.learner_id], what="placement", at=now())
    return paper


def _give(content: bytes, content_type: str, name: str) -> Response:
    response = send_file(io.BytesIO(content), mimetype=content_type, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _draw(address: str) -> str:
    """Return the address as an SVG picture of its QR code."""
    made = io.BytesIO()
    segno.make(address, error="m").save(made, kind="svg", border=0, dark="#17202a", xmldecl=False)
    return made.getvalue().decode()


def _render(code: str, error: DomainError | None = None) -> str:
    paper, placement = get_readable_paper(code)
    session = current_session()
    record_access(session, learner_ids=[placement.learner_id], what="placement", at=now())
    receipt, claim = session.get(PaperReceipt, paper.id), read_claim(session, paper.placement_id, paper.period_id)
    latest = find_latest(session, paper.period_id)
    change = None if receipt else find_change(paper, claim, latest)
    framework = read_framework(current_settings().courses)
    return render_template(
        "papers/paper.html",
        paper=describe_paper(paper, receipt),
        claim=describe_claim(claim, framework, lambda _: ""),
        id=paper.placement_id,
        period_id=paper.period_id,
        said=describe_answer(session.get_one(SignOff, receipt.sign_off_id)) if receipt else None,
        titles=lambda key: title_of(framework, key),
        change=change,
        changed=wording.change_words()[change] if change else "",
        may_handle=may_handle(placement, is_confidential=paper.is_confidential),
        may_receive=receipt is None and may_receive(placement, is_confidential=paper.is_confidential),
        is_own=is_own(placement),
        typed=request.form.to_dict() if error else _propose(),
        words=wording,
        answers=answers,
        languages=LANGUAGE_NAMES,
        **describe_refusal(error),
    )


def _propose() -> dict[str, str]:
    account = get_current_account()
    return {"received_on": current_day().isoformat(), "received_by": account.display_name or account.login}
