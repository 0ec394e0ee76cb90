"""A page in Python: elements that escape what they are given, so that no text of a learner or author can become markup."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import TypeAlias

_VOID = frozenset({"input", "br", "img", "hr"})
# Class names, labels and words of the interface come again on every page; a text of a learner or author hardly ever does.
# Each of the two caches holds 4096 texts of at most this many characters: one megabyte, or two in Arabic.
_LONGEST_KEPT = 100
Attributes: TypeAlias = Mapping[str, "str | int | bool | None"]


class Html(str):
    """Text that is markup already: made by this module, or sanitised."""

    __slots__ = ()


def tag(name: str, attributes: Attributes | None = None, *children: str | None) -> Html:
    """Give one element. An attribute that is None or False is left out, True is a bare name; children that are not Html are escaped."""
    # A page calls this some hundred times, so it is written flat.
    start = name
    if attributes:
        for key, value in attributes.items():
            if value is True:
                start += f" {key}"
            elif value is not None and value is not False:
                text = value if value.__class__ is str else str(value)
                start += _attribute(key, text) if len(text) <= _LONGEST_KEPT else f' {key}="{escape(text)}"'
    if name in _VOID:
        return Html(f"<{start}>")
    if len(children) == 1:
        inner = _inside(children[0])
    else:
        inner = "".join([child if child.__class__ is Html else _inside(child) for child in children if child])
    return Html(f"<{start}>{inner}</{name}>")


def join(*children: str | None) -> Html:
    """Put children behind one another."""
    return Html("".join([child if child.__class__ is Html else _inside(child) for child in children if child]))


def capital(text: str) -> str:
    """Give a text as it stands at the beginning of a line.

    A style must not do it: ``::first-letter`` tears the first letter of an Arabic word off the others in WebKit, and makes a screen
    reader say the letter and the rest as two words.
    """
    return text.__class__(text[:1].upper() + text[1:])


def _inside(child: str | None) -> str:
    if not child or child.__class__ is Html:
        return child or ""
    return _escape_short(child) if len(child) <= _LONGEST_KEPT else escape(child)


_escape_short = lru_cache(maxsize=4096)(escape)


@lru_cache(maxsize=4096)
def _attribute(key: str, text: str) -> str:
    return f' {key}="{escape(text)}"'
