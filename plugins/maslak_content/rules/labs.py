"""Does a lab ask for what its data know, help where it says so, and give each learner an answer of their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lab.document import LabDocument, read_lab
from maslak_xblocks.lab.generators import make_data, make_seed
from maslak_xblocks.lab.generators.dataset import DataSet
from maslak_xblocks.lab.task import Task, WrongValue
from maslak_xblocks.olx import Element

LAB_EMPTY = error("lab_empty", "This lab asks nothing.", "Add a <task>.")
LAB_SHARED = warning(
    "lab_shared",
    "Every answer of this lab may be shared by many learners.",
    "Ask for at least one value that differs from learner to learner, such as a total.",
)
LAB_LIMITED = error(
    "lab_limited",
    "A practice lab limits what learners may try.",
    "Set attempts, cooldown and tries to 0: practice is without limit.",
)
LAB_TOLERANCE = error(
    "lab_tolerance",
    "The task {id} asks for a rounded number and allows no tolerance.",
    "Set a tolerance of one unit of the last place, such as 0.01.",
)
LAB_UNIT = error("lab_unit", "The task {id} states no unit in “{language}”.", "Write the <unit> in each language when the answer has one.")
LAB_HINT_UNSAID = error("lab_hint_unsaid", "The hint {hint} of {id} says nothing in “{language}”.", "Write it in this language too.")
LAB_HINTS_DEAR = warning(
    "lab_hints_dear", "The hints of {id} together take all its points.", "Let somebody who needs every hint still earn something."
)
LAB_WRONG_UNNAMED = error(
    "lab_wrong_unnamed", "The wrong value {wrong} of {id} names no misconception.", "Name the misconception that it shows."
)
LAB_WRONG_IS_RIGHT = error(
    "lab_wrong_is_right", "The wrong value {wrong} of {id} is the right one.", "Choose another fact: this one would never be reached."
)
LAB_WRONG_OFTEN_RIGHT = warning(
    "lab_wrong_often_right",
    "For {share} of 10 learners the wrong value {wrong} of {id} is the same as the right one.",
    "Choose a fact that differs more often, or more rows.",
)
LAB_FEEDBACK_MISSING = error(
    "lab_feedback_missing", "The task {id} has no feedback on {key} in “{language}”.", "Say why it is wrong, and where to read again."
)
LAB_TEXT_UNDECLARED = error(
    "lab_text_undeclared", "<{tag}> of {id} is about {key}, which the task does not declare.", "Correct the option, or declare it."
)

LAB_TIME_ODD = warning(
    "lab_time_odd",
    "{minutes} minutes for {tasks} questions are hardly what a learner needs.",
    "Time a learner, or count 3 to 25 minutes for each question.",
)

_LEARNERS: Final = 10
_LEAST_MINUTES, _MOST_MINUTES = 3, 25  # of one question
_LIMITS: Final = ("attempts", "cooldown", "tries")


def check(course: Course) -> Iterator[Finding]:
    """Find labs whose answers are shared, whose help says nothing, and whose wrong values are no wrong ones."""
    for block in course.labs:
        try:
            document = read_lab(block.element)
        except OLXError:
            # What cannot be read at all is said elsewhere, with its line.
            continue
        yield from _check_lab(block, document)


def _check_lab(block: Block, document: LabDocument) -> Iterator[Finding]:
    node, facts = block.element, document.maker.FACTS
    if not document.tasks:
        yield LAB_EMPTY.at(block.file, node)
        return
    if not any(facts[task.fact].personal for task in document.tasks):
        yield LAB_SHARED.at(block.file, node)
    if document.purpose == "practice" and {node.get(name, "0") for name in _LIMITS} != {"0"}:
        yield LAB_LIMITED.at(block.file, node)
    tasks = len(document.tasks)
    if not _LEAST_MINUTES * tasks <= document.minutes <= _MOST_MINUTES * tasks:
        yield LAB_TIME_ODD.at(block.file, node, minutes=document.minutes, tasks=tasks)
    for task, element in zip(document.tasks, node.findall("task"), strict=True):
        yield from _check_task(block, document, task, element)


def _check_task(block: Block, document: LabDocument, task: Task, node: Element) -> Iterator[Finding]:
    samples = _samples(document.generator, document.rows)
    if not task.tolerance and any(_has_places(sample, task.fact) for sample in samples):
        yield LAB_TOLERANCE.at(block.file, node, id=task.id)
    if task.hints and sum((hint.cost for hint in task.hints), Decimal(0)) >= 1:
        yield LAB_HINTS_DEAR.at(block.file, node, id=task.id)
    for wrong, element in zip(task.wrong, node.findall("wrong"), strict=True):
        yield from _check_wrong(block, task, wrong, element, samples)
    for variant in node.iterchildren("variant"):
        yield from _check_texts(block, task, variant)


def _check_wrong(block: Block, task: Task, wrong: WrongValue, node: Element, samples: tuple[DataSet, ...]) -> Iterator[Finding]:
    if not wrong.misconception:
        yield LAB_WRONG_UNNAMED.at(block.file, node, id=task.id, wrong=wrong.id)
    if wrong.fact == task.fact:
        yield LAB_WRONG_IS_RIGHT.at(block.file, node, id=task.id, wrong=wrong.id)
        return
    same = sum(_is_same(sample, task, wrong) for sample in samples)
    if 2 * same > len(samples):
        yield LAB_WRONG_OFTEN_RIGHT.at(block.file, node, id=task.id, wrong=wrong.id, share=same)


def _check_texts(block: Block, task: Task, variant: Element) -> Iterator[Finding]:
    language = variant.get("lang", "")
    said = {tag: {node.get("option", ""): _say(node) for node in variant.iterchildren(tag)} for tag in ("hint", "feedback")}
    for hint in task.hints:
        if not said["hint"].get(hint.id):
            yield LAB_HINT_UNSAID.at(block.file, variant, id=task.id, hint=hint.id, language=language)
    for key in ("other", *(wrong.id for wrong in task.wrong)):
        if not said["feedback"].get(key):
            yield LAB_FEEDBACK_MISSING.at(block.file, variant, id=task.id, key=key, language=language)
    known = {"hint": {hint.id for hint in task.hints}, "feedback": {"right", "other", *(wrong.id for wrong in task.wrong)}}
    for tag, texts in said.items():
        for key in sorted(texts.keys() - known[tag]):
            yield LAB_TEXT_UNDECLARED.at(block.file, variant, id=task.id, tag=tag, key=key)
    if task.unit and not (variant.findtext("unit") or "").strip():
        yield LAB_UNIT.at(block.file, variant, id=task.id, language=language)


@lru_cache(maxsize=16)
def _samples(generator: str, rows: int) -> tuple[DataSet, ...]:
    """Make the data of some invented learners."""
    return tuple(make_data(generator, make_seed(generator, "check", str(number), 1), rows) for number in range(_LEARNERS))


def _has_places(sample: DataSet, fact: str) -> bool:
    value = sample.facts[fact]
    return isinstance(value, Decimal) and value != value.to_integral_value()


def _is_same(sample: DataSet, task: Task, wrong: WrongValue) -> bool:
    right, other = sample.facts[task.fact], sample.facts[wrong.fact]
    if isinstance(right, Decimal) and isinstance(other, Decimal):
        return abs(right - other) <= task.tolerance
    return right == other


def _say(node: Element) -> str:
    return "".join(node.itertext()).strip()
