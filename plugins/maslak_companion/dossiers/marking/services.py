"""What the other rooms may ask of marking: which rounds a team sees with what was published, and how much waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.double_marking.services import is_taken
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.models import DossierRound, DossierStage


@dataclass(frozen=True, slots=True)
class Seen:
    """A round as its team may see it: whether a marker has opened it, and the mark once it is published, in its latest revision."""

    row: DossierRound
    is_opened: bool
    published: PublishedMark | None


def list_seen_stages(session: Session, dossier_id: UUID) -> Sequence[tuple[DossierStage, Sequence[Seen]]]:
    """Return the stages of a dossier with their rounds in order; nothing of a mark that is not published leaves this room."""
    query = (
        select(DossierStage, DossierRound, or_(Marking.id.is_not(None), is_taken()), PublishedMark)
        .outerjoin(DossierRound, DossierRound.stage_id == DossierStage.id)
        .outerjoin(Marking, Marking.round_id == DossierRound.id)
        .outerjoin(PublishedMark, PublishedMark.round_id == DossierRound.id)
        .where(DossierStage.dossier_id == dossier_id)
        .order_by(DossierRound.number, PublishedMark.revision)
    )
    stages: dict[UUID, DossierStage] = {}
    found: dict[UUID, dict[UUID, Seen]] = {}
    for stage, row, is_opened, published in session.execute(query):
        stages[stage.id] = stage
        rounds = found.setdefault(stage.id, {})
        if row is not None:
            # Revisions come in order, so the last one stands.
            rounds[row.id] = Seen(row, bool(is_opened), published)
    return [(stages[stage_id], list(rounds.values())) for stage_id, rounds in found.items()]
