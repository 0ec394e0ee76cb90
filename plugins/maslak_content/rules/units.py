"""The contract of a unit, of a chapter and of a bank: what each must offer a learner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maslak_content.course import Block, Chapter, Course, Sequential
from maslak_content.findings import Finding, error, warning

SECTION_MISSING = error(
    "section_missing",
    "No page of this unit has a section of the class “{section}”.",
    "Write it: every unit has an example, an exercise, a retrieval, a summary and sources.",
)
PRACTICE_MISSING = error(
    "practice_missing", "This unit has lessons but no checkpoint for practice.", 'Add a checkpoint of 4 to 6 items with purpose="practice".'
)
PRACTICE_SIZE = error("practice_size", "The practice of this unit has {items} items.", "Keep to 4 to 6 items.")
EXERCISE_UNSOLVED = error(
    "exercise_unsolved", "This {section} shows no answer.", 'Add <details class="{expected}"> with a summary and the answer.'
)
UNIT_UNEXPLAINED = error(
    "unit_unexplained",
    "This unit has {count} sections that tell and explain.",
    "Begin with what awakes interest, then explain: at least two sections.",
)
OBJECTIVES_COUNT = warning("objectives_count", "This unit has {count} objectives.", "Give a unit 1 to 4 objectives.")
CHECKPOINT_MISSING = error(
    "checkpoint_missing", "This chapter has no checkpoint that decides about its competency.", 'Add a checkpoint with purpose="mastery".'
)
BANK_SMALL = error(
    "bank_small", "The bank has {items} items for a draw of {draw}.", "Write at least three times as many items as are drawn."
)
DRAW_SIZE = error("draw_size", "The chapter checkpoint draws {draw} items.", "Draw 8 to 12 items.")
DRAW_GROUPS = error(
    "draw_groups",
    "{draw} items are drawn, but there are only {groups} sibling groups, and of a group one item is shown.",
    "Draw fewer items or write more groups.",
)
SIBLING_ALONE = warning(
    "sibling_alone", "The item {id} has no sibling in the bank.", "Write a sibling item, so that a second attempt brings another question."
)
PRACTICE_LIMITED = error(
    "practice_limited", "A practice checkpoint limits what learners may try.", "Set attempts and cooldown to 0: practice is without limit."
)
ATTEMPTS_ODD = warning(
    "attempts_odd",
    "{attempts} attempts at a checkpoint are too few to learn from, or so many that trying is enough.",
    "Allow 2 to 20: for each question the bank has a sibling.",
)
PASS_MARK = error("pass_mark", "The pass mark {value} is not between 0.5 and 1.", "Use a share such as 0.7.")
SECTIONS = ("example", "exercise", "retrieval", "summary", "sources")

_ANSWERS = {"exercise": "solution", "retrieval": "answer"}
_PLAIN_SECTIONS = 2
_MOST_ATTEMPTS = 20


def check(course: Course) -> Iterator[Finding]:
    """Find units, chapters and banks that lack what their contract promises."""
    for sequential in course.sequentials:
        yield from _check_unit(sequential)
    for chapter in course.chapters:
        yield from _check_chapter(chapter)
    for block in course.checkpoints:
        yield from _check_settings(block)
        if block.element.get("purpose") == "mastery":
            yield from _check_bank(block)


def _check_unit(unit: Sequential) -> Iterator[Finding]:
    lessons = unit.list_blocks("maslak_lesson")
    if not lessons:
        return
    classes = {node.get("class") for block in lessons for node in block.element.iter("section")}
    for section in SECTIONS:
        if section not in classes:
            yield SECTION_MISSING.at(unit.file, unit.element, section=section)
    source = [node for block in lessons for node in block.element.iterchildren("variant") if node.get("status") == "source"]
    plain = sum(not section.get("class") for node in source for section in node.iterchildren("section"))
    if source and plain < _PLAIN_SECTIONS:
        yield UNIT_UNEXPLAINED.at(unit.file, unit.element, count=plain)
    for block in lessons:
        yield from _check_answers(block)
    practice = [block for block in unit.list_blocks("maslak_checkpoint") if block.element.get("purpose") == "practice"]
    if not practice:
        yield PRACTICE_MISSING.at(unit.file, unit.element)
    for block in practice:
        items = len(block.element.findall("item"))
        if not 4 <= items <= 6:
            yield PRACTICE_SIZE.at(block.file, block.element, items=items)
    count = sum(len(block.element.findall("objective")) for block in lessons)
    if not 1 <= count <= 4:
        yield OBJECTIVES_COUNT.at(unit.file, unit.element, count=count)


def _check_answers(block: Block) -> Iterator[Finding]:
    """What a workshop asks for, which says its minutes, may have no one answer."""
    if block.element.get("minutes"):
        return
    for section in block.element.iter("section"):
        expected = _ANSWERS.get(section.get("class", ""))
        if expected and section.find(".//details") is None:
            yield EXERCISE_UNSOLVED.at(block.file, section, section=section.get("class", ""), expected=expected)


def _check_chapter(chapter: Chapter) -> Iterator[Finding]:
    deciding = [block for block in chapter.list_blocks("maslak_checkpoint") if block.element.get("purpose") == "mastery"]
    if chapter.list_blocks("maslak_lesson") and not deciding:
        yield CHECKPOINT_MISSING.at(chapter.file, chapter.element)


def _check_settings(block: Block) -> Iterator[Finding]:
    node = block.element
    if node.get("purpose") == "practice" and {node.get("attempts", "0"), node.get("cooldown", "0")} != {"0"}:
        yield PRACTICE_LIMITED.at(block.file, node)
    value = node.get("pass_mark", "0.7")
    if not (value.replace(".", "", 1).isdigit() and 0.5 <= float(value) <= 1):
        yield PASS_MARK.at(block.file, node, value=value)


def _check_bank(block: Block) -> Iterator[Finding]:
    node, items = block.element, block.element.findall("item")
    text = node.get("draw", "0")
    draw = int(text) if text.isascii() and text.isdigit() else 0
    groups = Counter(item.get("sibling") or item.get("id") for item in items)
    if not 8 <= draw <= 12:
        yield DRAW_SIZE.at(block.file, node, draw=draw)
    if len(items) < 3 * draw:
        yield BANK_SMALL.at(block.file, node, items=len(items), draw=draw)
    attempts = node.get("attempts", "0")
    if attempts.isascii() and attempts.isdigit() and (int(attempts) == 1 or int(attempts) > _MOST_ATTEMPTS):
        yield ATTEMPTS_ODD.at(block.file, node, attempts=int(attempts))
    if len(groups) < draw:
        yield DRAW_GROUPS.at(block.file, node, draw=draw, groups=len(groups))
    for item in items:
        if groups[item.get("sibling") or item.get("id")] == 1:
            yield SIBLING_ALONE.at(block.file, item, id=item.get("id", ""))
