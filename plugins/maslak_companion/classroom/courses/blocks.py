"""Which class stands behind a block type: ours for containers, an entry point `xblock.v1` for the rest, else a notice."""

from __future__ import annotations

import functools
from typing import Any

from lxml import etree
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Scope, String
from xblock.plugin import PluginMissingError

from maslak_companion.classroom.courses.olx import CONTAINERS


class ContainerBlock(XBlock):  # type: ignore[misc]
    """Course, chapter, unit or page: so that a block can ask for its parent as it does in Open edX."""

    has_children = True
    display_name = String(scope=Scope.settings, default="")

    def student_view(self, context: Any = None) -> Fragment:
        """Show the children one after the other."""
        fragment = Fragment()
        for rendered in self.runtime.render_children(self, "student_view", context):
            fragment.add_fragment_resources(rendered)
            fragment.add_content(rendered.content)
        return fragment


class ForeignBlock(XBlock):  # type: ignore[misc]
    """A block of Open edX that is not installed here: it keeps its title, and the page says where it can be opened."""

    is_foreign = True
    display_name = String(scope=Scope.settings, default="")

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any) -> XBlock:
        """Keep the title only: the body belongs to a block that is not here."""
        block = runtime.construct_xblock_from_class(cls, keys)
        block.display_name = node.get("display_name", "")
        return block

    def student_view(self, context: Any = None) -> Fragment:
        """Show nothing of its own: the classroom's page prints the notice in the reader's language."""
        return Fragment()


@functools.cache
def load_block_class(block_type: str) -> type[XBlock]:
    """Return the class of a block type.

    Cached for the life of the process: scanning entry points costs more than rendering a block.
    """
    if block_type in CONTAINERS:
        return ContainerBlock
    try:
        found: type[XBlock] = XBlock.load_class(block_type)
    except PluginMissingError:
        return ForeignBlock
    return found
