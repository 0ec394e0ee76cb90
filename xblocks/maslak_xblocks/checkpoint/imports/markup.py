"""Texts of other systems on their way to HTML, and what of them has no place here: nothing goes without a word."""

from __future__ import annotations

import re
from html import escape
from typing import Final

# What a teacher may have written with tags; anything else between angle brackets is text, such as #include <stdio.h>.
_KNOWN: Final = re.compile(
    r"a|abbr|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|h[1-6]|hr|i|ins|kbd|li"
    r"|mark|ol|p|pre|q|s|samp|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var"
    r"|audio|canvas|embed|iframe|img|input|math|object|script|source|svg|video",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9.:-]*)\b[^<>]*>")
_BLOCK: Final = re.compile(r"\s*<(p|div|ul|ol|dl|table|pre|h[1-6]|blockquote|figure|section)\b", re.IGNORECASE)
_LOST: Final = re.compile(r"<(img|iframe|video|audio|object|embed|svg|math|canvas|script|input)\b", re.IGNORECASE)
_FORMULA: Final = re.compile(r"\\\(|\\\[|\$\$|\\(?:frac|sqrt|sum|int|begin)\b")
_MARKDOWN: Final = re.compile(r"\*\*|__|`|^#{1,6} |^[-*] |\]\(", re.MULTILINE)


def to_html(text: str, form: str = "") -> str:
    """Give a text as HTML: as it stands where it is HTML, else escaped with its line ends.

    ``form`` is ``html``, ``plain``, ``markdown``, ``moodle`` or nothing: then it is HTML when all its tags are.
    """
    clean, tags = text.strip(), _TAG.findall(text)
    if form == "html" or (form not in ("plain", "markdown") and tags and all(_KNOWN.fullmatch(name) for name in tags)):
        return clean
    return re.sub(r"[ \t]*\n[ \t]*", "<br>", escape(clean, quote=False))


def to_paragraph(html: str) -> str:
    """Give the text of a question: a paragraph, unless it brings its own."""
    return html if _BLOCK.match(html) else f"<p>{html}</p>"


def list_losses(html: str, form: str = "") -> list[tuple[str, str]]:
    """Give what of a text will not be seen as its author meant it: a problem's code and what it is about."""
    found = []
    if lost := sorted({name.lower() for name in _LOST.findall(html)} - {"img"}):
        found.append(("lost", ", ".join(lost)))
    pictures = re.findall(r"<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]{1,200})", html, re.IGNORECASE)
    if missing := [_name_picture(each) for each in pictures if not each.startswith("/static/")]:
        found.append(("picture", ", ".join(dict.fromkeys(missing))))
    if match := _FORMULA.search(html):
        found.append(("formula", html[match.start() : match.start() + 40]))
    if form == "markdown" and (match := _MARKDOWN.search(html)):
        found.append(("markdown", html[match.start() : match.start() + 40]))
    return found


def _name_picture(source: str) -> str:
    return "data:…" if source.startswith("data:") else source.rpartition("/")[2] or source
