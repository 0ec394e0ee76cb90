"""The academic tutor's word: only with it does work at a company become evidence, and only up to what both tutors say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.placements.coverage import list_block_maps
from maslak_companion.placements.models import ROLES, Placement
from maslak_companion.placements.services import Actor, get_placement, record_event
from maslak_companion.progress.assessment import BlockMap
from maslak_companion.progress.services import CompetencyRating, EvidenceContext, WorkObserved, record_workplace_evidence
from maslak_companion.sign_offs.content import Claim, read_claim
from maslak_companion.sign_offs.errors import (
    AlreadyCountersignedError,
    AnsweredMeanwhileError,
    ContentChangedError,
    InvalidAnswerError,
    NotCountersignableError,
)
from maslak_companion.sign_offs.models import Countersignature, SignOff
from maslak_companion.sign_offs.recording import LONGEST_REMARK, NOT_OBSERVED, RATINGS
from maslak_companion.sign_offs.services import find_latest
from maslak_domain.errors import ForbiddenError


class NotAcademicTutorError(ForbiddenError):
    """Raised when somebody else than the academic tutor of the contract wants to countersign."""

    code = "not_academic_tutor"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the academic tutor decides about one sign-off: to countersign with ratings, or not, with a reason."""

    sign_off_id: UUID
    countersigns: bool
    ratings: Mapping[str, str]
    reason: str


def countersign(session: Session, placement_id: UUID, verdict: Verdict, *, name: str, issuer: str, actor: Actor) -> list[CompetencyRating]:
    """Record the verdict once, and for a countersignature the evidence of work and what it makes of the ratings.

    Raises NotAcademicTutorError, AlreadyCountersignedError, AnsweredMeanwhileError, ContentChangedError, NotCountersignableError,
    InvalidAnswerError.
    """
    placement = get_placement(session, placement_id, lock=True)
    if placement.academic_tutor_id != actor.id:
        raise NotAcademicTutorError("only the academic tutor of the contract countersigns")
    sign_off, claim = _find_signed(session, placement, verdict)
    _check(claim, sign_off, verdict)
    session.add(
        Countersignature(
            sign_off_id=sign_off.id, placement_id=placement_id, account_id=actor.id, name=name,
            is_countersigned=verdict.countersigns, ratings=dict(verdict.ratings), reason=verdict.reason, at=actor.at,
        )
    )  # fmt: skip
    record_event(session, placement_id, "countersigned" if verdict.countersigns else "not_countersigned", actor, verdict.reason)
    if not verdict.countersigns:
        return []
    return _record_evidence(session, claim, sign_off, verdict, EvidenceContext(
        issuer=issuer, source="workplace", observer=str(actor.id), conditions="workplace", identity_check="staff",
    ), actor.at)  # fmt: skip


def list_obstacles(claim: Claim, sign_off: SignOff) -> list[str]:
    """Return why a sign-off cannot be countersigned; an empty list means that it can."""
    found = []
    if sign_off.kind != "signed" or all(rating == NOT_OBSERVED for rating in sign_off.ratings.values()):
        found.append("nothing_observed")
    # An entry that was written later takes nothing back of what was signed; another mission does.
    if not claim.has_same_missions(sign_off.content):
        found.append("content_changed")
    if any(set(mission.agreements) != set(ROLES) for mission in claim.missions):
        found.append("mission_not_agreed")
    return found


def _find_signed(session: Session, placement: Placement, verdict: Verdict) -> tuple[SignOff, Claim]:
    sign_off = session.get(SignOff, verdict.sign_off_id)
    if sign_off is None or sign_off.placement_id != placement.id:
        raise AnsweredMeanwhileError("there is no such answer")
    latest = find_latest(session, sign_off.period_id)
    if latest is None or latest.id != sign_off.id:
        raise AnsweredMeanwhileError("the company tutor has answered again")
    if session.get(Countersignature, sign_off.id) is not None:
        raise AlreadyCountersignedError("this answer has been countersigned or declined")
    return sign_off, read_claim(session, placement.id, sign_off.period_id)


def _check(claim: Claim, sign_off: SignOff, verdict: Verdict) -> None:
    if len(verdict.reason) > LONGEST_REMARK:
        raise InvalidAnswerError("the reason is too long", field="reason", reason="too_long")
    if not verdict.countersigns:
        if not verdict.reason:
            raise InvalidAnswerError("a refusal says why", field="reason", reason="missing")
        return
    obstacles = list_obstacles(claim, sign_off)
    if "content_changed" in obstacles:
        raise ContentChangedError("a mission changed after the company tutor signed")
    if obstacles:
        raise NotCountersignableError("this answer cannot be countersigned", reason=obstacles[0])
    if any(verdict.ratings.get(each) not in RATINGS for each in sign_off.ratings):
        raise InvalidAnswerError("a competency has no rating", field="ratings", reason="missing")
    if not verdict.reason and any(verdict.ratings[each] != said for each, said in sign_off.ratings.items()):
        raise InvalidAnswerError("whoever rates otherwise says why", field="reason", reason="differs")


def _record_evidence(
    session: Session, claim: Claim, sign_off: SignOff, verdict: Verdict, context: EvidenceContext, at: datetime
) -> list[CompetencyRating]:
    maps = list_block_maps(session, claim.learner.id)
    rated = []
    for competency, level, revision_id in claim.list_targets():
        # What both say: neither tutor can lift a learner above what the other saw.
        agreed = min(sign_off.ratings[competency], verdict.ratings[competency], key=RATINGS.index)
        if agreed == NOT_OBSERVED:
            continue
        observed = WorkObserved(
            key=f"workplace/{claim.period.id}/{competency}/{level}", attempt=sign_off.revision, competency=competency, level=level,
            reached=RATINGS.index(agreed) >= RATINGS.index(level), agreement_id=revision_id,
        )  # fmt: skip
        block_map = _find_block_map(maps, competency, level)
        rated.append(record_workplace_evidence(session, claim.learner.id, observed, block_map, context=context, at=at))
    return rated


def _find_block_map(maps: list[BlockMap], competency: str, level: str) -> BlockMap:
    for each in maps:
        if any(entry.get("competency") == competency and entry.get("level") == level for entry in each.values()):
            return each
    return {}
