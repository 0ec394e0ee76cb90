"""The company tutor's pages: a link, a phone, three questions. Opening them changes nothing; only the button with the code does."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.logbooks.desk import give_file
from maslak_companion.placements.desk import current_day
from maslak_companion.room_files import serve_room_files
from maslak_companion.sign_offs import wording
from maslak_companion.sign_offs.content import Claim
from maslak_companion.sign_offs.errors import (
    AlreadyCountersignedError,
    AnsweredMeanwhileError,
    ContentChangedError,
    ExpiredLinkError,
    InvalidAnswerError,
    LinkLockedError,
    ReplayedAnswerError,
    UnknownLinkError,
    WithdrawnLinkError,
    WrongCodeError,
)
from maslak_companion.sign_offs.follow_up import describe_follow_up
from maslak_companion.sign_offs.forms import keep_fields, read_answer
from maslak_companion.sign_offs.links import check_open, find_link, get_tutor_of, log_refusal
from maslak_companion.sign_offs.models import TutorLink
from maslak_companion.sign_offs.services import (
    check_answer,
    find_draft,
    find_latest,
    find_tutor_placement,
    has_left,
    list_countersignatures,
    record_answer,
    save_draft,
)
from maslak_companion.sign_offs.tries import check_code, is_locked
from maslak_companion.sign_offs.tutor_page import describe_claim, list_claims, list_stays
from maslak_domain.errors import DomainError
from maslak_web.access import public
from maslak_web.clock import now
from maslak_web.i18n import prefer_language
from maslak_web.sessions import abandon_session, current_database, current_session

blueprint = Blueprint("tutor", __name__, url_prefix="/t", template_folder="templates")
serve_room_files(blueprint)
_REASON = "a company tutor has no account: the unguessable link opens the page, and only the six digits sign"
_PAGE = "/<token>/<uuid:period_id>"


@blueprint.get("/<token>")
@public(_REASON)
def apprentices(token: str) -> str:
    """Show every apprentice of the tutor, and what waits for an answer."""
    link = _open_link(token)
    stays, ends_at = list_stays(current_session(), link.tutor_id, current_day()), link.expires_at
    return render_template("sign_offs/apprentices.html", token=token, stays=stays, tutor=g.tutor_name, ends_at=ends_at, words=wording)


@blueprint.get(_PAGE)
@public(_REASON)
def claim_page(token: str, period_id: UUID) -> str:
    """Show one stay of one apprentice, and the three questions."""
    link = _open_link(token)
    claim = find_tutor_placement(current_session(), link, period_id, now())
    draft = find_draft(current_session(), link.tutor_id, period_id)
    return _render(token, link, claim, dict(draft.fields) if draft else {})


@blueprint.post(_PAGE)
@public(_REASON)
def answer(token: str, period_id: UUID) -> BaseResponse:
    """Keep a draft, or record an answer that comes with the right code."""
    link = _open_link(token)
    with current_database().session(reading=True) as session:
        if has_left(session, link.id, request.form.get("request_key", "")[:64]):
            return redirect(url_for("tutor.apprentices", token=token), 303)
        competencies = find_tutor_placement(session, link, period_id, now()).competencies
    fields = keep_fields(request.form, competencies)
    if request.form.get("kind") == "draft":
        return _keep_draft(token, link, period_id, fields)
    try:
        return _sign(token, link, period_id)
    except (WrongCodeError, LinkLockedError, InvalidAnswerError) as error:
        return _refuse(token, link, period_id, fields, error)
    except (ContentChangedError, AnsweredMeanwhileError, AlreadyCountersignedError, ReplayedAnswerError) as error:
        current_session().rollback()
        log_refusal(current_database(), link.id, error.code, now(), keeps=isinstance(error, ReplayedAnswerError))
        return _refuse(token, link, period_id, fields, error)


@blueprint.get("/<token>/files/<uuid:file_id>")
@public(_REASON)
def proof(token: str, file_id: UUID) -> Response:
    """Give a file that proves an entry of one of the tutor's apprentices."""
    link = _open_link(token)
    session = current_session()
    entries = (entry for claim in list_claims(session, link.tutor_id, current_day()) for entry in claim.entries)
    if any(each.file is not None and each.file.id == file_id for each in entries):
        return give_file(session, file_id)
    raise UnknownLinkError("no apprentice of this tutor kept such a file")


@blueprint.errorhandler(UnknownLinkError)
@blueprint.errorhandler(ExpiredLinkError)
@blueprint.errorhandler(WithdrawnLinkError)
def refuse_link(error: DomainError) -> Response:
    """Say why a link does not open. A refused attempt to sign stands in the link's history; looking stands in the log alone."""
    abandon_session()
    current_session().rollback()
    is_known = error.code != "unknown_link"
    log_refusal(current_database(), g.get("tutor_link_id"), error.code, now(), keeps=is_known and request.method == "POST")
    title, advice = wording.refusal_words()[error.code]
    return make_response(render_template("sign_offs/refused.html", title=title, advice=advice), 410 if is_known else 404)


@blueprint.after_request
def keep_to_itself(response: Response) -> Response:
    """Keep the address out of other sites' logs, of caches and of search engines."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if not (request.endpoint or "").endswith(".room_file"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _open_link(token: str) -> TutorLink:
    """Return the link of the address, read apart: the transaction of the answer begins only once its code was checked."""
    with current_database().session(reading=True) as session:
        link = find_link(session, token)
        if link is None:
            raise UnknownLinkError("no link has this token")
        tutor = get_tutor_of(session, link)
        g.tutor_link_id, g.tutor_name = link.id, tutor.name
        prefer_language(tutor.language)
    check_open(link, now())
    return link


def _keep_draft(token: str, link: TutorLink, period_id: UUID, fields: dict[str, str]) -> BaseResponse:
    save_draft(current_session(), link, period_id, fields, now())
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=204)
    flash(gettext("Your answers are kept. They are not signed yet."), "success")
    return redirect(url_for("tutor.claim_page", token=token, period_id=period_id), 303)


def _sign(token: str, link: TutorLink, period_id: UUID) -> BaseResponse:
    with current_database().session(reading=True) as session:
        claim = find_tutor_placement(session, link, period_id, now())
    sent = read_answer(request.form, claim.competencies)
    check_answer(claim, sent)
    check_code(current_database(), link.id, request.form.get("code", ""), now())
    record_answer(current_session(), link.id, period_id, sent, tutor_name=g.tutor_name, at=now())
    if sent.kind == "no_longer_tutor":
        flash(gettext("Thank you. The school will name somebody else; you are not asked any more about this apprentice."), "success")
        return redirect(url_for("tutor.apprentices", token=token), 303)
    flash(gettext("Thank you, your answer is recorded."), "success")
    return redirect(url_for("tutor.claim_page", token=token, period_id=period_id), 303)


def _refuse(token: str, link: TutorLink, period_id: UUID, fields: dict[str, str], error: DomainError) -> Response:
    """Answer with the page as it stands now and what was typed; the answers are kept as a draft, nothing is signed."""
    session = current_session()
    save_draft(session, link, period_id, fields, now())
    claim = find_tutor_placement(session, link, period_id, now())
    status = {"wrong_code": 403, "link_locked": 429, "invalid_answer": 422}.get(error.code, 409)
    return make_response(_render(token, link, claim, fields, error), status)


def _render(token: str, link: TutorLink, claim: Claim, typed: dict[str, str], error: DomainError | None = None) -> str:
    session = current_session()
    latest = find_latest(session, claim.period.id)
    framework = read_framework(current_settings().courses)
    said = list_countersignatures(session, [claim.placement.id]).get(latest.id) if latest else None
    return render_template(
        "sign_offs/claim.html",
        token=token,
        follow_up=describe_follow_up(session, claim),
        claim=describe_claim(claim, framework, lambda file_id: url_for("tutor.proof", token=token, file_id=file_id)),
        latest=latest and {
            "kind": latest.kind, "at": latest.signed_at, "ratings": latest.ratings, "remark": latest.remark,
            # Whoever follows the apprentice now must not take another's answer for their own.
            "name": "" if latest.tutor_id == link.tutor_id else latest.tutor_name,
        },
        has_changed=latest is not None and latest.digest != claim.digest,
        said=said and {"is_countersigned": said.is_countersigned, "name": said.name, "at": said.at, "reason": said.reason},
        follows=latest.revision if latest else 0,
        request_key=uuid4().hex,
        typed=typed,
        locked=is_locked(session, link.id),
        words=wording,
        **_describe_error(error),
    )  # fmt: skip


def _describe_error(error: DomainError | None) -> dict[str, Any]:
    """Return the sentence above the form, and the one beside the field that is meant."""
    if isinstance(error, WrongCodeError):
        left = int(str(error.params["left"]))
        return {"message": "", "errors": {"code": wording.code_words(left or None)}}
    if isinstance(error, LinkLockedError):
        return {"message": "", "errors": {"code": wording.code_words(None)}}
    if isinstance(error, InvalidAnswerError):
        field = str(error.params["field"])
        name = "remark_too_long" if error.params.get("reason") == "too_long" else "rating" if field.startswith("rating-") else field
        return {"message": "", "errors": {field: wording.error_words()[name]}}
    return {"message": wording.conflict_words()[error.code] if error else "", "errors": {}}
