"""The fingerprint of what an element says, by which a translation knows the text that it was made from."""

from __future__ import annotations

import copy
import hashlib
from typing import Final

from lxml import etree

from maslak_xblocks.olx import Element, escape_text

_OWN_ATTRIBUTES: Final = ("lang", "status", "basis")
_DIGITS: Final = 12


def digest_of(node: Element) -> str:
    """Give the first 12 hex digits of SHA-256 over what an element says.

    Attributes that only manage a translation do not count, nor does spacing that a reader cannot see.
    """
    if not len(node) and node.nsmap == {} and set(_OWN_ATTRIBUTES).issuperset(node.keys()):
        return _digest_words(node)
    alone = copy.deepcopy(node)
    alone.tail = None
    for name in _OWN_ATTRIBUTES:
        alone.attrib.pop(name, None)
    # Few texts show code as it stands, and in the others no element need look for one around it.
    kept = frozenset(inner for each in alone.iter("pre") for inner in each.iter())
    for each in alone.iter():
        if each not in kept:
            each.text = _squeeze(each.text)
        each.tail = _squeeze(each.tail)
    text = etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)
    return hashlib.sha256(text).hexdigest()[:_DIGITS]


def _digest_words(node: Element) -> str:
    """Give the digest of an element that holds words and nothing else, as labels do: what canonical XML writes is known beforehand."""
    words = (node.text or "") if node.tag == "pre" else _squeeze(node.text) or ""
    text = f"<{node.tag}>{escape_text(words)}</{node.tag}>"
    return hashlib.sha256(text.replace("\r", "&#xD;").encode()).hexdigest()[:_DIGITS]


def _squeeze(text: str | None) -> str | None:
    if text is None:
        return None
    squeezed = " ".join(text.split())
    if not squeezed:
        return None
    return f"{' ' if text[:1].isspace() else ''}{squeezed}{' ' if text[-1:].isspace() else ''}"
