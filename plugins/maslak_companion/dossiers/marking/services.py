"""What the other rooms may ask of marking: which rounds a team sees with what was published, and how much waits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.double_marking.services import is_taken
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.models import DossierRound


@dataclass(frozen=True, slots=True)
class Seen:
    """A round as its team may see it: whether a marker has opened it, and the mark once it is published, in its latest revision."""

    row: DossierRound
    is_opened: bool
    published: PublishedMark | None


def list_seen_rounds(session: Session, stage_ids: Collection[UUID]) -> Sequence[Seen]:
    """Return the rounds of these stages in order; nothing of a mark that is not published leaves this room."""
    query = (
        select(DossierRound, or_(Marking.id.is_not(None), is_taken()), PublishedMark)
        .outerjoin(Marking, Marking.round_id == DossierRound.id)
        .outerjoin(PublishedMark, PublishedMark.round_id == DossierRound.id)
        .where(DossierRound.stage_id.in_(stage_ids))
        .order_by(DossierRound.number, PublishedMark.revision)
    )
    found: dict[UUID, Seen] = {}
    for row, is_opened, published in session.execute(query):
        # Revisions come in order, so the last one stands.
        found[row.id] = Seen(row, bool(is_opened), published)
    return list(found.values())
