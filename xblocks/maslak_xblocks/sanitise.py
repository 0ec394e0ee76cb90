"""Authored HTML on its way to a reader: an allow-list, nothing else.

Course files come from archives and from editors, so their text is as untrusted as any other input.
"""

from __future__ import annotations

import re

import nh3

_STRUCTURE = {"section", "h2", "h3", "h4", "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "aside", "details", "summary", "blockquote"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_INLINE = {
    "strong",
    "em",
    "b",
    "i",
    "q",
    "code",
    "pre",
    "kbd",
    "samp",
    "var",
    "bdi",
    "a",
    "sub",
    "sup",
    "br",
    "abbr",
    "time",
    "dfn",
    "span",
}
_FIGURE = {"figure", "img", "figcaption"}
TAGS = _STRUCTURE | _TABLE | _INLINE | _FIGURE

_CLASSES = {
    "aside": {"callout"},
    "section": {"example", "exercise", "retrieval", "summary", "sources"},
    "details": {"solution", "answer"},
}
_ATTRIBUTES = {
    "*": {"lang", "dir", "id"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "aside": {"data-kind"},
    "dfn": {"data-term"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "abbr": {"title"},
    "time": {"datetime"},
    "details": {"open"},
}
# Code, commands and addresses read left to right in every language.
_FIXED = {tag: {"dir": "ltr"} for tag in ("code", "pre", "kbd", "samp", "var")}
_PATTERNS = {
    "id": re.compile(r"[a-z][a-z0-9-]{0,63}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "src": re.compile(r"/?static/[A-Za-z0-9_./-]+"),
    "data-kind": re.compile(r"tip|warning|law|remember"),
    "data-term": re.compile(r"[a-z0-9-]{1,64}"),
    "scope": re.compile(r"col|row|colgroup|rowgroup"),
}


def _filter(tag: str, name: str, value: str) -> str | None:
    pattern = _PATTERNS.get(name)
    if pattern and not pattern.fullmatch(value):
        return None
    if name == "src":
        # Every host looks for `/static/`; without its first sign the picture would be sought beside the page.
        return None if ".." in value else f"/{value.removeprefix('/')}"
    return value


# Made once: taking the lists apart costs more than cleaning a short text.
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object", "noscript"} - TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    attribute_filter=_filter,
    set_tag_attribute_values=_FIXED,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)


# What begins an element or a reference, and what is not written as it stands, or not read at all.
_MARKED = re.compile("[<>&\u00a0\r\0\ufeff]")


def sanitise(html: str) -> str:
    """Give HTML in which only the allowed elements, classes, attributes and addresses are left."""
    # Most texts are options and lines of feedback, which are words alone: the cleaner would give them back as they are.
    return _CLEANER.clean(html) if _MARKED.search(html) else html
