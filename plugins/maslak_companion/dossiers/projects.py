"""Projects as a release records them: all that a queue of marking needs, without the course's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from maslak_domain.language import LANGUAGES, LocalizedText

BlockMap = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the rubric with the sentence that describes each of its four bands."""

    id: str
    descriptor: str
    weight: int
    titles: LocalizedText
    bands: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One thing that a stage asks for."""

    id: str
    kind: str
    labels: LocalizedText


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; `criteria` are those for which its marker gives a band, `due_days` count from the opening."""

    id: str
    titles: LocalizedText
    criteria: tuple[str, ...]
    deliverables: tuple[Deliverable, ...]
    due_days: int | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a release."""

    usage_key: str
    titles: LocalizedText
    team: int
    rounds: int
    stages: tuple[Stage, ...]
    criteria: tuple[Criterion, ...]

    @property
    def weights(self) -> dict[str, int]:
        """How much each criterion counts."""
        return {each.id: each.weight for each in self.criteria}

    def find_stage(self, stage_id: str) -> Stage | None:
        """Return a stage, or None where a later release no longer has it."""
        return next((each for each in self.stages if each.id == stage_id), None)

    def criteria_of(self, stage: Stage) -> tuple[Criterion, ...]:
        """Return the rows of the rubric that a stage's marker judges."""
        return tuple(each for each in self.criteria if each.id in stage.criteria)


def list_projects(block_map: BlockMap) -> Iterator[Project]:
    """Yield the projects of a release in reading order."""
    for usage_key in block_map:
        project = find_project(block_map, usage_key)
        if project is not None:
            yield project


def find_project(block_map: BlockMap, usage_key: str) -> Project | None:
    """Return the project that a block is, or None."""
    said = block_map.get(usage_key, {}).get("project")
    if not said:
        return None
    return Project(
        usage_key=usage_key,
        titles=_texts(said["titles"]),
        team=int(said["team"]),
        rounds=int(said["rounds"]),
        stages=tuple(_read_stage(each) for each in said["stages"]),
        criteria=tuple(
            Criterion(each["id"], each["descriptor"], int(each["weight"]), _texts(each["titles"]), tuple(map(_texts, each["bands"])))
            for each in said["criteria"]
        ),
    )


def _read_stage(said: Mapping[str, Any]) -> Stage:
    deliverables = tuple(Deliverable(each["id"], each["type"], _texts(each["labels"])) for each in said["deliverables"])
    return Stage(said["id"], _texts(said["titles"]), tuple(said["criteria"]), deliverables, said.get("due_days"))


def _texts(said: Mapping[str, str]) -> LocalizedText:
    return cast(LocalizedText, {language: said[language] for language in LANGUAGES if said.get(language)})
