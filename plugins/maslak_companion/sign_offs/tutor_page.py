"""What the company tutor's pages show, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.frameworks import title_of
from maslak_companion.classroom.unit_page import level_names
from maslak_companion.placements.periods import list_periods
from maslak_companion.placements.services import list_tutor_placements
from maslak_companion.sign_offs.content import Claim, read_claims
from maslak_companion.sign_offs.models import Countersignature, SignOff
from maslak_companion.sign_offs.services import list_countersignatures, list_latest
from maslak_domain.competency import Framework


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of an apprentice at the company, and what was said about it: `to_sign`, `signed` or `settled`."""

    period_id: UUID
    name_ar: str
    name_latin: str
    company: str
    starts_on: date
    ends_on: date
    state: str
    kind: str


def list_claims(session: Session, tutor_id: UUID, today: date) -> list[Claim]:
    """Return the claim of every stay that has begun, of every apprentice of the tutor."""
    placements = {each.id: each for each in list_tutor_placements(session, tutor_id)}
    begun = [each for each in list_periods(session, placements) if each.kind == "company" and each.starts_on <= today]
    return read_claims(session, [(placements[each.placement_id], each) for each in begun])


def list_stays(session: Session, tutor_id: UUID, today: date) -> list[Stay]:
    """Return every stay that has begun, of every apprentice of the tutor: what waits for them first, the oldest of it on top."""
    claims = list_claims(session, tutor_id, today)
    placement_ids = {each.placement.id for each in claims}
    answers, answered = list_latest(session, placement_ids), list_countersignatures(session, placement_ids)
    stays = [_to_stay(claim, answers.get(claim.period.id), answered) for claim in claims]
    return sorted(stays, key=lambda each: (each.state != "to_sign", each.ends_on if each.state == "to_sign" else date.max - each.ends_on))


def _to_stay(claim: Claim, answer: SignOff | None, answered: Mapping[UUID, Countersignature]) -> Stay:
    said = answered.get(answer.id) if answer else None
    # A signature that the school did not countersign waits for the tutor again; what they did not see or agree with does not.
    is_returned = answer is not None and answer.kind == "signed" and said is not None and not said.is_countersigned
    state = "to_sign" if answer is None or answer.digest != claim.digest or is_returned else "settled" if said else "signed"
    learner, period = claim.learner, claim.period
    return Stay(
        period.id, learner.name_ar, learner.name_latin, claim.placement.company, period.starts_on, period.ends_on,
        state, answer.kind if answer else "",
    )  # fmt: skip


def describe_claim(claim: Claim, framework: Framework, file_address: Callable[[UUID], str]) -> dict[str, Any]:
    """Return who did what, on which missions, with titles instead of identifiers."""
    return {
        "period_id": claim.period.id,
        "name_ar": claim.learner.name_ar,
        "name_latin": claim.learner.name_latin,
        "company": claim.placement.company,
        "starts_on": claim.period.starts_on,
        "ends_on": claim.period.ends_on,
        "digest": claim.digest,
        "synthesis": claim.synthesis,
        "missions": [
            {
                "text": each.text,
                "is_confidential": each.is_confidential,
                "targets": [(title_of(framework, target.competency), level_names(target.level)) for target in each.targets],
            }
            for each in claim.missions
        ],
        "competencies": [(key, title_of(framework, key)) for key in claim.competencies],
        "entries": [
            {
                "done_on": each.row.done_on,
                "task": each.row.task,
                "titles": [title_of(framework, key) for key in each.row.competencies],
                "link": each.row.link,
                "file": (each.file.name, file_address(each.file.id)) if each.file else None,
            }
            for each in claim.entries
        ],
    }
