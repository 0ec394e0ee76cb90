"""What other rooms may ask of the sign-offs room, and how a company tutor's answer is recorded: once, and only about what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.placements.periods import list_periods
from maslak_companion.placements.services import list_tutor_placements
from maslak_companion.sign_offs.content import Claim, read_claim
from maslak_companion.sign_offs.errors import (
    AlreadyCountersignedError,
    AnsweredMeanwhileError,
    ContentChangedError,
    InvalidAnswerError,
    ReplayedAnswerError,
    UnknownLinkError,
)
from maslak_companion.sign_offs.links import check_open
from maslak_companion.sign_offs.models import Countersignature, SignOff, TutorDraft, TutorLink
from maslak_companion.sign_offs.recording import KINDS, LONGEST_REMARK, RATINGS, SEEN, Answer, Signature, record_sign_off
from maslak_companion.upsert import upsert
from maslak_web.i18n import TIME_ZONE


def find_tutor_placement(session: Session, link: TutorLink, period_id: UUID, at: datetime) -> Claim:
    """Return the claim of a period that the link's tutor follows; raises UnknownLinkError for any other, and before it has begun."""
    followed = [placement.id for placement in list_tutor_placements(session, link.tutor_id)]
    period = next((each for each in list_periods(session, followed) if each.id == period_id), None)
    if period is None or period.starts_on > at.astimezone(TIME_ZONE).date():
        raise UnknownLinkError("this tutor follows no such period now")
    return read_claim(session, period.placement_id, period_id)


def record_answer(session: Session, link_id: UUID, period_id: UUID, answer: Answer, *, tutor_name: str, at: datetime) -> SignOff:
    """Record what a tutor answered about a period, in the caller's transaction; the same form sent twice is one answer.

    The code was checked before. Raises ReplayedAnswerError, AnsweredMeanwhileError, AlreadyCountersignedError, ContentChangedError,
    InvalidAnswerError, UnknownLinkError, and the refusals of a link that ended meanwhile.
    """
    link = session.get_one(TutorLink, link_id, with_for_update=True, populate_existing=True)
    check_open(link, at)
    if (known := find_repeat(session, link_id, answer)) is not None:
        return known
    followed = find_tutor_placement(session, link, period_id, at)
    claim = read_claim(session, followed.placement.id, period_id, lock=True)
    latest = find_latest(session, period_id)
    _check_picture(session, claim, latest, answer)
    check_answer(claim, answer)
    signature = Signature(link.tutor_id, tutor_name, link_id=link.id)
    return record_sign_off(session, claim, answer, signature, shown=(claim.content, claim.digest), at=at)


def find_repeat(session: Session, link_id: UUID, answer: Answer) -> SignOff | None:
    """Return what this very form recorded before; raises ReplayedAnswerError where it now says something else."""
    known = session.scalar(select(SignOff).where(SignOff.link_id == link_id, SignOff.request_key == answer.request_key))
    if known is not None and known.request_digest != answer.request_digest:
        raise ReplayedAnswerError("this form was sent before with other answers")
    return known


def has_left(session: Session, link_id: UUID, request_key: str) -> bool:
    """Say whether this very form told that the tutor no longer is one: its placement is not on their page any more."""
    query = select(SignOff.id).where(SignOff.link_id == link_id, SignOff.request_key == request_key, SignOff.kind == "no_longer_tutor")
    return session.scalar(query) is not None


def check_answer(claim: Claim, answer: Answer) -> None:
    """Refuse an answer that says too little; raises InvalidAnswerError with the field."""
    if answer.kind not in KINDS or not answer.request_key:
        raise InvalidAnswerError("no such answer", field="kind")
    if len(answer.remark) > LONGEST_REMARK:
        raise InvalidAnswerError("the remark is too long", field="remark", reason="too_long")
    if answer.kind == "disagreed" and not answer.remark:
        raise InvalidAnswerError("a disagreement says with what", field="remark", reason="missing")
    if answer.kind != "signed":
        return
    if not claim.competencies:
        raise InvalidAnswerError("the mission names nothing to sign", field="kind", reason="nothing_claimed")
    if answer.seen not in SEEN:
        raise InvalidAnswerError("the first question has no answer", field="seen", reason="missing")
    for competency in claim.competencies:
        if answer.seen != "never" and answer.ratings.get(competency) not in RATINGS:
            raise InvalidAnswerError("the second question has no answer", field=f"rating-{competency}", reason="missing")


def find_latest(session: Session, period_id: UUID) -> SignOff | None:
    """Return the answer that holds for a period, if any."""
    return session.scalar(select(SignOff).where(SignOff.period_id == period_id).order_by(SignOff.revision.desc()).limit(1))


def list_latest(session: Session, placement_ids: Iterable[UUID]) -> Mapping[UUID, SignOff]:
    """Return the answer that holds for each period of placements."""
    query = select(SignOff).where(SignOff.placement_id.in_(list(placement_ids))).order_by(SignOff.revision)
    return {row.period_id: row for row in session.scalars(query)}


def list_countersignatures(session: Session, placement_ids: Iterable[UUID]) -> Mapping[UUID, Countersignature]:
    """Return what academic tutors said, by sign-off."""
    query = select(Countersignature).where(Countersignature.placement_id.in_(list(placement_ids)))
    return {row.sign_off_id: row for row in session.scalars(query)}


def is_countersigned(session: Session, sign_off: SignOff) -> bool:
    """Say whether the academic tutor stands for an answer too; what they declined is not closed."""
    said = session.get(Countersignature, sign_off.id)
    return said is not None and said.is_countersigned


def find_draft(session: Session, tutor_id: UUID, period_id: UUID) -> TutorDraft | None:
    """Return what a tutor answered without signing, if anything."""
    return session.get(TutorDraft, (tutor_id, period_id))


def save_draft(session: Session, link: TutorLink, period_id: UUID, fields: Mapping[str, str], at: datetime) -> None:
    """Keep what a tutor answered so far; it signs nothing. Raises UnknownLinkError for a period that is not theirs."""
    find_tutor_placement(session, link, period_id, at)
    values = {"tutor_id": link.tutor_id, "period_id": period_id, "fields": dict(fields), "saved_at": at}
    upsert(session, TutorDraft, values, key=("tutor_id", "period_id"))


def _check_picture(session: Session, claim: Claim, latest: SignOff | None, answer: Answer) -> None:
    # What the school did not countersign may be answered again: nothing would come of it otherwise.
    if latest is not None and is_countersigned(session, latest) and latest.digest == claim.digest:
        raise AlreadyCountersignedError("the school has already answered this")
    if answer.follows != (latest.revision if latest else 0):
        raise AnsweredMeanwhileError("another answer about this period came first")
    # Whoever leaves, or says what is wrong, need not have read the very last line.
    if answer.kind == "signed" and answer.digest != claim.digest:
        raise ContentChangedError("what was shown is no longer what stands")
