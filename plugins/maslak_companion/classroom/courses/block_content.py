"""The content fields of a release's blocks, parsed from OLX once per process and shared by every request."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from lxml import etree
from xblock.core import XBlock
from xblock.field_data import FieldData
from xblock.fields import ScopeIds
from xblock.runtime import Runtime

from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.courses.olx import parse_olx
from maslak_companion.classroom.courses.release import CourseNode, CourseRelease


class ContentCache:
    """Parsed content by release hash and usage key. A release never changes, so nothing is ever stale."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._lock = threading.Lock()

    def get_content(self, release: CourseRelease, usage_key: str) -> Mapping[str, Any]:
        """Return the content fields of a block as JSON values by field name."""
        key = (release.hash, usage_key)
        found = self._parsed.get(key)
        if found is None:
            found = parse_content(release, usage_key)
            with self._lock:
                self._parsed[key] = found
        return found


def parse_content(release: CourseRelease, usage_key: str) -> Mapping[str, Any]:
    """Return what a block of a release says of itself."""
    return parse_node(release.nodes[usage_key])


def parse_node(node: CourseNode) -> Mapping[str, Any]:
    """Let the block's class read its own OLX; containers hold only their title and their children."""
    if not node.xml:
        return {"children": list(node.children), "parent": node.parent}
    runtime = _ParsingRuntime()
    keys = ScopeIds(None, node.block_type, node.usage_key, node.usage_key)
    block = load_block_class(node.block_type).parse_xml(parse_olx(node.xml, node.url_name), runtime, keys)
    block.save()
    return {**runtime.recorded.values, "parent": node.parent}


class _Recorder(FieldData):  # type: ignore[misc]
    """Remembers what a block sets on itself while it reads its OLX."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, block: XBlock, name: str) -> Any:
        return self.values[name]

    def set(self, block: XBlock, name: str, value: Any) -> None:
        self.values[name] = value

    def delete(self, block: XBlock, name: str) -> None:
        self.values.pop(name, None)


class _ParsingRuntime(Runtime):  # type: ignore[misc]
    """Just enough runtime for `parse_xml`; it serves no learner and renders nothing."""

    def __init__(self) -> None:
        self.recorded = _Recorder()
        super().__init__(id_reader=None, id_generator=None, services={"field-data": self.recorded})

    def add_node_as_child(self, block: XBlock, node: etree._Element) -> None:
        """Leave out children: blocks inside blocks have no place in a page of ours, and the block shows without them."""

    def handler_url(self, *_args: Any, **_options: Any) -> str:
        """Return no address: nothing is rendered here."""
        return ""

    def resource_url(self, resource: str) -> str:
        """Return no address: nothing is rendered here."""
        return ""

    def local_resource_url(self, block: XBlock, uri: str) -> str:
        """Return no address: nothing is rendered here."""
        return ""

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Drop the event: parsing has no learner."""
