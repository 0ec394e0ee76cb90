"""One block, several languages: which variant is read, and whether it still says what its source says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, cast

from maslak_domain.language import LANGUAGES, Language, pick
from maslak_xblocks.digest import digest_of
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of, parse_source
from maslak_xblocks.wordings import PLACES, list_wordings

Status = Literal["source", "translated", "reviewed"]
STATUSES: tuple[Status, ...] = ("source", "translated", "reviewed")
_Body = TypeVar("_Body")


@dataclass(frozen=True)
class Variant(Generic[_Body]):
    """One language of a block or item. ``stale`` means that the source moved after this was translated."""

    language: Language
    status: Status
    stale: bool
    body: _Body


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
    return variant is not source and bool(basis) and basis != digest_of(source)


def choose(available: Mapping[Language, object], wanted: Language | None, source: Language) -> Language:
    """Give the language to show: the wanted one, else the nearest that a reader of it is likely to read."""
    if wanted is None:
        return source
    return pick({language: language for language in available}, wanted)[1]


def stamp_basis(text: str) -> str:
    """Fill the ``basis`` of every translated variant in an OLX file, and of every translated label, band and name; every other byte stays.

    Raises OLXError when the file is not well-formed or an element with variants has no single source.
    """
    root = parse_source(text)
    short = {each.node: digest_of(each.source) for block in root.iter(*PLACES) for each in list_wordings(block)}
    following = (_source_digest(node) if node.tag == "variant" else short.get(node) for node in root.iter(*_STAMPED))

    def stamp(match: re.Match[str]) -> str:
        start = match[0]
        if start.startswith("<!"):
            return start
        digest = next(following)
        return start if digest is None else _with_basis(start, digest)

    return _START_TAGS.sub(stamp, text)


def _source_digest(variant: Element) -> str | None:
    source = next(iter(read_variants(cast(Element, variant.getparent())).values()))
    return None if variant is source else digest_of(source)


_STAMPED = ("variant", *sorted({tag for places in PLACES.values() for tag in places.values()}))
# Comments and CDATA are matched first, so that a variant inside them is left alone.
_START_TAGS = re.compile(rf"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(?:{"|".join(_STAMPED)})(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_BASIS = re.compile(r"""(\sbasis\s*=\s*)("[^"]*"|'[^']*')""")
# The last attribute that manages a translation: status where there is one, else the language.
_MANAGED = re.compile(r"""(\s(?:status|lang)\s*=\s*)("[^"]*"|'[^']*')(?!.*\sstatus\s*=)""", re.DOTALL)


def _with_basis(start: str, digest: str) -> str:
    if _BASIS.search(start):
        return _BASIS.sub(lambda match: f'{match[1]}"{digest}"', start, count=1)
    return _MANAGED.sub(lambda match: f'{match[0]} basis="{digest}"', start, count=1)
