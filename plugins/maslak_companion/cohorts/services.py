"""What other rooms may ask of the cohorts room: plans, standings and reports of an offering's learners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import CourseNotFoundError
from maslak_companion.classroom.frameworks import title_of
from maslak_companion.classroom.services import get_release, list_completed_blocks
from maslak_companion.cohorts.item_analysis import ItemReport, report_item
from maslak_companion.cohorts.item_texts import read_items
from maslak_companion.cohorts.standing import ChapterColumn, CompetencyColumn, CoursePlan, Standing, UnitColumn, read_standing
from maslak_companion.offerings.granted import Grants
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import list_grants
from maslak_companion.progress.services import list_cohort_evidence, list_item_tallies, list_ratings_for
from maslak_domain.competency import Framework
from maslak_domain.evidence import Evidence

__all__ = ["CoursePlan", "ItemReport", "Standing", "find_course", "list_item_reports", "list_standings", "make_plan"]


def find_course(session: Session, shelf: CourseShelf, offering: Offering) -> CourseRelease | None:
    """Return the release that the offering is on, or None before any is installed."""
    try:
        release = get_release(session, offering.course_key, offering.release_id)
        return shelf.get(release.course_key, release.hash)
    except CourseNotFoundError:
        return None


def make_plan(course: CourseRelease | None, framework: Framework) -> CoursePlan:
    """Return the required units of a course and the competencies that it assesses, in reading order."""
    if course is None:
        return CoursePlan()
    units = tuple(
        UnitColumn(unit.url_name, unit.titles, frozenset(block.usage_key for block in course.counted_blocks(unit)))
        for unit in course.required_units()
    )
    deciding: dict[tuple[str, str], dict[str, Decimal]] = {}
    for usage_key, entry in course.block_map.items():
        if entry["competency"] and entry["decides"]:
            deciding.setdefault((entry["competency"], entry["level"]), {})[usage_key] = Decimal(entry["pass_mark"])
    columns = tuple(CompetencyColumn(key, level, title_of(framework, key), marks) for (key, level), marks in deciding.items())
    titles = {
        block.usage_key: (block.titles, chapter.titles)
        for chapter in course.children(course.course)
        for block in course.blocks_under(chapter)
    }  # fmt: skip
    return CoursePlan(units, columns, tuple(_list_chapters(course, columns)), titles)


def _list_chapters(course: CourseRelease, competencies: Sequence[CompetencyColumn]) -> Iterator[ChapterColumn]:
    places = {unit.usage_key: index for index, unit in enumerate(course.required_units())}
    for chapter in course.children(course.course):
        blocks = frozenset(block.usage_key for block in course.blocks_under(chapter))
        decided = tuple(index for index, each in enumerate(competencies) if blocks & each.deciding.keys())
        units = tuple(places[unit.usage_key] for unit in course.children(chapter) if unit.usage_key in places)
        if units:
            yield ChapterColumn(chapter.url_name, chapter.titles, units, decided, blocks)


def list_standings(session: Session, plan: CoursePlan, offering: Offering, learner_ids: Sequence[UUID], now: datetime) -> list[Standing]:
    """Return where each learner stands, whoever needs attention first."""
    completed = list_completed_blocks(session, learner_ids, offering.course_key)
    evidence: dict[UUID, list[Evidence]] = defaultdict(list)
    for each in list_cohort_evidence(session, learner_ids, offering.course_key):
        evidence[each.learner].append(each)
    ratings = {(each.learner_id, each.competency, each.level): each.rating for each in list_ratings_for(session, learner_ids)}
    grants = list_grants(session, learner_ids, offering)
    standings = [
        read_standing(
            plan,
            learner_id,
            completed=frozenset(completed.get(learner_id, ())),
            ratings={(key, level): rating for (owner, key, level), rating in ratings.items() if owner == learner_id},
            evidence=evidence[learner_id],
            now=now,
            grants=grants.get(learner_id, Grants()),
        )
        for learner_id in learner_ids
    ]
    return sorted(standings, key=lambda standing: standing.rank)


def list_item_reports(
    session: Session, course: CourseRelease | None, offering: Offering, learner_ids: Sequence[UUID]
) -> list[tuple[str, ItemReport]]:
    """Return how each question was answered with the usage key of its checkpoint, hardest first."""
    tallies = list_item_tallies(session, learner_ids, offering.course_key)
    nodes = course.nodes if course else {}
    # Only what somebody answered is read: a course holds far more questions than a group has met so far.
    texts = {key: read_items(nodes[key].xml) for key in {tally.usage_key for tally in tallies} if key in nodes}
    return [(tally.usage_key, report_item(tally, texts.get(tally.usage_key, {}).get(tally.item))) for tally in tallies]
