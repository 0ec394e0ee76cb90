"""What is wrong with a file that is no XML, said as an author meets it: a stray sign, an entity of HTML, an element left open.

The parser names what stopped it, which is seldom what was done. Its own words are kept for what is rare.
"""

from __future__ import annotations

import re
from typing import Final

from maslak_content.findings import Finding, error
from maslak_xblocks.errors import OLXError

XML_REFUSED = error(
    "xml_refused", "This file is not well-formed XML, or uses what a course must not: {detail}.", "Mend the XML at this line."
)
ENTITY_UNKNOWN = error(
    "entity_unknown", "“{entity}” is a name of HTML that XML does not know.", "Write the sign itself, or its number as in &#160;."
)
SIGN_BARE = error("sign_bare", "A “&” or a “<” stands here as a plain sign.", "Write &amp; for “&” and &lt; for “<”, in code too.")
ELEMENT_OPEN = error(
    "element_open",
    "<{tag}> of line {opened} is still open where </{other}> stands.",
    "Close <{tag}> first, or correct the name of one of both.",
)
FILE_CUT = error("file_cut", "The file ends before <{tag}> of line {opened} is closed.", "Write the rest, or close what is open.")
FILE_EMPTY = error("file_empty", "There is no XML in this file.", "Write it, or take the reference to the file out.")
BYTES_FOREIGN = error(
    "bytes_foreign", "This file is not written in UTF-8, so that its letters cannot be read.", "Save it as UTF-8 and read over its letters."
)

# Files of which nothing was read: what seems to lack or to be unused may stand there.
UNREAD: Final = (XML_REFUSED, ENTITY_UNKNOWN, SIGN_BARE, ELEMENT_OPEN, FILE_CUT, FILE_EMPTY, BYTES_FOREIGN)

_WHERE: Final = re.compile(r"^line \d+: |,? line \d+, column \d+\.?$|\.$")
_ENTITY: Final = re.compile(r"Entity '([\w.-]+)' not defined")
_BARE: Final = re.compile(r"EntityRef: expecting|xmlParseEntityRef: no name|StartTag: invalid element name|Unescaped '<'")
_MISMATCH: Final = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)")
_CUT: Final = re.compile(r"Premature end of data in tag (\S+) line (\d+)")
_NOTHING: Final = re.compile(r"Document is empty|Start tag expected")


def explain_fault(name: str, data: bytes, fault: OLXError) -> Finding:
    """Return the finding for a file that could not be parsed."""
    detail = _WHERE.sub("", _WHERE.sub("", fault.detail))
    if "Invalid bytes" in detail or "not proper UTF-8" in detail:
        return BYTES_FOREIGN.at(name, fault.line)
    if match := _ENTITY.match(detail):
        return ENTITY_UNKNOWN.at(name, fault.line, entity=f"&{match[1]};")
    if _BARE.match(detail):
        return SIGN_BARE.at(name, fault.line)
    if match := _MISMATCH.match(detail):
        return ELEMENT_OPEN.at(name, fault.line, tag=match[1], opened=int(match[2]), other=match[3])
    if match := _CUT.match(detail):
        return FILE_CUT.at(name, fault.line, tag=match[1], opened=int(match[2]))
    if _NOTHING.match(detail) and b"<" not in data:
        return FILE_EMPTY.at(name, fault.line)
    return XML_REFUSED.at(name, fault.line, detail=detail)
