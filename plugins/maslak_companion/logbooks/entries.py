"""Entries of a logbook: added, corrected by a new one, never edited; a request that comes twice is kept once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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


def list_entries(
    session: Session, placement_id: UUID, *, first: date | None = None, last: date | None = None, limit: int | None = None
) -> Sequence[EntryFacts]:
    """Return the entries of a placement between two days, the newest day first, with those that were corrected."""
    query = (
        select(LogbookEntry, LogbookFile)
        .outerjoin(LogbookFile, LogbookFile.id == LogbookEntry.file_id)
        .where(LogbookEntry.placement_id == placement_id)
        .order_by(LogbookEntry.done_on.desc(), LogbookEntry.id.desc())
    )
    if first is not None:
        query = query.where(LogbookEntry.done_on >= first)
    if last is not None:
        query = query.where(LogbookEntry.done_on <= last)
    found = session.execute(query.limit(limit) if limit else query).all()
    corrected = select(LogbookEntry.supersedes, LogbookEntry.id).where(LogbookEntry.supersedes.in_([row.id for row, _ in found]))
    later = {row[0]: row[1] for row in session.execute(corrected)}
    return [EntryFacts(row, file, later.get(row.id)) for row, file in found]


def count_entries(session: Session, placement_id: UUID) -> int:
    """Return how many entries a placement holds, corrected ones included."""
    return session.scalar(select(func.count()).where(LogbookEntry.placement_id == placement_id)) or 0


def find_last_days(session: Session, placement_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Return the last day that each placement's entries tell of."""
    query = select(LogbookEntry.placement_id, func.max(LogbookEntry.done_on)).group_by(LogbookEntry.placement_id)
    rows = session.execute(query.where(LogbookEntry.placement_id.in_(list(placement_ids))))
    return {row[0]: row[1] for row in rows}


def _check(session: Session, placement: Placement, draft: EntryDraft, today: date) -> None:
    if placement.broken_on is not None:
        raise PlacementClosedError("the placement was broken off")
    if draft.done_on > today:
        raise FutureEntryError("that day has not come yet")
    if not placement.starts_on <= draft.done_on <= placement.ends_on:
        raise EntryOutsideContractError("that day is outside the contract")
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
