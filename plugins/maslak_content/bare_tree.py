"""The tree of an XML file without its texts: what a release needs to know of a page whose words it only packs.

What stands inside `<variant>` is most of a course. It is cut out and read on its own by a parser that finds every fault and builds
nothing; the tree is built from the rest.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any, Final

from lxml import etree

from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import MAX_SOURCE_CHARACTERS, Element, parse_source

_START: Final = b"<variant"
_END: Final = b"</variant"
# Stands between two texts that were cut out. Neither holds an end of this name, and no comment, instruction or CDATA section gets past
# the middle without a fault, so that each must be well-formed on its own.
_BETWEEN: Final = b"</variant><![CDATA[?>-->]]><variant>"
_own = threading.local()


def parse_bare(data: bytes) -> Element:
    """Parse OLX and give its root, where texts are empty unless something is peculiar. Raises OLXError with the line.

    The texts of a project are left, which a release describes. An element may know another line than that of the file.
    """
    rest, texts = _cut_texts(data)
    if texts and len(data) <= MAX_SOURCE_CHARACTERS and b"<maslak_project" not in rest and _are_sound(texts):
        with suppress(OLXError):
            root = parse_source(rest)
            # One that is no element stands in a comment or the like, where other rules hold for what was cut out.
            if sum(1 for _ in root.iter("variant")) == len(texts):
                return root
    return parse_source(data)


def _cut_texts(data: bytes) -> tuple[bytes, list[bytes]]:
    """Part a file from what stands inside its variants; where that goes wrong, one of the two is not well-formed."""
    rest: list[bytes] = []
    texts: list[bytes] = []
    at = 0
    while (start := data.find(_START, at)) >= 0:
        opened = data.find(b">", start) + 1
        end = data.find(_END, opened)
        if end < 0:
            return data, []
        rest.append(data[at:opened])
        texts.append(data[opened:end])
        at = end
    rest.append(data[at:])
    return b"".join(rest), texts


def _are_sound(texts: list[bytes]) -> bool:
    parser = _get_silent_parser()
    try:
        etree.fromstring(b"<texts><variant>%b</variant></texts>" % _BETWEEN.join(texts), parser)
    except etree.XMLSyntaxError:
        return False
    # A prefix that nothing declares is noted without ending the parsing.
    return not len(parser.error_log)


class _Nobody:
    """Asks for no element and no word, and then none is made."""

    def close(self) -> None: ...


def _get_silent_parser() -> etree.XMLParser:
    if not hasattr(_own, "parser"):
        nobody: Any = _Nobody()
        _own.parser = etree.XMLParser(target=nobody, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    parser: etree.XMLParser = _own.parser
    return parser
