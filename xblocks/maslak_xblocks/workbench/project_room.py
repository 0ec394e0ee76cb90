"""The workbench's dossiers: kept in memory, begun in the state that the student's name asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.project.assignment import Assignment
from maslak_xblocks.project.errors import (
    AlreadyInTeamError,
    FormingClosedError,
    IncompleteRoundError,
    NoRoundLeftError,
    NoTeamError,
    StageClosedError,
    TooManyFilesError,
    UnknownFileError,
)
from maslak_xblocks.project.port import MOST_FILES, Dossier, Draft, FileContent, Round, StageWork, StoredFile, TeamAct, Upload
from maslak_xblocks.workbench.project_seeds import STATES, list_members, seed_forming, seed_stages

__all__ = ["STATES", "Cabinet", "WorkbenchProjectRoom"]


@dataclass
class Cabinet:
    """What one team has in one project."""

    stages: dict[str, StageWork]
    files: dict[str, FileContent] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)


class WorkbenchProjectRoom:
    """Answers ``maslak_xblocks.project.port.ProjectRoom`` for the student of one host."""

    def __init__(self, host: Any) -> None:
        self._host = host
        self._name = str(host.learner().key)
        self._team = host.memory.teams.get(self._name, self._name)

    def read(self, assignment: Assignment) -> Dossier:
        """Give the dossier of this student's team."""
        if self._name == "teamless":
            return Dossier(has_team=False)
        if self._name == "forming" and not self._is_formed:
            return Dossier(has_team=False, forming=seed_forming(self._host.now(), self._asked))
        stages = tuple(self._open(assignment).stages[rule.id] for rule in assignment.stages)
        return Dossier(stages, list_members(self._name, assignment.team_size, self._host.learner().language), "")

    def form_team(self, assignment: Assignment, act: TeamAct, value: str) -> Dossier:
        """Make a team, join one by any code, or ask one of those that are seeded; the student "forming" does."""
        if self._name != "forming":
            raise FormingClosedError("teams are made by a teacher here")
        if act in ("ask", "withdraw"):
            self._host.memory.teams["forming-asked"] = value
        elif self._is_formed and act in ("create", "join"):
            raise AlreadyInTeamError("in a team already")
        else:
            self._host.memory.teams["forming-team"] = "forming" if act in ("create", "join") else ""
        return self.read(assignment)

    @property
    def _is_formed(self) -> bool:
        return bool(self._host.memory.teams.get("forming-team"))

    @property
    def _asked(self) -> str:
        return str(self._host.memory.teams.get("forming-asked", ""))

    def save_draft(self, assignment: Assignment, stage: str, revision: int, texts: Mapping[str, str]) -> Dossier:
        """Keep texts and links."""
        work = self._change(assignment, stage, revision)
        return self._keep(assignment, work, replace(work.draft, texts=dict(texts)))

    def add_file(self, assignment: Assignment, stage: str, revision: int, upload: Upload, key: str) -> Dossier:
        """Keep one more file."""
        cabinet = self._open(assignment)
        if f"{stage} {key}" in cabinet.keys:
            return self.read(assignment)
        work = self._change(assignment, stage, revision)
        if sum(file.deliverable == upload.deliverable for file in work.draft.files) >= MOST_FILES:
            raise TooManyFilesError("no more files fit")
        stored = StoredFile(
            f"{self._team}-{len(cabinet.files)}",
            upload.deliverable,
            upload.name,
            upload.media_type,
            len(upload.content),
            self._host.now(),
            self._name,
        )
        cabinet.files[stored.id] = FileContent(upload.name, upload.media_type, upload.content)
        cabinet.keys.add(f"{stage} {key}")
        return self._keep(assignment, work, replace(work.draft, files=(*work.draft.files, stored)))

    def remove_file(self, assignment: Assignment, stage: str, revision: int, file: str) -> Dossier:
        """Take a file out of the draft; rounds keep it."""
        work = self._change(assignment, stage, revision)
        left = tuple(each for each in work.draft.files if each.id != file)
        if len(left) == len(work.draft.files):
            raise UnknownFileError("no such file in this draft")
        return self._keep(assignment, work, replace(work.draft, files=left))

    def submit(self, assignment: Assignment, stage: str, revision: int, key: str) -> Dossier:
        """Make the draft a round."""
        cabinet = self._open(assignment)
        if f"{stage} {key}" in cabinet.keys:
            return self.read(assignment)
        work = self._change(assignment, stage, revision)
        if len(work.rounds) >= assignment.rounds:
            raise NoRoundLeftError("every round was handed in")
        rule = next(rule for rule in assignment.stages if rule.id == stage)
        present = {*work.draft.texts, *(file.deliverable for file in work.draft.files)}
        missing = [each.id for each in rule.deliverables if each.is_required and each.id not in present]
        if missing:
            raise IncompleteRoundError("something required is missing", missing=missing)
        now, draft = self._host.now(), work.draft
        is_late = work.due_at is not None and now > work.due_at
        made = Round(len(work.rounds) + 1, "submitted", now, draft.texts, draft.files, self._name, is_late)
        cabinet.keys.add(f"{stage} {key}")
        cabinet.stages[stage] = replace(
            work, state="submitted", revision=revision + 1, can_change=False, draft=Draft(), rounds=(*work.rounds, made)
        )
        return self.read(assignment)

    def read_file(self, assignment: Assignment, file: str) -> FileContent:
        """Give a file of this team, and of no other."""
        found = None if self._name == "teamless" else self._open(assignment).files.get(file)
        if found is None:
            raise UnknownFileError("this team has no such file")
        return found

    def _open(self, assignment: Assignment) -> Cabinet:
        place = (self._team, assignment.usage)
        if place not in self._host.memory.dossiers:
            stages, files = seed_stages(self._team, assignment, self._host.now())
            self._host.memory.dossiers[place] = Cabinet(stages, files)
        cabinet: Cabinet = self._host.memory.dossiers[place]
        return cabinet

    def _change(self, assignment: Assignment, stage: str, revision: int) -> StageWork:
        if self._name == "teamless":
            raise NoTeamError("not in a team")
        work = self._open(assignment).stages[stage]
        if work.revision != revision:
            raise StaleRevisionError("the state moved on", revision=work.revision)
        if not work.can_change:
            raise StageClosedError("the stage takes nothing now")
        return work

    def _keep(self, assignment: Assignment, work: StageWork, draft: Draft) -> Dossier:
        state = "draft" if work.state == "not_begun" else work.state
        saved = replace(draft, saved_at=self._host.now(), saved_by=self._name)
        self._open(assignment).stages[work.id] = replace(work, state=state, revision=work.revision + 1, draft=saved)
        return self.read(assignment)
