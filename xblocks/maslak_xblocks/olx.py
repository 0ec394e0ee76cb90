"""Reading and writing OLX so that nothing an author wrote is lost or rewritten.

A block keeps its element as text, exactly as lxml writes it, in one content field: attributes, order, comments, spacing and
whatever a later version of Maslak puts there survive a round trip through any host.
"""

from __future__ import annotations

import copy
import threading
from typing import TypeAlias, cast

from lxml import etree

from maslak_xblocks.errors import OLXError

Element: TypeAlias = "etree._Element"

MAX_SOURCE_CHARACTERS = 2_000_000
_own = threading.local()


def parse_source(text: str | bytes) -> Element:
    """Parse OLX with a parser that resolves no entity, loads nothing and stops at lxml's size limits.

    Raises OLXError with the line.
    """
    if len(text) > MAX_SOURCE_CHARACTERS:
        raise OLXError("the block is too large")
    raw = text.encode() if isinstance(text, str) else text
    try:
        root = etree.fromstring(raw, _get_parser())
    except etree.XMLSyntaxError as error:
        raise OLXError(error.msg or "not well-formed XML", error.lineno) from error
    # An entity that no document type declares is not well-formed, so that nothing need be looked for where there is none.
    _refuse_document_type(root)
    return root


def _get_parser() -> etree.XMLParser:
    """Return this thread's parser: a new one for each text costs a fifth more, and one for all lets a single thread parse at a time."""
    if not hasattr(_own, "parser"):
        # Nothing here looks an element up by an ID of its document type.
        _own.parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False)
    parser: etree.XMLParser = _own.parser
    return parser


def refuse_entities(root: Element) -> None:
    """Raise OLXError where a document that somebody else parsed declares or uses its own entities."""
    _refuse_document_type(root)
    for node in root.iter(etree.Entity):
        raise OLXError("an entity is not allowed", node.sourceline)


def _refuse_document_type(root: Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise OLXError("a document type is not allowed", 1)


def to_source(node: Element) -> str:
    """Write an element as the text that is kept, without what follows it and without inherited namespace declarations."""
    alone = copy.deepcopy(node)
    alone.tail = None
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, encoding="unicode")


def to_bytes(node: Element) -> bytes:
    """Write a whole file in canonical form: UTF-8, no declaration, one newline at the end."""
    return to_source(node).encode() + b"\n"


def copy_into(source: Element, node: Element) -> None:
    """Make ``node`` (given by a host) equal to ``source``; a ``url_name`` that the host set wins."""
    given = dict(node.attrib)
    node.tag = source.tag
    node.attrib.clear()
    for name, value in source.attrib.items():
        node.set(name, given.pop(name, value) if name == "url_name" else value)
    for name in given.keys() - source.attrib.keys():
        node.set(name, given[name])
    node.text = source.text
    for child in source:
        node.append(copy.deepcopy(child))


def inner_html(node: Element, skip: frozenset[str] = frozenset()) -> str:
    """Write the content of an element as HTML text, leaving out direct children whose tag is in ``skip``. Not yet sanitised."""
    if not len(node):
        return escape_text(node.text).strip()
    parts = [escape_text(node.text)]
    for child in node:
        if child.tag in skip or not isinstance(child.tag, str):
            parts.append(escape_text(child.tail))
        else:
            parts.append(etree.tostring(child, encoding="unicode", method="html", with_tail=True))
    return "".join(parts).strip()


def plain_text(html: str) -> str:
    """Strip the tags of sanitised HTML."""
    if not html:
        return ""
    return " ".join("".join(etree.fromstring(f"<x>{html}</x>", etree.HTMLParser()).itertext()).split())


def require(node: Element, name: str) -> str:
    """Give an attribute; raise OLXError when it is missing or empty."""
    value = node.get(name)
    if not value:
        raise OLXError(f"<{cast(str, node.tag)}> needs the attribute {name}", line_of(node))
    return value


def line_of(node: Element) -> int | None:
    """Give the line an element stands on in its file."""
    return node.sourceline


def escape_text(text: str | None) -> str:
    """Write text as it stands between tags."""
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
