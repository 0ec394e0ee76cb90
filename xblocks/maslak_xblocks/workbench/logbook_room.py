"""The workbench's logbooks: one for each state, chosen by the student's name; what is written stays as long as the process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.logbook import errors
from maslak_xblocks.logbook.port import (
    LARGEST_FILE,
    Entry,
    EntryDraft,
    EvidenceFile,
    Logbook,
    Placement,
    Receipt,
    Synthesis,
    Upload,
)
from maslak_xblocks.workbench.logbook_samples import COMPETENCIES, LEVELS, STATES, TODAY, make_placement

_KINDS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"%PDF-", b"PK\x03\x04", b"RIFF")


@dataclass
class Kept:
    """What one student wrote: the placement as it stands, and the receipts by request key."""

    placement: Placement | None
    receipts: dict[str, tuple[object, Receipt]] = field(default_factory=dict)


class WorkbenchLogbookRoom:
    """Answers ``maslak_xblocks.logbook.port.LogbookRoom`` for the student of one host."""

    def __init__(self, host: Any) -> None:
        name = str(host.learner().key)
        self._host, self._state = host, name if name in STATES else "running"
        if name not in host.memory.logbooks:
            host.memory.logbooks[name] = Kept(make_placement(self._state))
        self._kept: Kept = host.memory.logbooks[name]

    def read(self) -> Logbook:
        """Give the logbook. Raises LogbookAwayError for the student ``away``."""
        if self._state == "away":
            raise errors.LogbookAwayError("the server of the logbooks is away")
        placements = (self._kept.placement,) if self._kept.placement else ()
        return Logbook(TODAY, placements, COMPETENCIES, LEVELS)

    def add_entry(self, placement: str, draft: EntryDraft, *, request_key: str) -> Receipt:
        """Keep an entry."""
        self._require_placement(placement)
        return self._write(draft, request_key, "")

    def correct_entry(self, entry: str, draft: EntryDraft, *, request_key: str, keeps_file: bool = True) -> Receipt:
        """Keep an entry that supersedes another."""
        placement = self._require_placement()
        old = next((each for each in placement.entries if each.key == entry), None)
        if old is None:
            raise errors.UnknownEntryError("no such entry in this logbook")
        if old.superseded_by and request_key not in self._kept.receipts:
            raise errors.EntrySupersededError("this entry was corrected already")
        return self._write(draft, request_key, entry, old.file if keeps_file else None)

    def agree_to_mission(self, mission: str, *, revision: int) -> Receipt:
        """Agree to a mission."""
        placement = self._require_placement()
        found = next((each for each in placement.missions if each.key == mission), None)
        if found is None:
            raise errors.UnknownMissionError("no such mission in this logbook")
        if found.revision != revision:
            raise StaleRevisionError("the mission was changed", revision=found.revision)
        at, repeat = self._host.now(), not found.waits_for_learner
        agreements = tuple(replace(each, at=each.at or at) if each.role == "learner" else each for each in found.agreements)
        changed = tuple(replace(each, agreements=agreements) if each is found else each for each in placement.missions)
        step = placement.step if placement.step.kind != "agree_mission" else replace(placement.step, kind="write_entry")
        self._kept.placement = replace(placement, missions=changed, step=step)
        return Receipt(mission, at, revision, repeat)

    def save_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> Receipt:
        """Keep a draft."""
        return self._keep_synthesis(placement, period, text, revision, "draft")

    def submit_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> Receipt:
        """Hand a synthesis in."""
        return self._keep_synthesis(placement, period, text, revision, "submitted")

    def _require_placement(self, key: str | None = None) -> Placement:
        placement = self._kept.placement
        if self._state == "away":
            raise errors.LogbookAwayError("the server of the logbooks is away")
        if placement is None or key not in (None, placement.key):
            raise errors.UnknownPlacementError("no such contract in this logbook")
        if not placement.can_write:
            raise errors.PlacementClosedError("the contract is over")
        return placement

    def _write(self, draft: EntryDraft, request_key: str, supersedes: str, kept: EvidenceFile | None = None) -> Receipt:
        placement, content = self._require_placement(), (draft, supersedes)
        if request_key in self._kept.receipts:
            known, receipt = self._kept.receipts[request_key]
            if known != content:
                raise errors.KeyReusedError("this key was used for something else")
            return replace(receipt, is_repeat=True)
        _check(placement, draft)
        key, at = f"entry-{len(self._kept.receipts) + 1}-{request_key[:8]}", self._host.now()
        period = next((each.key for each in placement.periods if each.starts_on <= draft.done_on <= each.ends_on), "")
        file = EvidenceFile(draft.file.name, len(draft.file.content), "") if draft.file else kept
        bound = all(each.is_confidential for each in placement.missions if set(draft.competencies) & {t.competency for t in each.targets})
        secret = draft.is_confidential or (bool(draft.competencies) and bound)
        entry = Entry(key, draft.done_on, draft.task, draft.competencies, at, period, draft.link, file, secret, supersedes)
        older = (replace(each, superseded_by=key) if each.key == supersedes else each for each in placement.entries)
        entries = sorted((entry, *older), key=lambda each: (each.done_on, each.received_at), reverse=True)
        alerts = tuple(each for each in placement.alerts if each.kind != "no_entry" or draft.done_on < TODAY - timedelta(14))
        self._kept.placement = replace(placement, entries=tuple(entries), alerts=alerts)
        receipt = Receipt(key, at)
        self._kept.receipts[request_key] = (content, receipt)
        return receipt

    def _keep_synthesis(self, placement: str, period: str, text: str, revision: int, state: Any) -> Receipt:
        whole, at = self._require_placement(placement), self._host.now()
        found: Synthesis | None = next((each for each in whole.syntheses if each.period == period), None)
        if found is None:
            raise errors.UnknownPeriodError("no synthesis is asked for this period")
        if state == found.state == "submitted" and (found.text, found.revision) == (text, revision + 1):
            return Receipt(period, found.saved_at or at, found.revision, is_repeat=True)
        if found.state == "submitted":
            raise errors.SynthesisSubmittedError("the synthesis was handed in")
        if found.revision != revision:
            raise StaleRevisionError("the synthesis moved on", revision=found.revision)
        submitted = at if state == "submitted" else None
        changed = replace(found, text=text, state=state, revision=revision + 1, saved_at=at, submitted_at=submitted)
        self._kept.placement = replace(whole, syntheses=tuple(changed if each is found else each for each in whole.syntheses))
        return Receipt(period, at, revision + 1)


def _check(placement: Placement, draft: EntryDraft) -> None:
    if draft.done_on > TODAY:
        raise errors.FutureEntryError("this day has not come yet", field="done_on")
    if not placement.starts_on <= draft.done_on <= placement.ends_on:
        raise errors.EntryOutsideContractError("this day is not within the contract")
    aims = {target.competency for mission in placement.missions for target in mission.targets}
    if not set(draft.competencies) <= aims:
        raise errors.CompetencyOutsideMissionsError("no mission aims at this competency")
    _check_file(draft.file)


def _check_file(file: Upload | None) -> None:
    if file is None:
        return
    if len(file.content) > LARGEST_FILE:
        raise errors.EvidenceTooLargeError("the file is too large", limit=LARGEST_FILE)
    if not file.content.startswith(_KINDS):
        raise errors.EvidenceTypeError("this kind of file is not accepted")
