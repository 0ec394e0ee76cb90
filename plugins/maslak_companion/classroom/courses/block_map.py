"""What the blocks of a release assess: the part of a release that decides what evidence means.

The competency always comes from here and never from whoever sends an answer.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from maslak_domain import release
from maslak_xblocks.errors import OLXError
from maslak_xblocks.project.document import read_project
from maslak_xblocks.project.outline import describe_project


def describe_block(element: etree._Element, unit: str) -> dict[str, Any]:
    """Return the block map's entry for a block, by the rule that authors' tools apply too."""
    objective = element.find("objective")
    declared = {str(name): str(value) for name, value in objective.attrib.items()} if objective is not None else None
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    items = ((item.get("id", ""), item.get("type", "")) for item in element.iterchildren("item", "task"))
    entry = release.describe_block(str(element.tag), unit, attributes, declared, items)
    return entry | describe_stages(element)


def describe_stages(element: etree._Element) -> dict[str, Any]:
    """Return what a project adds to its entry: the stages and the rubric, which whoever marks needs without the course's files."""
    if element.tag != "maslak_project":
        return {}
    try:
        return {"project": describe_project(read_project(element))}
    except OLXError:
        # The block itself refuses the course, and says on which line.
        return {}
