"""Questions that are written, put in order, matched, classified or read from a table: can they be answered and learnt from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_content.rules.items import KEY_COUNT, MISCONCEPTION_MISSING, check_feedback, check_texts, say
from maslak_domain.language import fold_answer
from maslak_xblocks.olx import Element

PART_COUNT = error("part_count", "The item {id} has {count} <{tag}>.", "Give it {least} to {most}.")
SCORING_UNSAID = error("scoring_unsaid", "The item {id} does not say how it is scored.", 'Add scoring="all" or scoring="partial".')
CHOICE_UNUSED = error(
    "choice_unused", "{option} of {id} is right for nothing.", 'Give it what it is right for, or declare distractor="true".'
)
DISTRACTOR_USED = error(
    "distractor_used", "{option} of {id} is declared a distractor and is right for something.", "Take out the declaration, or mend the key."
)
KEY_UNBALANCED = warning(
    "key_unbalanced", "Nearly everything in {id} belongs to {option}.", "Spread the entries, so that one answer for all is not good enough."
)
MISTAKE_MISSING = error(
    "mistake_missing", "No wrong answer of {id} names a misconception.", "Tag the likeliest wrong answer with the misconception behind it."
)
ANSWER_UNWRITABLE = error(
    "answer_unwritable", "No accepted answer of {id} holds in “{language}”.", "Give one a value, or a text in this language."
)
ANSWER_GIVEN_AWAY = error(
    "answer_given_away", "The question of {id} says its own answer “{answer}” in “{language}”.", "Ask without saying the answer."
)

_PAIRS = {"matching": ("left", "choice"), "classification": ("entry", "category")}
_COUNTS = {"ordering": ("step", 3, 7), "matching": ("left", 3, 7), "classification": ("entry", 3, 8), "table": ("row", 3, 20)}
_MOST_OF_ONE = 0.75


def check(course: Course) -> Iterator[Finding]:
    """Find questions of these types whose key, parts or feedback are not fit for learners."""
    for block in course.checkpoints:
        for item in block.element.iterchildren("item"):
            kind = item.get("type", "")
            if kind == "text":
                yield from _check_text(block, item)
            elif kind in _COUNTS:
                yield from _check_parts(block, item)
                yield from _check_pairs(block, item) if kind in _PAIRS else _check_rows(block, item) if kind == "table" else ()
                yield from _check_said(block, item)


def _check_text(block: Block, item: Element) -> Iterator[Finding]:
    id = item.get("id", "")
    yield from _check_mistakes(block, item)
    accepted = {node.get("id", ""): node.get("value", "") for node in item.iterchildren("accept")}
    keys = [*accepted, *(node.get("id", "") for node in item.iterchildren("wrong"))]
    answers = ["right", *(node.get("id", "") for node in item.iterchildren("wrong")), "other"]
    for variant in item.iterchildren("variant"):
        language = variant.get("lang", "")
        own = {node.get("option", ""): say(node) for node in variant.iterchildren("text")}
        yield from check_texts(block, item, variant, [name for name in own if name in keys])
        yield from check_feedback(block, item, variant, answers, {"right"})
        writable = [text for name, value in accepted.items() if (text := own.get(name) or value)]
        if not writable:
            yield ANSWER_UNWRITABLE.at(block.file, variant, id=id, language=language)
        asked = f" {fold_answer(' '.join(map(say, variant.findall('stem'))))} "
        for answer in writable:
            if fold_answer(answer) and f" {fold_answer(answer)} " in asked:
                yield ANSWER_GIVEN_AWAY.at(block.file, variant, id=id, language=language, answer=answer)


def _check_parts(block: Block, item: Element) -> Iterator[Finding]:
    tag, least, most = _COUNTS[item.get("type", "")]
    count = len(item.findall(tag))
    if not least <= count <= most:
        yield PART_COUNT.at(block.file, item, id=item.get("id", ""), count=count, tag=tag, least=least, most=most)
    if not item.get("scoring"):
        yield SCORING_UNSAID.at(block.file, item, id=item.get("id", ""))
    yield from _check_mistakes(block, item)


def _check_mistakes(block: Block, item: Element) -> Iterator[Finding]:
    id = item.get("id", "")
    for node in item.iterchildren("wrong"):
        if not node.get("misconception"):
            yield MISCONCEPTION_MISSING.at(block.file, node, id=id, option=node.get("id", ""))
    if not any(node.get("misconception") for node in item.iterchildren("wrong", "row", "choice", "category")):
        yield MISTAKE_MISSING.at(block.file, item, id=id)


def _check_pairs(block: Block, item: Element) -> Iterator[Finding]:
    left, right = _PAIRS[item.get("type", "")]
    id, used = item.get("id", ""), Counter(node.get(right, "") for node in item.iterchildren(left))
    for node in item.iterchildren(right):
        name, spare = node.get("id", ""), node.get("distractor") == "true"
        if spare == bool(used[name]):
            yield (DISTRACTOR_USED if spare else CHOICE_UNUSED).at(block.file, node, id=id, option=name)
    most = used.most_common(1)
    if right == "category" and most and most[0][1] > _MOST_OF_ONE * used.total():
        yield KEY_UNBALANCED.at(block.file, item, id=id, option=most[0][0])


def _check_rows(block: Block, item: Element) -> Iterator[Finding]:
    rows = item.findall("row")
    right = sum(row.get("correct") == "true" for row in rows)
    if not 0 < right < len(rows):
        yield KEY_COUNT.at(block.file, item, id=item.get("id", ""), count=right)


def _check_said(block: Block, item: Element) -> Iterator[Finding]:
    """Every part has a text in every language, and whatever is right or known to be wrong has its feedback."""
    kind = item.get("type", "")
    wrong = [node.get("id", "") for node in item.iterchildren("wrong")]
    tags = _PAIRS.get(kind, ("step",) if kind == "ordering" else ())
    parts = [node.get("id", "") for tag in tags for node in item.iterchildren(tag)]
    rows = {node.get("id", ""): node.get("correct") == "true" for node in item.iterchildren("row")}
    tagged = [node.get("id", "") for node in item.iterchildren("row") if node.get("correct") == "true" or node.get("misconception")]
    for variant in item.iterchildren("variant"):
        spoken = [node.get("option", "") for node in variant.iterchildren("feedback")]
        known = {*rows, *(node.get("id", "") for node in item.iterchildren("left", "entry"))}
        answers = tagged if rows else ["right", *wrong]
        keys = {name for name, right in rows.items() if right} if rows else {"right"}
        extra = [name for name in spoken if name in known and name not in answers]
        if kind != "table":
            yield from check_texts(block, item, variant, parts)
        yield from check_feedback(block, item, variant, [*answers, "other", *extra], keys)
