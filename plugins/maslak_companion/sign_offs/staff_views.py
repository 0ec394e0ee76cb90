"""The staff's side of signing: links for company tutors, and the academic tutor's word on what they answered."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

import segno
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as BaseResponse

from maslak_companion.accounts.services import get_current_account, record_access
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework, title_of
from maslak_companion.placements.desk import current_actor, current_day, file_address, get_own_placement, is_registrar
from maslak_companion.placements.errors import InvalidPlacementError
from maslak_companion.placements.forms import read_day
from maslak_companion.placements.models import Placement
from maslak_companion.placements.services import get_tutor, list_tutor_placements, record_event
from maslak_companion.room_files import serve_room_files
from maslak_companion.sign_offs import wording
from maslak_companion.sign_offs.content import read_claim
from maslak_companion.sign_offs.countersigning import countersign, list_obstacles
from maslak_companion.sign_offs.errors import (
    AlreadyCountersignedError,
    AnsweredMeanwhileError,
    ContentChangedError,
    InvalidAnswerError,
    NotCountersignableError,
)
from maslak_companion.sign_offs.forms import read_verdict
from maslak_companion.sign_offs.links import InvalidLinkError, NewLink, end_links, list_latest_links, list_uses, make_link
from maslak_companion.sign_offs.models import Countersignature
from maslak_companion.sign_offs.services import find_latest
from maslak_companion.sign_offs.tries import is_locked
from maslak_companion.sign_offs.tutor_page import describe_claim
from maslak_domain.competency import LEVELS
from maslak_domain.errors import DomainError
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import TIME_ZONE
from maslak_web.sessions import abandon_session, current_session

blueprint = Blueprint("sign_offs", __name__, url_prefix="/sign-offs", template_folder="templates")
serve_room_files(blueprint)
_STAFF = ("registrar", "instructor")
# A link lasts the stay and a little more: the answer is asked for within ten days after it.
_LASTS_AFTER = timedelta(days=30)


@blueprint.get("/tutors/<uuid:tutor_id>/link")
@requires_role(*_STAFF)
def link_page(tutor_id: UUID) -> str:
    """Show whether a company tutor has a link, what happened through it, and the form that gives a new one."""
    return _render_link(tutor_id)


@blueprint.post("/tutors/<uuid:tutor_id>/link")
@requires_role(*_STAFF)
def give_link(tutor_id: UUID) -> Response:
    """Give a tutor a new link, and show it this once with its code; whatever they had before is closed."""
    placements, session = _get_followed(tutor_id), current_session()
    try:
        last_on = read_day(request.form, "expires_on")
        # The last day is whole, where people work.
        expires_at = datetime.combine(last_on + timedelta(days=1), time(0), TIME_ZONE)
        made = make_link(session, tutor_id, expires_at=expires_at, actor=current_actor())
    except (InvalidPlacementError, InvalidLinkError, OverflowError):
        abandon_session()
        session.rollback()
        return make_response(_render_link(tutor_id, gettext("Choose a last day that is still to come.")), 422)
    for placement in placements:
        record_event(session, placement.id, "link_made", current_actor())
    response = make_response(_render_slip(tutor_id, made))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/tutors/<uuid:tutor_id>/link/close")
@requires_role(*_STAFF)
def close_link(tutor_id: UUID) -> BaseResponse:
    """Close a tutor's link at once."""
    placements, session = _get_followed(tutor_id), current_session()
    if end_links(session, tutor_id, now()):
        for placement in placements:
            record_event(session, placement.id, "link_withdrawn", current_actor())
    flash(gettext("The link is closed. It opens nothing any more."), "success")
    return redirect(url_for("sign_offs.link_page", tutor_id=tutor_id), 303)


@blueprint.get("/<uuid:placement_id>/periods/<uuid:period_id>/answer")
@requires_role(*_STAFF)
def answer_page(placement_id: UUID, period_id: UUID) -> str:
    """Show what the company tutor answered about a stay beside what the learner wrote."""
    return _render_answer(placement_id, period_id)


@blueprint.post("/<uuid:placement_id>/periods/<uuid:period_id>/answer")
@requires_role("instructor")
def decide(placement_id: UUID, period_id: UUID) -> BaseResponse:
    """Countersign, or say why not."""
    get_own_placement(placement_id)
    session, account = current_session(), get_current_account()
    latest = find_latest(session, period_id)
    verdict = read_verdict(request.form, latest.ratings if latest else ())
    try:
        name = account.display_name or account.login
        countersign(session, placement_id, verdict, name=name, issuer=current_settings().institution, actor=current_actor())
    except (InvalidAnswerError, AlreadyCountersignedError, AnsweredMeanwhileError, ContentChangedError, NotCountersignableError) as error:
        abandon_session()
        session.rollback()
        return make_response(_render_answer(placement_id, period_id, error), 422 if isinstance(error, InvalidAnswerError) else 409)
    flash(gettext("Countersigned.") if verdict.countersigns else gettext("Your answer is recorded."), "success")
    return redirect(url_for("sign_offs.answer_page", placement_id=placement_id, period_id=period_id), 303)


def _get_followed(tutor_id: UUID) -> list[Placement]:
    """Return the placements of a tutor; an academic tutor reaches only the tutors of their own learners."""
    get_tutor(current_session(), tutor_id)
    placements = list(list_tutor_placements(current_session(), tutor_id))
    if not is_registrar() and get_current_account().id not in {each.academic_tutor_id for each in placements}:
        raise Forbidden
    return placements


def _render_link(tutor_id: UUID, error: str = "") -> str:
    placements, session = _get_followed(tutor_id), current_session()
    tutor, link = get_tutor(session, tutor_id), list_latest_links(session, [tutor_id]).get(tutor_id)
    last_on = max((each.ends_on for each in placements), default=current_day()) + _LASTS_AFTER
    return render_template(
        "sign_offs/link.html",
        tutor={"id": tutor.id, "name": tutor.name, "company": tutor.company, "email": tutor.email, "phone": tutor.phone},
        link=link
        and {
            "made_at": link.made_at,
            "expires_at": link.expires_at,
            "is_open": link.withdrawn_at is None and link.expires_at > now(),
            "is_locked": is_locked(session, link.id),
        },
        uses=[(use.kind, use.at) for use in list_uses(session, link.id)] if link else [],
        apprentices=len(placements),
        last_on=max(last_on, current_day() + _LASTS_AFTER),
        error=error,
        words=wording,
    )


def _render_slip(tutor_id: UUID, made: NewLink) -> str:
    tutor = get_tutor(current_session(), tutor_id)
    # What is given out starts where the world reaches the school, not at the address of this request.
    address = current_settings().public_base_url.rstrip("/") + url_for("tutor.apprentices", token=made.token)
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2, dark="#17202a", light="#ffffff", omitsize=True)
    return render_template(
        "sign_offs/slip.html",
        tutor={"id": tutor.id, "name": tutor.name, "company": tutor.company, "language": tutor.language},
        address=address,
        code=f"{made.code[:3]} {made.code[3:]}",
        # Made by the QR library from our own address: nothing a person typed is in it.
        picture=Markup(picture),  # noqa: S704
        last_on=made.expires_at - timedelta(seconds=1),
    )


def _render_answer(placement_id: UUID, period_id: UUID, error: DomainError | None = None) -> str:
    row, session = get_own_placement(placement_id), current_session()
    claim = read_claim(session, placement_id, period_id)
    record_access(session, learner_ids=[claim.learner.id], what="placement", at=now())
    latest = find_latest(session, period_id)
    said = session.get(Countersignature, latest.id) if latest else None
    framework = read_framework(current_settings().courses)
    is_academic_tutor = row.academic_tutor_id == get_current_account().id
    return render_template(
        "sign_offs/answer.html",
        id=placement_id,
        claim=describe_claim(claim, framework, file_address),
        shows_all=is_academic_tutor,
        confidential=[each.row.is_confidential for each in claim.entries],
        # A synthesis tells of the whole stay: where anything in it is confidential, so is what is made of it.
        has_secrets=any(each.is_confidential for each in claim.missions) or any(each.row.is_confidential for each in claim.entries),
        latest=latest and {
            "id": latest.id, "kind": latest.kind, "seen": latest.seen, "ratings": latest.ratings, "remark": latest.remark,
            "name": latest.tutor_name, "at": latest.signed_at, "digest": latest.digest, "paper": latest.paper_id is not None,
        },
        said=said and {
            "is_countersigned": said.is_countersigned, "name": said.name, "at": said.at, "reason": said.reason, "ratings": said.ratings,
        },
        has_changed=latest is not None and latest.digest != claim.digest,
        obstacles=[wording.obstacle_words()[code] for code in list_obstacles(claim, latest)] if latest and not said else [],
        targets=[(key, title_of(framework, key), level) for key, level, _ in claim.list_targets()],
        levels=LEVELS,
        may_decide=is_academic_tutor and latest is not None and said is None and latest.kind != "no_longer_tutor",
        typed=request.form.to_dict() if error else {},
        errors={str(error.params["field"]): wording.verdict_error_words()[_reason(error)]} if isinstance(error, InvalidAnswerError) else {},
        message="" if error is None or isinstance(error, InvalidAnswerError) else _say(error),
        words=wording,
    )  # fmt: skip


def _reason(error: InvalidAnswerError) -> str:
    return "ratings" if error.params["field"] == "ratings" else str(error.params["reason"])


def _say(error: DomainError) -> str:
    if isinstance(error, NotCountersignableError):
        return wording.obstacle_words()[str(error.params["reason"])]
    if isinstance(error, ContentChangedError):
        return wording.obstacle_words()["content_changed"]
    return wording.conflict_words()[error.code]
