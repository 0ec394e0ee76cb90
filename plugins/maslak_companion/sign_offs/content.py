"""What a company tutor has before their eyes: collected once, shown, and signed as the very bytes that were shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.logbooks.entries import EntryFacts, list_entries
from maslak_companion.logbooks.models import Synthesis
from maslak_companion.logbooks.syntheses import list_syntheses
from maslak_companion.people.models import Learner
from maslak_companion.people.services import list_learners_by_id
from maslak_companion.placements.missions import MissionFacts, list_missions, list_missions_of
from maslak_companion.placements.models import Placement, PlacementPeriod
from maslak_companion.placements.periods import get_period
from maslak_companion.placements.services import get_placement
from maslak_companion.sign_offs.errors import UnknownLinkError
from maslak_domain.competency import LEVELS


@dataclass(frozen=True, slots=True)
class Claim:
    """One company period as a tutor reads it: who, on which missions, and what the learner says was done."""

    placement: Placement
    period: PlacementPeriod
    learner: Learner
    missions: tuple[MissionFacts, ...]
    entries: tuple[EntryFacts, ...]
    # What the learner handed in about the stay. It is shown, and it is no part of what is signed: it often comes later.
    synthesis: str = ""

    @property
    def competencies(self) -> tuple[str, ...]:
        """What the missions of the period aim at, each once, in their order."""
        return tuple(dict.fromkeys(each.competency for mission in self.missions for each in mission.targets))

    @property
    def content(self) -> str:
        """The claim as canonical JSON: the same facts always give the same text."""
        return json.dumps(self._facts(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    def has_same_missions(self, content: str) -> bool:
        """Say whether a content that was signed names the missions as they stand now."""
        return bool(json.loads(content)["missions"] == self._facts()["missions"])

    def list_targets(self) -> list[tuple[str, str, UUID]]:
        """Return each competency and level that the missions aim at, with the revision that says so; the levels from low to high."""
        found = {(each.competency, each.level): mission.revision_id for mission in self.missions for each in mission.targets}
        order = list(LEVELS)
        return sorted(((key, level, by) for (key, level), by in found.items()), key=lambda each: (each[0], order.index(each[1])))  # type: ignore[arg-type]

    def _facts(self) -> dict[str, Any]:
        return {
            "placement": str(self.placement.id),
            "company": self.placement.company,
            "learner": {"id": str(self.learner.id), "name_ar": self.learner.name_ar, "name_latin": self.learner.name_latin},
            "period": [self.period.starts_on.isoformat(), self.period.ends_on.isoformat()],
            "missions": [
                {
                    "id": str(each.id),
                    "revision": each.revision,
                    "text": each.text,
                    "targets": [[target.competency, target.level] for target in each.targets],
                }
                for each in self.missions
            ],
            "entries": [
                {
                    "id": str(each.row.id),
                    "done_on": each.row.done_on.isoformat(),
                    "task": each.row.task,
                    "competencies": each.row.competencies,
                    "link": each.row.link,
                    "file": each.file.digest if each.file else "",
                }
                for each in self.entries
            ],
        }


def read_claim(session: Session, placement_id: UUID, period_id: UUID, *, lock: bool = False) -> Claim:
    """Return the claim of a company period as it stands; locked, nothing of it changes before the transaction ends.

    Raises PlacementNotFoundError, UnknownPeriodError, and UnknownLinkError for a stay at the school.
    """
    placement = get_placement(session, placement_id, lock=lock)
    period = get_period(session, placement_id, period_id)
    if period.kind != "company":
        raise UnknownLinkError("there is nothing to sign about a stay at the school")
    (claim,) = read_claims(session, [(placement, period)])
    return claim


def read_claims(session: Session, stays: Sequence[tuple[Placement, PlacementPeriod]]) -> list[Claim]:
    """Return the claims of company periods as they stand, in their order, by four statements however many they are."""
    if not stays:
        return []
    placement_ids = {placement.id for placement, _ in stays}
    first, last = min(period.starts_on for _, period in stays), max(period.ends_on for _, period in stays)
    missions = list_missions(session, placement_ids)
    entries = list_entries(session, placement_ids, first=first, last=last)
    syntheses = list_syntheses(session, [period.id for _, period in stays])
    learners = {each.id: each for each in list_learners_by_id(session, [placement.learner_id for placement, _ in stays])}
    return [
        Claim(
            placement=placement,
            period=period,
            learner=learners[placement.learner_id],
            missions=tuple(each for each in list_missions_of(missions, period.id) if each.placement_id == placement.id),
            entries=tuple(each for each in entries if each.superseded_by is None and _belongs(each, placement, period)),
            synthesis=_say(syntheses.get(period.id)),
        )
        for placement, period in stays
    ]


def _belongs(entry: EntryFacts, placement: Placement, period: PlacementPeriod) -> bool:
    return entry.row.placement_id == placement.id and period.starts_on <= entry.row.done_on <= period.ends_on


def _say(synthesis: Synthesis | None) -> str:
    return synthesis.text if synthesis is not None and synthesis.submitted_at is not None else ""
