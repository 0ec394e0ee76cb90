"""How an answer becomes a sign-off, whichever way it came: one more revision, and what follows from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from maslak_companion.placements.missions import agree
from maslak_companion.placements.services import Actor, record_event, record_tutor_left
from maslak_companion.sign_offs.content import Claim
from maslak_companion.sign_offs.models import SignOff, TutorDraft
from maslak_domain.competency import LEVELS

KINDS = ("signed", "not_observed", "disagreed", "no_longer_tutor")
SEEN = ("often", "once", "never")
NOT_OBSERVED = "not_observed"
RATINGS = (NOT_OBSERVED, *LEVELS)
LONGEST_REMARK = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tutor sends: the button, the three answers, and the picture they had: its digest and the revision it follows."""

    kind: str
    seen: str
    ratings: Mapping[str, str]
    remark: str
    digest: str
    follows: int
    request_key: str

    @property
    def request_digest(self) -> str:
        """What two sendings of the same form must agree on."""
        parts = [self.kind, self.seen, dict(sorted(self.ratings.items())), self.remark, self.digest, self.follows]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered, and by which way: a link with its code, or a paper of which the school keeps the scan."""

    tutor_id: UUID
    tutor_name: str
    link_id: UUID | None = None
    paper_id: UUID | None = None


def record_sign_off(
    session: Session, claim: Claim, answer: Answer, signature: Signature, *, shown: tuple[str, str], at: datetime
) -> SignOff:
    """Write the next revision about a locked claim, and do what follows; `shown` is the content that the tutor had, and its digest.

    The answer was checked before. What is still a draft of the tutor goes, for they have answered.
    """
    never = answer.kind == "signed" and answer.seen == "never"
    rated = answer.kind == "signed" and not never
    row = SignOff(
        placement_id=claim.placement.id, period_id=claim.period.id, revision=answer.follows + 1,
        tutor_id=signature.tutor_id, tutor_name=signature.tutor_name, link_id=signature.link_id, paper_id=signature.paper_id,
        kind="not_observed" if never else answer.kind,
        seen=answer.seen if answer.kind == "signed" else "",
        ratings={each: answer.ratings[each] if rated else NOT_OBSERVED for each in claim.competencies},
        remark=answer.remark, content=shown[0], digest=shown[1],
        request_key=answer.request_key, request_digest=answer.request_digest, signed_at=at,
    )  # fmt: skip
    session.add(row)
    session.execute(delete(TutorDraft).where(TutorDraft.tutor_id == signature.tutor_id, TutorDraft.period_id == claim.period.id))
    session.flush()
    _follow(session, claim, answer, Actor(signature.tutor_id, at))
    return row


def _follow(session: Session, claim: Claim, answer: Answer, actor: Actor) -> None:
    """Do what follows from an answer: signing agrees to the missions that were shown, leaving takes the placement off the page."""
    record_event(session, claim.placement.id, f"tutor_{answer.kind}"[:30], actor)
    if answer.kind == "no_longer_tutor":
        record_tutor_left(session, claim.placement, actor)
    elif answer.kind != "disagreed":
        for mission in claim.missions:
            agree(session, claim.placement.id, mission.id, role="company_tutor", revision=mission.revision, actor=actor)
