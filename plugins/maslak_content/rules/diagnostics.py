"""Does a diagnostic place learners well and send them somewhere: questions enough, edges of the framework, units that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_xblocks.olx import Element

NODE_THIN = error(
    "node_thin",
    "Only {count} questions ask about the node {id}.",
    "Write at least {least}: with fewer a learner is placed by luck, and meets the same questions next time.",
)
NODE_UNIT_UNKNOWN = error(
    "node_unit_unknown", "The course has no unit {unit}, to which the node {id} sends.", "Correct the url_name, or remove it."
)
NODE_WITHOUT_UNIT = warning(
    "node_without_unit", "The node {id} names no unit.", "Name in unit the units that teach it, in the order in which they are studied."
)
NODE_EDGE_MISSING = warning(
    "node_edge_missing",
    "The framework builds {competency} on {other}, but no node of {other} stands before {id}.",
    "Add {node} to after: an edge saves the learner questions.",
)
NODE_EDGE_REVERSED = error(
    "node_edge_reversed",
    "The node {id} builds on {node}, while the framework builds {other} on {competency}.",
    "Turn the edge round, or remove it.",
)
NODE_LEVEL = error("node_level", "The framework does not have {competency} at the level {level}.", "Choose a level that it has: {levels}.")
CAP_LOW = warning(
    "cap_low", "At most {most} questions are asked for {nodes} nodes.", "Allow at least two questions for each node, or leave nodes out."
)

FEEDBACK_IDLE = warning(
    "feedback_idle", "The feedback in {id} is never shown: a diagnostic tells nothing before its end.", "Remove the <feedback>."
)

LEAST = 3


def check(course: Course) -> Iterator[Finding]:
    """Find nodes with too few questions, without units, or linked otherwise than the framework says, and caps that are too low."""
    units = {unit.url_name for unit in course.sequentials}
    for block in course.diagnostics:
        nodes = block.element.findall("node")
        counts = Counter(item.get("node", "") for item in block.element.iterchildren("item"))
        for node in nodes:
            yield from _check_node(block, node, counts, units)
        yield from _check_edges(course, block, nodes)
        for item in block.element.iterchildren("item"):
            if (feedback := item.find("variant/feedback")) is not None:
                yield FEEDBACK_IDLE.at(block.file, feedback, id=item.get("id", ""))
        most = block.element.get("most", "20")
        if most.isdigit() and int(most) < 2 * len(nodes):
            yield CAP_LOW.at(block.file, block.element, most=most, nodes=len(nodes))


def _check_node(block: Block, node: Element, counts: Counter[str], units: set[str]) -> Iterator[Finding]:
    id, named = node.get("id", ""), node.get("unit", "").split()
    if counts[id] < LEAST:
        yield NODE_THIN.at(block.file, node, id=id, count=counts[id], least=LEAST)
    if not named:
        yield NODE_WITHOUT_UNIT.at(block.file, node, id=id)
    for unit in named:
        if unit not in units:
            yield NODE_UNIT_UNKNOWN.at(block.file, node, id=id, unit=unit)


def _check_edges(course: Course, block: Block, nodes: list[Element]) -> Iterator[Finding]:
    """Compare with the prerequisites of the framework, as far as both ends are in the diagnostic."""
    if course.framework is None:
        return
    known = course.framework.competencies
    owners = {node.get("id", ""): node.get("competency", "") for node in nodes}
    level = block.element.get("level", "N1")
    for node in nodes:
        id, competency = node.get("id", ""), node.get("competency", "")
        if competency not in known:
            continue
        if level not in known[competency].levels:
            yield NODE_LEVEL.at(block.file, node, competency=competency, level=level, levels=", ".join(known[competency].levels))
        before = node.get("after", "").split()
        for other in known[competency].requires:
            there = [each for each, owner in owners.items() if owner == other]
            if there and not set(there) & set(before):
                yield NODE_EDGE_MISSING.at(block.file, node, id=id, competency=competency, other=other, node=there[0])
        for each in before:
            other = owners.get(each, "")
            if other in known and competency in known[other].requires:
                yield NODE_EDGE_REVERSED.at(block.file, node, id=id, node=each, competency=competency, other=other)
