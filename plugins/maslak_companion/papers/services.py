"""What other rooms may ask of the papers room, and how a stay is put on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.papers.codes import make_code, read_code
from maslak_companion.papers.errors import NothingToPrintError, PaperNotFoundError
from maslak_companion.papers.models import Paper, PaperReceipt
from maslak_companion.papers.sheet import describe_sheet
from maslak_companion.placements.models import CompanyTutor
from maslak_companion.placements.services import Actor, get_tutor, record_event
from maslak_companion.sign_offs.content import Claim, read_claim
from maslak_companion.sign_offs.services import find_latest
from maslak_domain.competency import Framework
from maslak_domain.language import Language, LocalizedText


@dataclass(frozen=True, slots=True)
class Press:
    """What a print needs besides the stay: the school's names, the framework's titles, the language, and the day where people work."""

    institution: LocalizedText
    framework: Framework
    language: Language
    today: date


def make_paper(session: Session, placement_id: UUID, period_id: UUID, press: Press, actor: Actor) -> Paper:
    """Put a stay on paper as it stands now; what was printed before word for word is the same paper.

    Raises NothingToPrintError, PlacementNotFoundError, UnknownPeriodError, UnknownLinkError for a stay at the school.
    """
    claim = read_claim(session, placement_id, period_id, lock=True)
    if (obstacle := find_obstacle(claim, press.today)) is not None:
        raise NothingToPrintError("this stay cannot be put on paper", reason=obstacle)
    tutor, latest = get_tutor(session, cast(UUID, claim.placement.tutor_id)), find_latest(session, period_id)
    follows, sheet = latest.revision if latest else 0, _describe(session, claim, tutor, press)
    code = make_code({"sheet": sheet, "period": str(period_id), "tutor": str(tutor.id), "follows": follows})
    known = session.scalar(select(Paper).where(Paper.code == code))
    if known is not None:
        return known
    paper = Paper(
        code=code, placement_id=placement_id, period_id=period_id, tutor_id=tutor.id, tutor_name=tutor.name, language=press.language,
        follows=follows, content=claim.content, digest=claim.digest, sheet=sheet, is_confidential=is_confidential(claim),
        made_by=actor.id, made_at=actor.at,
    )  # fmt: skip
    session.add(paper)
    record_event(session, placement_id, "paper_made", actor, code)
    return paper


def find_obstacle(claim: Claim, today: date) -> str | None:
    """Return why a stay cannot be put on paper, or None: broken off, not begun, no tutor, or nothing to sign."""
    placement = claim.placement
    if placement.broken_on is not None:
        return "broken"
    if claim.period.starts_on > today:
        return "not_begun"
    if placement.tutor_id is None or placement.tutor_left_at is not None:
        return "no_tutor"
    return None if claim.competencies else "nothing_claimed"


def is_confidential(claim: Claim) -> bool:
    """Say whether anything that would stand on the paper is the company's own affair."""
    return any(each.is_confidential for each in claim.missions) or any(each.row.is_confidential for each in claim.entries)


def get_paper(session: Session, code: str) -> Paper:
    """Return the paper of an identifier as somebody typed it; raises PaperNotFoundError."""
    paper = session.scalar(select(Paper).where(Paper.code == read_code(code)))
    if paper is None:
        raise PaperNotFoundError("no paper has this identifier")
    return paper


def get_paper_of(session: Session, sign_off_id: UUID) -> Paper:
    """Return the paper on which an answer came; raises PaperNotFoundError."""
    query = select(Paper).join(PaperReceipt, PaperReceipt.paper_id == Paper.id).where(PaperReceipt.sign_off_id == sign_off_id)
    paper = session.scalar(query)
    if paper is None:
        raise PaperNotFoundError("this answer came by link")
    return paper


def list_papers(session: Session, period_id: UUID) -> Sequence[tuple[Paper, PaperReceipt | None]]:
    """Return the papers of a stay, the latest first, each with its receipt once it came back."""
    query = select(Paper, PaperReceipt).outerjoin(PaperReceipt, PaperReceipt.paper_id == Paper.id).where(Paper.period_id == period_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Paper.made_at.desc(), Paper.id.desc()))]


def _describe(session: Session, claim: Claim, tutor: CompanyTutor, press: Press) -> Mapping[str, Any]:
    academic_id = claim.placement.academic_tutor_id
    academic = list_account_names(session, [academic_id]).get(academic_id, "")
    return describe_sheet(
        claim, press.language, institution=press.institution, tutor=tutor.name, academic=academic, framework=press.framework
    )
