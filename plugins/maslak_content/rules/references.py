"""Does every name lead somewhere, and is everything that is named used."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from maslak_content.course import Block, Chapter, Course
from maslak_content.findings import Finding, error, warning
from maslak_xblocks.olx import Element

COMPETENCY_UNKNOWN = error(
    "competency_unknown",
    "The framework has no competency {id}.",
    "Name one of the programme’s framework, frameworks/ma-num.json beside the course; objectives are the course’s own.",
)
FRAMEWORK_MISSING = error(
    "framework_missing",
    "Competencies are named, but the framework does not stand beside the course.",
    "Put the programme’s framework beside the course’s folder, as frameworks/ma-num.json: classrooms know its competencies alone.",
)
LEVEL_UNKNOWN = error("level_unknown", "The competency {id} cannot be shown at the level “{level}”.", "Choose one of its levels: {levels}.")
COMPETENCY_FOREIGN = error(
    "competency_foreign",
    "No objective of this chapter names the competency {id} that the checkpoint judges.",
    "Correct the competency of the checkpoint or of the objectives.",
)
OBJECTIVE_UNKNOWN = error(
    "objective_unknown", "No lesson declares the objective {id}.", "Correct the id, or declare the objective in its lesson."
)
OBJECTIVE_FOREIGN = error(
    "objective_foreign",
    "The objective {id} belongs to {competency}, but the item’s answers count for {other}.",
    "Correct the objective, or give the item a competency of its own.",
)
OBJECTIVE_WITHOUT_ITEM = error(
    "objective_without_item", "No item asks for the objective {id}.", "Write at least two items for it, or drop the objective."
)
OBJECTIVE_WITH_ONE_ITEM = warning(
    "objective_with_one_item", "Only one item asks for the objective {id}.", "Write a second one: one answer shows little."
)
MISCONCEPTION_UNKNOWN = error(
    "misconception_unknown",
    "The checkpoint does not name the misconception {id}.",
    "Correct the id, or add a <misconception> with its names.",
)
MISCONCEPTION_UNUSED = warning(
    "misconception_unused", "No wrong answer of this checkpoint shows the misconception {id}.", "Tag an option with it, or remove it."
)
TITLE_UNUSED = warning("title_unused", "No part of the course is called {name}.", "Correct the name, or remove the title.")
TITLE_MISSING = error(
    "title_missing", "titles.xml has no title for {name}, in Studio “{title}”.", 'Add a <title for="{name}"> in three languages.'
)
TERM_UNKNOWN = error(
    "term_unknown", "The glossary has no term “{key}”.", "Add the term to glossary.xml in three languages, or correct data-term."
)
TERM_UNUSED = warning(
    "term_unused", "No lesson marks the term “{key}”.", 'Mark its first use with <dfn data-term="{key}">, or remove the term.'
)

# The misconceptions that options, rows and categories name, found without looking at each of them in Python.
_MEANT = etree.XPath(".//@misconception", smart_strings=False)


def check(course: Course) -> Iterator[Finding]:
    """Find names that lead nowhere and declarations that nothing uses."""
    yield from _check_competencies(course)
    yield from _check_objectives(course)
    for chapter in course.chapters:
        yield from _check_chapter(chapter)
    for block in (*course.checkpoints, *course.labs):
        yield from _check_misconceptions(block)
    yield from _check_titles(course)
    yield from _check_terms(course)


def _check_competencies(course: Course) -> Iterator[Finding]:
    if course.framework is None:
        yield from (FRAMEWORK_MISSING.at(file, node) for file, node in islice(_list_competency_uses(course), 1))
        return
    for file, node in _list_competency_uses(course):
        id, level = node.get("competency", ""), node.get("level")
        found = course.framework.competencies.get(id)
        if found is None:
            yield COMPETENCY_UNKNOWN.at(file, node, id=id)
        elif level is not None and level not in found.levels:
            yield LEVEL_UNKNOWN.at(file, node, id=id, level=level, levels=", ".join(found.levels))


def _list_competency_uses(course: Course) -> Iterator[tuple[str, Element]]:
    for block in course.lessons:
        yield from ((block.file, node) for node in block.element.iterchildren("objective"))
    for block in course.checkpoints:
        yield block.file, block.element
        yield from ((block.file, node) for node in block.element.iterchildren("item") if node.get("competency"))
    for block in course.labs:
        yield block.file, block.element
    for block in course.diagnostics:
        yield from ((block.file, node) for node in block.element.iterchildren("node"))
    yield from ((block.file, block.element) for block in course.projects)


def _check_objectives(course: Course) -> Iterator[Finding]:
    declared = {node.get("id", ""): (block.file, node) for block in course.lessons for node in block.element.iterchildren("objective")}
    counts = dict.fromkeys(declared, 0)
    for block in course.checkpoints:
        for item in block.element.iterchildren("item"):
            id, competency = item.get("objective", ""), str(item.get("competency") or block.element.get("competency", ""))
            if id not in declared:
                yield OBJECTIVE_UNKNOWN.at(block.file, item, id=id)
                continue
            counts[id] += 1
            own = declared[id][1].get("competency", "")
            if own != competency:
                yield OBJECTIVE_FOREIGN.at(block.file, item, id=id, competency=own, other=competency)
    for block in course.labs:
        for task in block.element.iterchildren("task"):
            if (id := task.get("objective", "")) in declared:
                counts[id] += 1
            else:
                yield OBJECTIVE_UNKNOWN.at(block.file, task, id=id)
    for id, count in counts.items():
        if count < 2:
            kind = OBJECTIVE_WITH_ONE_ITEM if count else OBJECTIVE_WITHOUT_ITEM
            yield kind.at(*declared[id], id=id)


def _check_chapter(chapter: Chapter) -> Iterator[Finding]:
    lessons = chapter.list_blocks("maslak_lesson")
    taught = {node.get("competency") for block in lessons for node in block.element.iterchildren("objective")}
    for block in chapter.list_blocks("maslak_checkpoint"):
        if taught and block.element.get("competency") not in taught:
            yield COMPETENCY_FOREIGN.at(block.file, block.element, id=block.element.get("competency", ""))


def _check_misconceptions(block: Block) -> Iterator[Finding]:
    named = {node.get("id", ""): node for node in block.element.iterchildren("misconception")}
    used = set(_MEANT(block.element)) - {""}
    if not used <= named.keys():
        for node in block.element.iter("*"):
            if (id := node.get("misconception")) and id not in named:
                yield MISCONCEPTION_UNKNOWN.at(block.file, node, id=id)
    for id in named.keys() - used:
        yield MISCONCEPTION_UNUSED.at(block.file, named[id], id=id)


def _check_titles(course: Course) -> Iterator[Finding]:
    parts = {part.url_name: part for part in course.list_parts()}
    for name in parts.keys() - course.titles.keys():
        node = parts[name].element
        yield TITLE_MISSING.at(parts[name].file, node, name=name, title=node.get("display_name", "–"))
    for name in course.titles.keys() - parts.keys():
        yield TITLE_UNUSED.at("titles.xml", course.titles[name], name=name)


def _check_terms(course: Course) -> Iterator[Finding]:
    marked = set()
    for block in course.lessons:
        for node in block.element.iter("dfn"):
            key = node.get("data-term", "")
            marked.add(key)
            if key not in course.glossary:
                yield TERM_UNKNOWN.at(block.file, node, key=key)
    for key in course.glossary.keys() - marked:
        yield TERM_UNUSED.at("glossary.xml", course.glossary[key], key=key)
