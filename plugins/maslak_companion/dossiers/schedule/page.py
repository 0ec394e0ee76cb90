"""What stands beside a project's dates: the day on which a stage is due without one, and what was granted to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.dossiers.projects import Project, Stage
from maslak_companion.dossiers.schedule.services import Schedule
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_arrangements
from maslak_companion.people.services import list_learners_by_id
from maslak_domain.language import LocalizedText


@dataclass(frozen=True, slots=True)
class StageDates:
    """A stage with the day on which it is due where nobody sets one."""

    id: str
    titles: LocalizedText
    usual_at: datetime | None


@dataclass(frozen=True, slots=True)
class GrantView:
    """What was granted: to a group, or to a learner by name. Why is nobody's business here."""

    group_titles: LocalizedText
    learner_id: UUID | None
    name_ar: str
    name_latin: str
    opens_at: datetime | None
    closes_at: datetime | None
    is_for_project: bool
    is_excused: bool


def list_stages(offering: Offering, project: Project, schedule: Schedule) -> list[StageDates]:
    """Return the stages with their usual days, which count from the project's opening."""
    opens_at = schedule.opens_at or offering.opens_at
    return [StageDates(each.id, each.titles, _find_usual(each, opens_at)) for each in project.stages]


def list_grants(session: Session, offering: Offering, project: Project) -> Sequence[GrantView]:
    """Return what stands for somebody at this project, groups first."""
    granted = list_arrangements(session, offering, project.usage_key)
    found = [each for each in granted if each[0].opens_at or each[0].closes_at or each[0].excused]
    learners = {each.id: each for each in list_learners_by_id(session, {row.learner_id for row, _ in found if row.learner_id})}
    grants = []
    for row, group_titles in found:
        learner = learners.get(row.learner_id) if row.learner_id else None
        grants.append(
            GrantView(
                group_titles=cast(LocalizedText, group_titles),
                learner_id=row.learner_id,
                name_ar=learner.name_ar if learner else "",
                name_latin=learner.name_latin if learner else "",
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                is_for_project=row.usage_key == project.usage_key,
                is_excused=row.excused,
            )
        )
    return grants


def _find_usual(stage: Stage, opens_at: datetime | None) -> datetime | None:
    return opens_at + timedelta(days=stage.due_days) if opens_at and stage.due_days is not None else None
