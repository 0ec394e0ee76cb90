"""The classroom's answer to the logbook block: the learner's own placements, and what they add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select

from maslak_companion.classroom.frameworks import title_of
from maslak_companion.logbooks.entries import Kept, Writing, write_entry
from maslak_companion.logbooks.models import LogbookEntry, Synthesis
from maslak_companion.logbooks.syntheses import save_synthesis
from maslak_companion.placements.desk import make_reader
from maslak_companion.placements.missions import agree
from maslak_companion.placements.models import Mission, Placement
from maslak_companion.placements.reading import read_placements
from maslak_companion.placements.services import Actor, list_learner_placements
from maslak_domain.competency import LEVELS
from maslak_domain.errors import DomainError
from maslak_web.i18n import TIME_ZONE
from maslak_xblocks.logbook import port
from maslak_xblocks.logbook.errors import (
    PlacementClosedError,
    UnknownEntryError,
    UnknownMissionError,
    UnknownPeriodError,
    UnknownPlacementError,
)

if TYPE_CHECKING:
    from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime

# The running contract first, then what is to come, then what is over.
_ORDER = ("running", "planned", "finished", "broken")


class ClassroomLogbookRoom:
    """Answers `maslak_xblocks.logbook.port.LogbookRoom`."""

    def __init__(self, runtime: ClassroomRuntime) -> None:
        self._session, self._framework, self._at = runtime.session, runtime.framework, runtime.visit.at
        self._learner_id = runtime.reader.learner_id
        self._today = self._at.astimezone(TIME_ZONE).date()

    def read(self) -> port.Logbook:
        """Return the learner's placements, the running one first."""
        found = read_placements(self._session, Placement.learner_id == self._learner_id, make_reader(self._today))
        placements = sorted((each.placement for each in found), key=lambda each: _ORDER.index(each.state))
        named = [target.competency for each in placements for mission in each.missions for target in mission.targets]
        named += [competency for each in placements for entry in each.entries for competency in entry.competencies]
        named += [review.competency for each in placements for review in each.reviews]
        named += [alert.competency for each in placements for alert in each.alerts if alert.competency]
        return port.Logbook(
            today=self._today,
            placements=tuple(placements),
            competencies=tuple(port.Competency(key, title_of(self._framework, key)) for key in dict.fromkeys(named)),
            levels=tuple(port.Level(key, names) for key, names in LEVELS.items()),
            contact=gettext("the registrar’s office"),
        )

    def add_entry(self, placement: str, draft: port.EntryDraft, *, request_key: str) -> port.Receipt:
        """Add an entry to one of the learner's placements."""
        row = self._get_placement(placement)
        kept = write_entry(self._session, row.id, draft, Writing(request_key, self._today, self._at))
        return self._receipt(kept)

    def correct_entry(self, entry: str, draft: port.EntryDraft, *, request_key: str, keeps_file: bool = True) -> port.Receipt:
        """Correct an entry by a new one; both stay."""
        before = self._session.get(LogbookEntry, _read_key(entry, UnknownEntryError))
        if before is None or before.placement_id not in self._own_ids():
            raise UnknownEntryError("the logbook has no such entry")
        writing = Writing(request_key, self._today, self._at, supersedes=before.id, keeps_file=keeps_file)
        return self._receipt(write_entry(self._session, before.placement_id, draft, writing))

    def agree_to_mission(self, mission: str, *, revision: int) -> port.Receipt:
        """Agree to the revision that the learner read."""
        row = self._session.get(Mission, _read_key(mission, UnknownMissionError))
        if row is None or row.placement_id not in self._own_ids():
            raise UnknownMissionError("no placement has such a mission")
        actor = Actor(self._learner_id, self._at)
        at, is_repeat = agree(self._session, row.placement_id, row.id, role="learner", revision=revision, actor=actor)
        return port.Receipt(mission, at, revision, is_repeat)

    def save_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> port.Receipt:
        """Keep a draft of what the learner makes of a stay at the company."""
        return self._write_synthesis(placement, period, text, revision, submits=False)

    def submit_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> port.Receipt:
        """Hand it in; from then on it stays as it is."""
        return self._write_synthesis(placement, period, text, revision, submits=True)

    def _write_synthesis(self, placement: str, period: str, text: str, revision: int, *, submits: bool) -> port.Receipt:
        row = self._get_placement(placement)
        period_id = _read_key(period, UnknownPeriodError)
        before = self._session.get(Synthesis, period_id)
        was_submitted = before is not None and before.submitted_at is not None
        kept = save_synthesis(self._session, row.id, period_id, text, revision=revision, at=self._at, submits=submits)
        return port.Receipt(period, kept.submitted_at or kept.saved_at, kept.revision, is_repeat=was_submitted)

    def _get_placement(self, key: str) -> Placement:
        placement_id = _read_key(key, UnknownPlacementError)
        row = self._session.scalar(select(Placement).where(Placement.id == placement_id, Placement.learner_id == self._learner_id))
        if row is None:
            raise UnknownPlacementError("this learner has no such placement")
        if row.broken_on is not None:
            raise PlacementClosedError("the placement was broken off")
        return row

    def _own_ids(self) -> set[UUID]:
        return {each.id for each in list_learner_placements(self._session, self._learner_id)}

    def _receipt(self, kept: Kept) -> port.Receipt:
        return port.Receipt(kept.id.hex, kept.received_at, is_repeat=kept.is_repeat)


def _read_key(text: str, error: type[DomainError]) -> UUID:
    """Return the id that an opaque key stands for; a key that is none belongs to nobody."""
    try:
        return UUID(hex=text)
    except ValueError as mistake:
        raise error("no such key") from mistake
