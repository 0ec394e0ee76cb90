"""Courses and outlines as an application gets them: the same facts that the pages show."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from maslak_companion.classroom.client.messages import (
    ClientBlock,
    ClientChapter,
    ClientCourse,
    ClientOutline,
    ClientPage,
    ClientPlace,
    ClientUnit,
    State,
)
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.home import CourseCard
from maslak_companion.classroom.outline import ChapterLine, UnitLine, map_course
from maslak_companion.classroom.services import find_content_language, find_place, list_completed_blocks
from maslak_companion.classroom.visit import Visit
from maslak_companion.offerings.services import read_grants


def tell_course(card: CourseCard) -> ClientCourse:
    """Return one course of the learner's home."""
    following = ClientPlace(card.next.unit, card.next.page) if card.next else None
    course = card.map
    return ClientCourse(course.key, course.titles, course.done, len(course.required), card.opens_at, card.due_at, following)


def tell_outline(session: Session, visit: Visit) -> ClientOutline:
    """Return the course with its pages and blocks; what is kept for the staff is left out."""
    completed = list_completed_blocks(session, [visit.learner_id], visit.course_key)[visit.learner_id]
    grants = read_grants(session, visit.learner_id, visit.offering)
    course_map, place = map_course(visit, completed, grants), find_place(session, visit.learner_id, visit.course_key)
    return ClientOutline(
        course=course_map.key,
        titles=course_map.titles,
        release=visit.course.hash,
        content_language=find_content_language(session, visit.learner_id),
        place=ClientPlace(place.unit, place.page) if place else None,
        chapters=[_tell_chapter(visit, chapter, completed) for chapter in course_map.chapters],
    )


def _tell_chapter(visit: Visit, chapter: ChapterLine, completed: set[str]) -> ClientChapter:
    units = [_tell_unit(visit, unit, completed) for unit in chapter.units]
    return ClientChapter(chapter.name, chapter.titles, _state(chapter.state), units)


def _tell_unit(visit: Visit, unit: UnitLine, completed: set[str]) -> ClientUnit:
    node = visit.course.find("sequential", unit.name)
    pages = [page for page in visit.course.children(node) if visit.is_visible(page)] if node else []
    return ClientUnit(
        name=unit.name,
        titles=unit.titles,
        state=_state(unit.state),
        opens_at=unit.opens_at,
        is_optional=unit.is_optional,
        stays_open=unit.stays_open,
        is_checkpoint=unit.is_checkpoint,
        pages=[ClientPage(page.url_name, page.titles, list(_tell_blocks(visit, page, completed))) for page in pages],
    )


def _tell_blocks(visit: Visit, page: CourseNode, completed: set[str]) -> Iterator[ClientBlock]:
    for block in visit.course.blocks_under(page):
        url = url_for("clients.show_block", course=visit.course_key, usage=block.usage_key)
        yield ClientBlock(block.usage_key, block.block_type, block.titles, block.usage_key in completed, url)


def _state(word: str) -> State:
    # An application asks nothing of somebody who is excused.
    return "done" if word in ("done", "excused") else "begun" if word == "begun" else "new"
