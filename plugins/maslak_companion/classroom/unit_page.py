"""What a unit page says below its blocks: where the learner stands on what the page assesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.desk import current_settings
from maslak_companion.classroom.frameworks import read_framework, title_of
from maslak_companion.classroom.visit import Visit
from maslak_companion.progress.services import list_ratings
from maslak_domain.competency import LEVELS
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency at a level, and how it stands for the learner."""

    competency: str
    titles: LocalizedText
    level_names: LocalizedText
    rating: str


def describe_competencies(session: Session, visit: Visit, blocks: Sequence[CourseNode]) -> list[CompetencyLine]:
    """Return the competencies that the mastery blocks of a page decide."""
    entries = [visit.course.block_map[block.usage_key] for block in blocks]
    wanted = list(dict.fromkeys((entry["competency"], entry["level"]) for entry in entries if entry["decides"] and entry["competency"]))
    if not wanted:
        return []
    framework = read_framework(current_settings().courses)
    ratings = {(each.competency, each.level): each.rating.value for each in list_ratings(session, visit.learner_id)}
    return [
        CompetencyLine(key, title_of(framework, key), level_names(level), ratings.get((key, level), Rating.NOT_ASSESSED.value))
        for key, level in wanted
    ]


def level_names(level: str) -> LocalizedText:
    """Return a level's name: people never see N1 alone."""
    known: dict[str, LocalizedText] = {str(key): names for key, names in LEVELS.items()}
    return known.get(level, {"ar": level, "fr": level, "en": level})
