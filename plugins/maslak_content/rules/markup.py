"""Does a reader get what the author wrote: HTML that the sanitiser keeps, links that lead somewhere, tables that can be heard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from urllib.parse import urlsplit

from lxml import etree

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning
from maslak_content.passages import list_passages
from maslak_xblocks.checkpoint.document import read_checkpoint
from maslak_xblocks.diagnostic.document import read_diagnostic
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lab.document import read_lab
from maslak_xblocks.lesson.document import read_lesson
from maslak_xblocks.logbook.document import read_logbook
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.passport.document import read_passport
from maslak_xblocks.project.document import read_project
from maslak_xblocks.sanitise import TAGS, sanitise

BLOCK_REFUSED = error("block_refused", "The block cannot be shown: {detail}.", "Mend the block at this line.")
TAG_DROPPED = error("tag_dropped", "<{tag}> is not shown to readers.", "Use an element that is allowed in lessons.")
ATTRIBUTE_DROPPED = error(
    "attribute_dropped", '{name}="{value}" on <{tag}> is not kept.', "Use an allowed attribute and value, or remove it."
)
PICTURE_MISNAMED = error(
    "picture_misnamed",
    "No reader sees the picture “{src}”: it has a name that an address cannot have, or stands elsewhere.",
    "Put it under static/ with a name of plain letters, digits, dots, hyphens and underscores, and write /static/ and that name.",
)
NESTING_WRONG = error(
    "nesting_wrong",
    "<{tag}> stands where HTML does not allow it: browsers would build another page.",
    "Close the paragraph before a list, a table or a section.",
)
ID_REPEATED = error("id_repeated", "The id “{id}” is used twice in one text.", "Give each element its own id.")
LINK_BROKEN = error(
    "link_broken",
    "The link “{href}” leads nowhere.",
    "Write a whole address with https, or “#” and an id of the same text; name pages of the course by their titles.",
)
LINK_INSECURE = error("link_insecure", "The link “{href}” is not encrypted.", "Use https.")
LINK_INVENTED = error("link_invented", "The link “{href}” leads to an invented address.", "Show it as <code>, without a link.")
LINK_FOLLOWED = error("link_followed", "The link “{href}” tells who follows it.", "Cut the address before the part that counts visits.")
LINK_MISLEADS = error(
    "link_misleads", "The link says “{text}” and leads to {host}.", "Say where it leads: readers learn here to compare both."
)
MARKUP_SHOWN = error(
    "markup_shown", "Readers see the signs “{text}” instead of what they stand for.", "Use the elements of the lesson, and plain letters."
)
HEADING_REPEATED = warning("heading_repeated", "The heading “{text}” stands twice in this text.", "Give each section its own heading.")
TEXT_LOOSE = error("text_loose", "“{text}” stands outside of every paragraph.", "Put it into the paragraph it belongs to.")
LINK_WITHOUT_TEXT = error("link_without_text", "A link has no text to read or to hear.", "Say where it leads.")
LINK_VAGUE = warning(
    "link_vague",
    "The link “{text}” does not say where it leads.",
    "Put the name of what it opens into the link: links are also read alone.",
)
CALLOUT_UNKNOWN = error("callout_unknown", "The note has no kind that readers know.", "Use data-kind tip, warning, law or remember.")
HEADER_MISSING = error("header_missing", "The table has no header cells.", 'Mark the headers with <th scope="col"> or <th scope="row">.')
SCOPE_MISSING = error("scope_missing", "A header cell does not say whether it heads a column or a row.", 'Add scope="col" or scope="row".')
CAPTION_MISSING = error("caption_missing", "The table has no caption.", "Say in <caption> what the table shows.")
ROW_UNEVEN = error("row_uneven", "The row has {cells} cells, the first row has {expected}.", "Give each row the same cells.")
DETAILS_UNNAMED = error("details_unnamed", "Nothing says what opens here.", "Start <details> with a <summary>.")
ELEMENT_EMPTY = error("element_empty", "<{tag}> is empty.", "Fill it or remove it.")
HEADING_SKIPPED = error("heading_skipped", "<h3> stands before any <h2>.", "Start with <h2>: the title of the page is above it.")

_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?(/[^\s<>\"]*)?|mailto:[^@\s]+@[A-Za-z0-9.-]+\.[a-z]{2,}|#[a-z][a-z0-9-]*"
)
_INVENTED = re.compile(r"(https?://|@)([A-Za-z0-9.-]+\.)?(example|test|invalid|localhost)(\.(com|org|net))?(?=[:/]|$)")
_FOLLOWED = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|mc_eid|igshid)=")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
# Other ways to mark a text, and elements and entities that were escaped once too often.
_SHOWN = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>|&#?\w+;|\*\*\w|\]\(https?:|(?<!\\)\\[(\[]|\$\$|\$[^\s$][^$]*[\\^][^$]*\$")
_LOOSE_IN = frozenset({"section", "table", "thead", "tbody", "tr", "ul", "ol", "dl", "figure", "details"})
# An address that says who keeps a thing and not which one.
_UNFINISHED = re.compile(r"https?://(?:(?:dx\.)?doi\.org|hdl\.handle\.net|arxiv\.org/abs)/?")
_PARSER = etree.HTMLParser()
_OWN = frozenset({"objective", "stem", "text", "feedback", "unit", "caption", "column", "cells", "hint", "prompt"})

_READERS: Mapping[str, Callable[[Element], object]] = {
    "maslak_lesson": read_lesson,
    "maslak_checkpoint": read_checkpoint,
    "maslak_passport": read_passport,
    "maslak_lab": read_lab,
    "maslak_logbook": read_logbook,
    "maslak_diagnostic": read_diagnostic,
    "maslak_project": read_project,
}
_FILLED = ("p", "li", "td", "th", "h2", "h3", "caption", "figcaption", "summary", "dt", "dd", "strong", "em", "dfn", "code", "bdi")

_VAGUE = re.compile(
    r"(?:cliquez )?ici|(?:en savoir plus|lire la suite|ce lien|lien)|(?:click )?here|read more|learn more|(?:this )?link"
    r"|(?:اضغط |انقر )?هنا|(?:هذا )?الرابط|رابط|المزيد",
    re.IGNORECASE,
)


def check(course: Course) -> Iterator[Finding]:
    """Find HTML that would be dropped, links that lead nowhere, and tables and notes that cannot be understood."""
    for block in course.readables:
        yield from _check_loading(block)
        for node in block.element.iter("variant"):
            yield from _check_kept(block, node)
            yield from _check_ids(block, node)
            for table in node.iter("table"):
                yield from _check_table(block, table)
        yield from _check_links(block)
        yield from _check_small(block)
    for passage in list_passages(course):
        if match := _SHOWN.search(passage.prose):
            yield MARKUP_SHOWN.at(passage.file, passage.element, text=match[0][:30])


def _check_loading(block: Block) -> Iterator[Finding]:
    try:
        _READERS[block.kind](block.element)
    except OLXError as fault:
        detail = fault.detail.removeprefix(f"line {fault.line}: ")
        yield BLOCK_REFUSED.at(block.file, fault.line or block.element.sourceline, detail=detail)


def _check_kept(block: Block, variant: Element) -> Iterator[Finding]:
    own = [child for child in variant.iterchildren("*") if child.tag in _OWN]
    own = [part for child in own for part in (child.findall("cell") if child.tag == "cells" else [child])]
    nodes = [node for child in own for node in child.iterdescendants("*")]
    nodes += [node for child in variant.iterchildren("*") if child.tag not in _OWN for node in child.iter("*")]
    if not nodes:
        return
    for node in nodes:
        if node.tag not in TAGS:
            yield TAG_DROPPED.at(block.file, node, tag=str(node.tag))
            return
    for node, after in zip_longest(nodes, _parse_kept(variant, own)):
        if node is None or after is None or node.tag != after.tag:
            near = variant if node is None else node
            yield NESTING_WRONG.at(block.file, near, tag=str(near.tag))
            return
        for name, value in node.attrib.items():
            if name == "src" and after.get("src") is None:
                yield PICTURE_MISNAMED.at(block.file, node, src=str(value)[:60])
            elif name != "src" and after.get(str(name)) != value:
                yield ATTRIBUTE_DROPPED.at(block.file, node, tag=str(node.tag), name=str(name), value=str(value)[:60])


def _parse_kept(variant: Element, own: list[Element]) -> list[Element]:
    """Give the elements that the sanitiser leaves: those of the variant's own parts, then the others."""
    texts = (*(inner_html(child) for child in own if len(child)), inner_html(variant, _OWN))
    # What readers are given apart is cleaned and parsed apart: each text in a wrapper of its own. Words alone leave no element.
    root = etree.fromstring(f"<div>{sanitise(''.join(f'<div>{text}</div>' for text in texts))}</div>", _PARSER)
    return [node for wrapper in root[0][0] for node in wrapper.iterdescendants("*")]


def _check_ids(block: Block, variant: Element) -> Iterator[Finding]:
    ids = Counter(node.get("id") for node in variant.iterdescendants("*") if node.get("id"))
    for id, count in ids.items():
        if id and count > 1:
            yield ID_REPEATED.at(block.file, variant, id=id)
    for link in variant.iter("a"):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield LINK_BROKEN.at(block.file, link, href=href)


def _check_links(block: Block) -> Iterator[Finding]:
    for link in block.element.iter("a"):
        href = link.get("href", "")
        if not _ADDRESS.fullmatch(href) or _UNFINISHED.fullmatch(href):
            yield LINK_BROKEN.at(block.file, link, href=href)
        elif _INVENTED.search(href):
            yield LINK_INVENTED.at(block.file, link, href=href)
        elif href.startswith("http:"):
            yield LINK_INSECURE.at(block.file, link, href=href)
        if _FOLLOWED.search(href):
            yield LINK_FOLLOWED.at(block.file, link, href=href)
        text = " ".join("".join(link.itertext()).split())
        host = urlsplit(href).hostname or "" if href.startswith("http") else ""
        if _HOST.fullmatch(text) and host and text.lower().removeprefix("www.") not in host:
            yield LINK_MISLEADS.at(block.file, link, text=text, host=host)
        if not text and link.find(".//img") is None:
            yield LINK_WITHOUT_TEXT.at(block.file, link)
        elif _VAGUE.fullmatch(text):
            yield LINK_VAGUE.at(block.file, link, text=text)


def _check_table(block: Block, table: Element) -> Iterator[Finding]:
    if table.find("caption") is None:
        yield CAPTION_MISSING.at(block.file, table)
    headers = list(table.iter("th"))
    if not headers:
        yield HEADER_MISSING.at(block.file, table)
    for node in headers:
        if not node.get("scope"):
            yield SCOPE_MISSING.at(block.file, node)
    rows = list(table.iter("tr"))
    if table.find(".//*[@rowspan]") is not None or not rows:
        return
    widths = [sum(_read_span(cell) for cell in row.iterchildren("td", "th")) for row in rows]
    for row, width in zip(rows, widths, strict=True):
        if width != widths[0]:
            yield ROW_UNEVEN.at(block.file, row, cells=width, expected=widths[0])


def _read_span(cell: Element) -> int:
    text = cell.get("colspan", "1")
    return int(text) if text.isascii() and text.isdigit() else 1


def _check_small(block: Block) -> Iterator[Finding]:
    for node in block.element.iter("aside"):
        if node.get("class") != "callout" or node.get("data-kind") not in ("tip", "warning", "law", "remember"):
            yield CALLOUT_UNKNOWN.at(block.file, node)
    for node in block.element.iter("details"):
        summary = node.find("summary")
        if summary is None or not "".join(summary.itertext()).strip():
            yield DETAILS_UNNAMED.at(block.file, node)
    for node in block.element.iter(*_FILLED):
        if not len(node) and not (node.text or "").strip() and not _is_corner(node):
            yield ELEMENT_EMPTY.at(block.file, node, tag=str(node.tag))
    for node in block.element.iter("variant", *_LOOSE_IN):
        loose = next((part.strip() for part in (node.text, *(child.tail for child in node)) if part and not part.isspace()), "")
        if loose:
            yield TEXT_LOOSE.at(block.file, node, text=loose[:40])
    for variant in block.element.iterchildren("variant"):
        headings = Counter(" ".join("".join(node.itertext()).split()) for node in variant.iter("h2"))
        for text, times in headings.items():
            if times > 1:
                yield HEADING_REPEATED.at(block.file, variant, text=text)
        first = next(variant.iter("h2", "h3"), None)
        if first is not None and first.tag == "h3":
            yield HEADING_SKIPPED.at(block.file, first)


def _is_corner(node: Element) -> bool:
    """Say whether a cell may be empty: data cells, and the corner of a table with headers on two sides."""
    return node.tag == "td" or (node.tag == "th" and node.getprevious() is None)
