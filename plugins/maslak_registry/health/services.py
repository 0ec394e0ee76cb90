"""Look at each institution: does what it records arrive, and does anything wait for a person?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from maslak_registry.access.readers import Reader
from maslak_registry.inbox import services as inbox
from maslak_registry.institutions import services as institutions
from maslak_registry.institutions.services import Institution
from maslak_registry.learners import services as learners
from maslak_registry.records import apply

SILENT_AFTER = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Health:
    """The state of one institution; `state` is the first of its troubles, or `good`."""

    institution: Institution
    state: str
    entries: int
    waiting: int
    quarantined: int
    held: int
    reviews: int
    received_at: datetime | None

    @property
    def set_aside(self) -> int:
        """How many entries were appended but not applied."""
        return self.quarantined + self.held

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must look."""
        return self.state not in ("good", "waiting", "new")


def list_health(session: Session, at: datetime, reader: Reader | None = None) -> list[Health]:
    """Return the health of the institutions that the reader keeps, by key; of every institution for the operator, who is no reader.

    What waits at a school is that school's and the country's business.
    """
    return [_look_at(session, each, at) for each in institutions.list_institutions(session) if reader is None or reader.keeps(each.id)]


def _look_at(session: Session, institution: Institution, at: datetime) -> Health:
    head = inbox.get_head(session, institution.id)
    progress = apply.get_progress(session, institution.id)
    waiting, reviews = head.seq - progress.applied_seq, learners.count_open_reviews(session, institution.id)
    troubles = (
        (institution.state == "frozen", "frozen"),
        (progress.held > 0, "held"),
        (progress.quarantined > 0, "quarantined"),
        (reviews > 0, "review"),
        (head.received_at is None, "new"),
        (head.received_at is not None and at - head.received_at > SILENT_AFTER, "silent"),
        (waiting > 0, "waiting"),
    )
    return Health(
        institution=institution,
        state=next((state for is_so, state in troubles if is_so), "good"),
        entries=head.seq,
        waiting=waiting,
        quarantined=progress.quarantined,
        held=progress.held,
        reviews=reviews,
        received_at=head.received_at,
    )
