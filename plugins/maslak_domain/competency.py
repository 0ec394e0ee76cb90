"""The competency framework: what can be learnt, at which level, after what, and what it corresponds to elsewhere.

The document is data under ``course_content/frameworks``; this room reads it and refuses one that breaks the data rules.
Correspondences are proposals until a reviewer is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any, Final, Literal, cast, get_args
from uuid import UUID

from maslak_domain.errors import InvalidError, NotFoundError
from maslak_domain.language import LANGUAGES, LocalizedText

Level = Literal["N1", "N2", "N3", "N4"]
Status = Literal["draft", "review", "adopted", "retired"]
Relation = Literal["related", "close", "exact"]
AlignmentStatus = Literal["proposed", "reviewed"]

# People see these names; N1 to N4 are for programs. One scale for blocks, registry and credentials.
LEVELS: Final[Mapping[Level, LocalizedText]] = MappingProxyType(
    {
        "N1": {"ar": "تمهيدي", "fr": "Initiation", "en": "Introductory"},
        "N2": {"ar": "تطبيقي", "fr": "Application", "en": "Applied"},
        "N3": {"ar": "متمكن", "fr": "Maîtrise", "en": "Proficient"},
        "N4": {"ar": "خبير", "fr": "Expertise", "en": "Expert"},
    }
)
_ID: Final = re.compile(r"[A-Z]{2}-[A-Z]{3}\.[A-Z]{2,3}\.[0-9]{2}")


class InvalidFrameworkError(InvalidError):
    """Raised when a framework document breaks the data rules; ``findings`` lists every breach."""

    code = "invalid_framework"


class UnknownCompetencyError(NotFoundError):
    """Raised when a framework holds no competency of this id."""

    code = "unknown_competency"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of the data rules: where, and what."""

    where: str
    code: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A correspondence to an item of a foreign scheme (ESCO, NICE, e-CF), proposed or reviewed by a named person."""

    scheme: str
    version: str
    id: str
    relation: Relation
    status: AlignmentStatus
    reviewer: str | None
    reviewed_on: date | None
    label: LocalizedText


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency. ``id`` never changes meaning; ``levels`` are those at which it can be shown."""

    id: str
    uuid: UUID
    group: str
    version: int
    status: Status
    replaced_by: str | None
    title: LocalizedText
    idea: LocalizedText
    levels: tuple[Level, ...]
    requires: tuple[str, ...]
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """A version of the framework: groups with their titles, and competencies by id in the document's order."""

    key: str
    version: str
    status: Status
    title: LocalizedText
    groups: Mapping[str, LocalizedText]
    competencies: Mapping[str, Competency]

    def get_competency(self, competency_id: str) -> Competency:
        """Return a competency by id. Raises UnknownCompetencyError."""
        found = self.competencies.get(competency_id)
        if found is None:
            raise UnknownCompetencyError("the framework has no such competency", competency=competency_id)
        return found


def load_framework(data: Mapping[str, Any]) -> Framework:
    """Read a framework document (decoded JSON). Raises InvalidFrameworkError with every finding."""
    try:
        competencies = [_read_competency(each) for each in data["competencies"]]
        framework = Framework(
            key=data["key"],
            version=data["version"],
            status=data["status"],
            title=data["title"],
            groups=MappingProxyType(dict(data["groups"])),
            competencies=MappingProxyType({competency.id: competency for competency in competencies}),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidFrameworkError("the document does not have the form of a framework", findings=[repr(error)]) from error
    findings = check_framework(framework)
    if len(framework.competencies) != len(competencies):
        findings.append(Finding(framework.key, "duplicate_id"))
    if findings:
        raise InvalidFrameworkError("the framework breaks the data rules", findings=[f"{each.where}: {each.code}" for each in findings])
    return framework


def check_framework(framework: Framework) -> list[Finding]:
    """List every breach of the data rules; an empty list means that the framework may be used."""
    findings = [] if framework.status in get_args(Status) else [Finding(framework.key, "unknown_status")]
    findings += [Finding(key, "missing_title") for key, title in framework.groups.items() if not _is_complete(title)]
    for competency in framework.competencies.values():
        findings += [Finding(competency.id, code) for code in _check_competency(competency, framework)]
    return findings + _check_prerequisites(framework.competencies.values())


def _check_competency(competency: Competency, framework: Framework) -> Iterable[str]:
    if not _ID.fullmatch(competency.id) or not competency.id.startswith(framework.key + "."):
        yield "malformed_id"
    if competency.group not in framework.groups:
        yield "unknown_group"
    if not _is_complete(competency.title):
        yield "missing_title"
    if competency.status not in get_args(Status):
        yield "unknown_status"
    if competency.replaced_by is not None and competency.replaced_by not in framework.competencies:
        yield "unknown_replacement"
    if not competency.levels or set(competency.levels) - set(LEVELS):
        yield "unknown_level"
    for alignment in competency.alignments:
        yield from _check_alignment(alignment)


def _check_alignment(alignment: Alignment) -> Iterable[str]:
    if not (alignment.scheme and alignment.version and alignment.id):
        yield "incomplete_alignment"
    if alignment.relation not in get_args(Relation) or alignment.status not in get_args(AlignmentStatus):
        yield "unknown_alignment_status"
    # A correspondence is only reviewed when somebody stands for it.
    if alignment.status == "reviewed" and not (alignment.reviewer and alignment.reviewed_on):
        yield "review_without_reviewer"


def _check_prerequisites(competencies: Iterable[Competency]) -> list[Finding]:
    edges = {competency.id: competency.requires for competency in competencies}
    findings = [Finding(key, "unknown_prerequisite") for key, required in edges.items() if set(required) - set(edges)]
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        findings.append(Finding(" → ".join(error.args[1]), "prerequisite_cycle"))
    return findings


def _is_complete(text: LocalizedText) -> bool:
    return all(text.get(language, "").strip() for language in LANGUAGES)


def _read_competency(data: Mapping[str, Any]) -> Competency:
    return Competency(
        id=data["id"],
        uuid=UUID(data["uuid"]),
        group=data["group"],
        version=int(data["version"]),
        status=data["status"],
        replaced_by=data["replaced_by"],
        title=data["title"],
        idea=data["idea"],
        levels=tuple(cast("list[Level]", data["levels"])),
        requires=tuple(data["requires"]),
        alignments=tuple(_read_alignment(each) for each in data["alignments"]),
    )


def _read_alignment(data: Mapping[str, Any]) -> Alignment:
    return Alignment(
        scheme=data["scheme"],
        version=data["version"],
        id=data["id"],
        relation=data["relation"],
        status=data["status"],
        reviewer=data["reviewer"],
        reviewed_on=date.fromisoformat(data["reviewed_on"]) if data["reviewed_on"] else None,
        label=data["label"],
    )
