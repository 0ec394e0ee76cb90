"""One block, several languages: which variant is read, and whether it still says what its source says."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, cast

from lxml import etree

from maslak_domain.language import LANGUAGES, Language, pick
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of, parse_source

Status = Literal["source", "translated", "reviewed"]
STATUSES: tuple[Status, ...] = ("source", "translated", "reviewed")
_OWN_ATTRIBUTES = ("lang", "status", "basis")
_DIGEST_DIGITS = 12
_Body = TypeVar("_Body")


@dataclass(frozen=True)
class Variant(Generic[_Body]):
    """One language of a block or item. ``stale`` means that the source moved after this was translated."""

    language: Language
    status: Status
    stale: bool
    body: _Body


def variant_digest(variant: Element) -> str:
    """Give the first 12 hex digits of SHA-256 over what a variant says.

    Attributes that only manage the variant do not count, nor does spacing that a reader cannot see.
    """
    alone = copy.deepcopy(variant)
    alone.tail = None
    for name in _OWN_ATTRIBUTES:
        alone.attrib.pop(name, None)
    # Few texts show code as it stands, and in the others no element need look for one around it.
    kept = frozenset(inner for node in alone.iter("pre") for inner in node.iter())
    for node in alone.iter():
        if node not in kept:
            node.text = _squeeze(node.text)
        node.tail = _squeeze(node.tail)
    text = etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)
    return hashlib.sha256(text).hexdigest()[:_DIGEST_DIGITS]


def read_variants(parent: Element) -> dict[Language, Element]:
    """Give the variants of an element by language, the source first.

    Raises OLXError for an unknown language or status, a language given twice, or other than one source.
    """
    found: dict[Language, Element] = {}
    for node in parent.findall("variant"):
        language = node.get("lang", "")
        if language not in LANGUAGES:
            raise OLXError(f'<variant> has the unknown language "{language}"', line_of(node))
        if node.get("status") not in STATUSES:
            raise OLXError(f'<variant lang="{language}"> needs a status: {", ".join(STATUSES)}', line_of(node))
        if language in found:
            raise OLXError(f'<variant lang="{language}"> is given twice', line_of(node))
        found[cast(Language, language)] = node
    sources = [node for node in found.values() if node.get("status") == "source"]
    if len(sources) != 1:
        raise OLXError(f"<{parent.tag}> needs exactly one variant with the status source", line_of(parent))
    return dict(sorted(found.items(), key=lambda entry: entry[1] is not sources[0]))


def is_stale(variant: Element, source: Element) -> bool:
    """Say whether a variant was translated from another text than the source has now. Without a basis nothing is known."""
    basis = variant.get("basis")
    return variant is not source and bool(basis) and basis != variant_digest(source)


def choose(available: Mapping[Language, object], wanted: Language | None, source: Language) -> Language:
    """Give the language to show: the wanted one, else the nearest that a reader of it is likely to read."""
    if wanted is None:
        return source
    return pick({language: language for language in available}, wanted)[1]


def stamp_basis(text: str) -> str:
    """Fill the ``basis`` of every translated variant in an OLX file; every other byte stays.

    Raises OLXError when the file is not well-formed or an element with variants has no single source.
    """
    root = parse_source(text)
    digests: list[str | None] = []
    for node in root.iter("variant"):
        siblings = read_variants(cast(Element, node.getparent()))
        source = next(iter(siblings.values()))
        digests.append(None if node is source else variant_digest(source))
    following = iter(digests)

    def stamp(match: re.Match[str]) -> str:
        start = match[0]
        if not start.startswith("<variant"):
            return start
        digest = next(following)
        return start if digest is None else _with_basis(start, digest)

    return _START_TAGS.sub(stamp, text)


# Comments and CDATA are matched first, so that a variant inside them is left alone.
_START_TAGS = re.compile(r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<variant(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_BASIS = re.compile(r"""(\sbasis\s*=\s*)("[^"]*"|'[^']*')""")
_STATUS = re.compile(r"""(\sstatus\s*=\s*)("[^"]*"|'[^']*')""")


def _with_basis(start: str, digest: str) -> str:
    if _BASIS.search(start):
        return _BASIS.sub(lambda match: f'{match[1]}"{digest}"', start, count=1)
    return _STATUS.sub(lambda match: f'{match[0]} basis="{digest}"', start, count=1)


def _squeeze(text: str | None) -> str | None:
    if text is None:
        return None
    squeezed = " ".join(text.split())
    if not squeezed:
        return None
    return f"{' ' if text[:1].isspace() else ''}{squeezed}{' ' if text[-1:].isspace() else ''}"
