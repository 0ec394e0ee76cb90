"""Who handles a paper: the learner and the academic tutor always, the registrar's office unless it is the company's own affair."""

from __future__ import annotations

from uuid import UUID

from maslak_companion.accounts.services import get_current_account
from maslak_companion.papers.errors import PaperNotFoundError
from maslak_companion.papers.models import Paper
from maslak_companion.papers.services import get_paper
from maslak_companion.placements.desk import is_registrar
from maslak_companion.placements.errors import PlacementNotFoundError
from maslak_companion.placements.models import Placement
from maslak_companion.placements.services import get_placement
from maslak_web.sessions import current_session


def get_readable_placement(placement_id: UUID) -> Placement:
    """Return a placement of the signed-in learner, or one that the signed-in staff may see; raises PlacementNotFoundError."""
    placement = get_placement(current_session(), placement_id)
    if not (is_own(placement) or is_academic_tutor(placement) or is_registrar()):
        raise PlacementNotFoundError("there is no such placement")
    return placement


def get_readable_paper(code: str) -> tuple[Paper, Placement]:
    """Return a paper of such a placement, confidential or not; raises PaperNotFoundError, also for another's."""
    paper = get_paper(current_session(), code)
    try:
        return paper, get_readable_placement(paper.placement_id)
    except PlacementNotFoundError as error:
        raise PaperNotFoundError("no paper has this identifier") from error


def may_handle(placement: Placement, *, is_confidential: bool) -> bool:
    """Say whether the signed-in person may print, read or receive what is confidential or not."""
    return is_own(placement) or is_academic_tutor(placement) or not is_confidential


def may_receive(placement: Placement, *, is_confidential: bool) -> bool:
    """Say whether the signed-in person may enter what came back: never the learner, whose own work it is about."""
    return not is_own(placement) and may_handle(placement, is_confidential=is_confidential)


def is_own(placement: Placement) -> bool:
    """Say whether the placement is the signed-in learner's own."""
    learner_id = get_current_account().learner_id
    return learner_id is not None and learner_id == placement.learner_id


def is_academic_tutor(placement: Placement) -> bool:
    """Say whether the signed-in person is the academic tutor of the contract."""
    return get_current_account().id == placement.academic_tutor_id
