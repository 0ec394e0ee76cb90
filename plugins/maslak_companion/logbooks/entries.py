"""Entries of a logbook: added, corrected by a new one, never edited; a request that comes twice is kept once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from maslak_companion.logbooks.files import keep_file
from maslak_companion.logbooks.models import LogbookEntry, LogbookFile
from maslak_companion.placements.missions import list_missions
from maslak_companion.placements.models import Placement
from maslak_companion.placements.services import get_placement
from maslak_xblocks.logbook.errors import (
    CompetencyOutsideMissionsError,
    EntryOutsideContractError,
    EntrySupersededError,
    FutureEntryError,
    KeyReusedError,
    PlacementClosedError,
    UnknownEntryError,
    UnsafeLinkError,
)
from maslak_xblocks.logbook.port import LONGEST_LINK, EntryDraft


@dataclass(frozen=True, slots=True)
class Writing:
    """A request to write: its key, the day on which the learner writes, and the moment."""

    request_key: str
    today: date
    at: datetime
    supersedes: UUID | None = None
    keeps_file: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """The entry that a request made, and whether it had been made before."""

    id: UUID
    received_at: datetime
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry with the file that proves it and what has become of it."""

    row: LogbookEntry
    file: LogbookFile | None
    superseded_by: UUID | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest entries of a placement, how many there are in all, and the last day that any of them tells of."""

    entries: Sequence[EntryFacts] = ()
    count: int = 0
    last_on: date | None = None


def write_entry(session: Session, placement_id: UUID, draft: EntryDraft, writing: Writing) -> Kept:
    """Add an entry, or the correction of another; the same request again gives the first answer.

    Raises what the logbook's port names: KeyReusedError, PlacementClosedError, FutureEntryError, EntryOutsideContractError,
    CompetencyOutsideMissionsError, UnsafeLinkError, EvidenceTypeError, EvidenceTooLargeError, UnknownEntryError, EntrySupersededError.
    """
    placement = get_placement(session, placement_id, lock=True)
    digest = _digest(draft, writing)
    known = _find_request(session, placement_id, writing.request_key)
    if known is not None:
        if known.request_digest != digest:
            raise KeyReusedError("this key came with something else before")
        return Kept(known.id, known.received_at, is_repeat=True)
    _check(session, placement, draft, writing.today)
    file_id = _find_kept_file(session, placement_id, writing)
    if draft.file is not None:
        file_id = keep_file(session, placement_id, draft.file).id
    row = LogbookEntry(
        placement_id=placement_id, done_on=draft.done_on, task=draft.task, competencies=list(draft.competencies), link=draft.link,
        file_id=file_id, is_confidential=_is_confidential(session, placement_id, draft), supersedes=writing.supersedes,
        request_key=writing.request_key, request_digest=digest, received_at=writing.at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return Kept(row.id, row.received_at)


def list_entries(session: Session, placement_ids: Iterable[UUID], *, first: date, last: date) -> Sequence[EntryFacts]:
    """Return the entries of placements between two days, the newest day first, with those that were corrected."""
    later = aliased(LogbookEntry)
    query = (
        select(LogbookEntry, LogbookFile, later.id)
        .outerjoin(LogbookFile, LogbookFile.id == LogbookEntry.file_id)
        .outerjoin(later, later.supersedes == LogbookEntry.id)
        .where(LogbookEntry.placement_id.in_(list(placement_ids)), LogbookEntry.done_on.between(first, last))
        .order_by(LogbookEntry.done_on.desc(), LogbookEntry.id.desc())
    )
    return [EntryFacts(*row) for row in session.execute(query)]


def list_shelves(session: Session, placement_ids: Iterable[UUID], *, most: int) -> Mapping[UUID, Shelf]:
    """Return what each placement's logbook holds, in one statement; at most `most` entries of each, 0 for the numbers alone."""
    own, later = LogbookEntry.placement_id, aliased(LogbookEntry)
    newest_first = (LogbookEntry.done_on.desc(), LogbookEntry.id.desc())
    ranked = (
        select(
            LogbookEntry.id,
            func.row_number().over(partition_by=own, order_by=newest_first).label("place"),
            func.count().over(partition_by=own).label("count"),
            func.max(LogbookEntry.done_on).over(partition_by=own).label("last_on"),
        )
        .where(own.in_(list(placement_ids)))
        .subquery()
    )
    query = (
        select(LogbookEntry, LogbookFile, later.id, ranked.c.count, ranked.c.last_on)
        .join(ranked, ranked.c.id == LogbookEntry.id)
        .outerjoin(LogbookFile, LogbookFile.id == LogbookEntry.file_id)
        .outerjoin(later, later.supersedes == LogbookEntry.id)
        .where(ranked.c.place <= max(most, 1))
        .order_by(*newest_first)
    )
    entries: dict[UUID, list[EntryFacts]] = {}
    numbers: dict[UUID, tuple[int, date]] = {}
    for row, file, superseded_by, count, last_on in session.execute(query):
        entries.setdefault(row.placement_id, []).append(EntryFacts(row, file, superseded_by))
        numbers[row.placement_id] = (count, last_on)
    return {key: Shelf(found if most else (), *numbers[key]) for key, found in entries.items()}


def _check(session: Session, placement: Placement, draft: EntryDraft, today: date) -> None:
    if placement.broken_on is not None:
        raise PlacementClosedError("the placement was broken off")
    if draft.done_on > today:
        raise FutureEntryError("that day has not come yet", field="done_on")
    if not placement.starts_on <= draft.done_on <= placement.ends_on:
        raise EntryOutsideContractError("that day is outside the contract", field="done_on")
    aimed = {each.competency for mission in list_missions(session, [placement.id]) for each in mission.targets}
    if outside := sorted(set(draft.competencies) - aimed):
        raise CompetencyOutsideMissionsError("no mission aims at this competency", competency=outside[0])
    if draft.link and not _is_safe(draft.link):
        raise UnsafeLinkError("a link is a complete https address")


def _is_safe(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return len(link) <= LONGEST_LINK and parts.scheme == "https" and bool(parts.hostname) and link.isprintable() and " " not in link


def _is_confidential(session: Session, placement_id: UUID, draft: EntryDraft) -> bool:
    """An entry is confidential where its writer says so, or where only confidential missions aim at what it names."""
    if draft.is_confidential or not draft.competencies:
        return draft.is_confidential
    missions = list_missions(session, [placement_id])
    opened = {each.competency for mission in missions if not mission.is_confidential for each in mission.targets}
    return opened.isdisjoint(draft.competencies)


def _find_kept_file(session: Session, placement_id: UUID, writing: Writing) -> UUID | None:
    """Return the file that a correction keeps; raises UnknownEntryError, EntrySupersededError."""
    if writing.supersedes is None:
        return None
    before = session.get(LogbookEntry, writing.supersedes)
    if before is None or before.placement_id != placement_id:
        raise UnknownEntryError("the logbook has no such entry")
    if session.scalar(select(LogbookEntry.id).where(LogbookEntry.supersedes == before.id)) is not None:
        raise EntrySupersededError("this entry was corrected already")
    return before.file_id if writing.keeps_file else None


def _find_request(session: Session, placement_id: UUID, key: str) -> LogbookEntry | None:
    return session.scalar(select(LogbookEntry).where(LogbookEntry.placement_id == placement_id, LogbookEntry.request_key == key))


def _digest(draft: EntryDraft, writing: Writing) -> str:
    """What two requests with the same key must agree on."""
    file = [draft.file.name, hashlib.sha256(draft.file.content).hexdigest()] if draft.file else None
    parts = [
        draft.done_on.isoformat(), draft.task, list(draft.competencies), draft.link, draft.is_confidential, file,
        str(writing.supersedes), writing.keeps_file,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
