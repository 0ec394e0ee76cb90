"""Is everything where the blocks and Studio look for it: elements, attributes, names, files."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from maslak_content.course import Block, Course, Part
from maslak_content.findings import Finding, error, warning
from maslak_content.mentions import list_pointed
from maslak_xblocks.olx import Element

ELEMENT_UNKNOWN = error(
    "element_unknown", "<{tag}> has no meaning inside <{parent}>.", "Correct the name, or move the element to where it belongs."
)
ATTRIBUTE_UNKNOWN = error(
    "attribute_unknown", "The attribute {name} has no meaning on <{tag}>.", "Correct the attribute’s name or remove it."
)
ATTRIBUTE_MISSING = error("attribute_missing", "<{tag}> lacks the attribute {name}.", "Add the attribute.")
TEXT_LOST = error(
    "text_lost", "This text stands between elements of <{tag}>, where no reader sees it.", "Move it into the element it belongs to."
)
NAME_REPEATED = error(
    "name_repeated", "The name {name} is also used in {other}, line {line}.", "Give each its own name: progress is kept by name."
)
PART_EMPTY = error("part_empty", "<{tag}> holds nothing.", "Fill it, or take it out of the course.")
FILE_UNUSED = error("file_unused", "No part of the course leads to this file.", "Refer to it where it belongs, or delete it.")
BLOCK_UNKNOWN = warning(
    "block_unknown",
    "The block type {tag} is not one that Maslak can check.",
    "Make sure that every platform of this course has it installed.",
)

# For each element of a block: the attributes it may carry (those it must carry have an asterisk), and its children.
_SHAPES = {
    "maslak_lesson": ("url_name* level minutes display_name", "objective variant"),
    "maslak_checkpoint": (
        "url_name* purpose* competency* level* draw attempts cooldown pass_mark* display_name graded weight",
        "variant item misconception",
    ),
    "maslak_lesson/objective": ("id* competency* level* verb*", ""),
    "maslak_checkpoint/item": (
        "id* type* sibling* objective* thinking* version* author* points* competency scoring match reviewer",
        "option answer accept step left choice category entry row wrong variant",
    ),
    "maslak_passport": ("url_name* show domains display_name", "variant"),
    "maslak_passport/variant": ("lang* status* title* basis reviewer", None),
    "maslak_lab": (
        "url_name* purpose* competency* level* generator* rows* needs* minutes* attempts cooldown tries pass_mark* salt"
        " display_name graded weight",
        "variant task misconception",
    ),
    "maslak_lab/task": ("id* type* fact* tolerance unit weight objective*", "hint wrong variant"),
    "maslak_lab/variant": ("lang* status* title* basis reviewer", None),
    "maslak_lab/misconception": ("id*", "name"),
    "task/hint": ("id* cost*", ""),
    "task/wrong": ("id* fact* misconception", ""),
    "task/variant": ("lang* status* basis reviewer", "stem unit hint feedback"),
    "variant/hint": ("option*", None),
    "maslak_logbook": ("url_name* show competencies display_name", "variant"),
    "maslak_logbook/variant": ("lang* status* title* basis reviewer", None),
    "maslak_logbook/variant/prompt": ("id* for", None),
    "maslak_diagnostic": ("url_name* framework* level* most cooldown display_name", "variant node item"),
    "maslak_diagnostic/variant": ("lang* status* title* basis reviewer", None),
    "maslak_diagnostic/node": ("id* competency* after unit", "name"),
    "maslak_diagnostic/item": ("id* node* type* thinking* version* author* reviewer", "option answer variant"),
    "node/name": ("lang*", None),
    "maslak_project": ("url_name* competency* level* purpose* pass_mark* team* rounds* hours display_name", "variant stage rubric"),
    "maslak_project/variant": ("lang* status* title* basis reviewer", None),
    "maslak_project/stage": ("id* due_days criteria", "variant deliverable"),
    "stage/variant": ("lang* status* title* basis reviewer", None),
    "stage/deliverable": ("id* type* accept max_mb required", "label"),
    "deliverable/label": ("lang* basis", None),
    "maslak_project/rubric": ("", "criterion"),
    "rubric/criterion": ("id* descriptor* weight", "label band"),
    "criterion/label": ("lang* basis", None),
    "criterion/band": ("level*", "text"),
    "band/text": ("lang* basis", None),
    "item/option": ("id* correct misconception", ""),
    "item/answer": ("value* tolerance* unit", ""),
    "item/accept": ("id* value", ""),
    "item/step": ("id* tie", ""),
    "item/left": ("id* choice*", ""),
    "item/choice": ("id* distractor misconception", ""),
    "item/category": ("id* distractor misconception", ""),
    "item/entry": ("id* category*", ""),
    "item/row": ("id* correct misconception", "cell"),
    # Which of these a wrong answer needs depends on the type of the item: the block itself refuses what it cannot read.
    "item/wrong": ("id* value tolerance first then left choice entry category misconception", ""),
    "item/variant": ("lang* status* basis reviewer", "stem text feedback unit caption column cells"),
    "maslak_lesson/variant": ("lang* status* title* basis reviewer", None),
    "maslak_checkpoint/variant": ("lang* status* title* basis reviewer", None),
    "maslak_checkpoint/misconception": ("id*", "name"),
    "misconception/name": ("lang* basis", None),
    "variant/stem": ("", None),
    "variant/text": ("option*", None),
    "variant/feedback": ("option*", None),
    "variant/unit": ("", None),
    "variant/caption": ("", None),
    "variant/column": ("", None),
    "variant/cells": ("option*", "cell"),
    "row/cell": ("", None),
    "cells/cell": ("", None),
}
_CHILDREN = {"course": "chapter wiki", "chapter": "sequential", "sequential": "vertical"}
_STUDIO_BLOCKS = {"html", "problem", "video", "discussion", "library_content", "openassessment", "drag-and-drop-v2"}


def _read_shapes() -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[str] | None]]:
    shapes = {}
    for path, (attributes, children) in _SHAPES.items():
        names = attributes.split()
        must = frozenset(name[:-1] for name in names if name.endswith("*"))
        may = frozenset(name.rstrip("*") for name in names)
        shapes[path] = must, may, None if children is None else frozenset(children.split())
    return shapes


_RULES = _read_shapes()


def _make_gate(kind: str) -> etree.XPath:
    """Compile one question about a whole block: is anything misplaced? It is answered without looking at each element in Python."""
    places, parts = {kind: "self::*"}, []
    for path, (must, may, children) in _RULES.items():
        parent, _, tag = path.rpartition("/")
        if path != kind and parent not in places:
            continue
        place = f"{places[parent]}/{tag}" if parent else places[kind]
        # Inside free text only an element that has its own path by name is judged.
        places[path] = place
        if children:
            places[tag] = place
        # Counts of whole sets are answered in C at once; a condition on each element would be asked thousands of times.
        parts += [f"count({place}) != count({place}/@{name})" for name in sorted(must)]
        parts.append(f"count({place}/@*) != {_count(f'{place}/@', may)}" if may else f"boolean({place}/@*)")
        if children is not None:
            parts.append(f"boolean({place}/text()[normalize-space()])")
            parts.append(f"count({place}/*) != {_count(f'{place}/', children)}" if children else f"boolean({place}/*)")
    return etree.XPath(" or ".join(parts), smart_strings=False)


def _count(place: str, names: frozenset[str]) -> str:
    return " + ".join(f"count({place}{name})" for name in sorted(names))


_KINDS = ("maslak_lesson", "maslak_checkpoint", "maslak_diagnostic", "maslak_lab", "maslak_passport", "maslak_project", "maslak_logbook")
_GATES = {kind: _make_gate(kind) for kind in _KINDS}


def check(course: Course) -> Iterator[Finding]:
    """Find misplaced and misspelt elements, names used twice, empty parts and files that nothing leads to."""
    yield from _check_parts(course)
    yield from _check_files(course)
    yield from _check_names(course)
    for vertical in course.verticals:
        for block in vertical.blocks:
            if block.kind in _GATES:
                if _GATES[block.kind](block.element):
                    yield from _check_shape(block, block.element, block.kind)
            elif block.kind not in _STUDIO_BLOCKS:
                yield BLOCK_UNKNOWN.at(block.file, block.element, tag=block.kind)


def _check_parts(course: Course) -> Iterator[Finding]:
    for part in course.list_parts():
        tag, allowed = str(part.element.tag), _CHILDREN.get(str(part.element.tag))
        if not len(part.element):
            yield PART_EMPTY.at(part.file, part.element, tag=tag)
        for child in part.element.iterchildren("*"):
            if allowed is not None and child.tag not in allowed.split():
                yield ELEMENT_UNKNOWN.at(part.file, child, tag=str(child.tag), parent=tag)


def _check_files(course: Course) -> Iterator[Finding]:
    used = {part.file for part in course.list_parts()} | {block.file for vertical in course.verticals for block in vertical.blocks}
    there = {f"{folder}/{path.name}" for folder in ("chapter", "sequential", "vertical") for path in (course.root / folder).glob("[!.]*")}
    unused = there - used - course.files.keys()
    for name in sorted(unused - list_pointed(course)) if unused else ():
        yield FILE_UNUSED.at(name, None)


def _check_names(course: Course) -> Iterator[Finding]:
    first: dict[tuple[str, str], tuple[str, Element]] = {}
    for scope, name, file, node in _list_names(course):
        other, named = first.setdefault((scope, name), (file, node))
        if named is not node:
            yield NAME_REPEATED.at(file, node, name=name, other=other, line=named.sourceline or 0)


def _list_names(course: Course) -> Iterator[tuple[str, str, str, Element]]:
    """Give every name that has to be unique, and the scope in which it has to be."""
    for part in course.list_parts():
        yield str(part.element.tag), part.url_name, part.file, part.element
    for vertical in course.verticals:
        for block in vertical.blocks:
            yield "block", block.url_name, block.file, block.element
    for block in course.lessons:
        for node in block.element.iterchildren("objective"):
            yield "objective", node.get("id", ""), block.file, node
    for block in course.question_blocks:
        for node in block.element.iterchildren("item"):
            yield "item", node.get("id", ""), block.file, node
        for node in block.element.iterchildren("misconception"):
            yield block.url_name, node.get("id", ""), block.file, node
    for block in course.labs:
        for node in block.element.iterchildren("task", "misconception"):
            yield f"{block.url_name} {node.tag!s}", node.get("id", ""), block.file, node
    for file, entries in (("titles.xml", "for"), ("glossary.xml", "key")):
        for node in course.files[file].iterchildren("*") if file in course.files else ():
            yield file, node.get(entries, ""), file, node


def _check_shape(block: Block | Part, node: Element, path: str) -> Iterator[Finding]:
    must, may, children = _RULES[path]
    names = frozenset(node.keys())
    for name in sorted(must - names):
        yield ATTRIBUTE_MISSING.at(block.file, node, tag=str(node.tag), name=name)
    for name in sorted(names - may):
        yield ATTRIBUTE_UNKNOWN.at(block.file, node, tag=str(node.tag), name=name)
    if children is None:
        for child in node.iterchildren("*"):
            inside = "/".join((path, str(child.tag)))
            if inside in _RULES:
                yield from _check_shape(block, child, inside)
        return
    if _holds_text(node):
        yield TEXT_LOST.at(block.file, node, tag=str(node.tag))
    for child in node.iterchildren("*"):
        if child.tag in children:
            yield from _check_shape(block, child, "/".join((str(node.tag), str(child.tag))))
        else:
            yield ELEMENT_UNKNOWN.at(block.file, child, tag=str(child.tag), parent=str(node.tag))


def _holds_text(node: Element) -> bool:
    text = node.text
    return bool(text and not text.isspace()) or any(child.tail and not child.tail.isspace() for child in node)
