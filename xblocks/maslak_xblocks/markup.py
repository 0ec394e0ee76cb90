"""A page in Python: elements that escape what they are given, so that no text of a learner or author can become markup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TypeAlias

_VOID = frozenset({"input", "br", "img", "hr"})
_NONE: Mapping[str, None] = {}
Attributes: TypeAlias = Mapping[str, "str | int | bool | None"]


class Html(str):
    """Text that is markup already: made by this module, or sanitised."""

    __slots__ = ()


def tag(name: str, attributes: Attributes | None = None, *children: str | None) -> Html:
    """Give one element. An attribute that is None or False is left out, True is a bare name; children that are not Html are escaped."""
    # A page calls this some hundred times, so it is written flat.
    parts = ["<", name]
    for key, value in (attributes or _NONE).items():
        if value is True:
            parts += (" ", key)
        elif value is not None and value is not False:
            parts += (" ", key, '="', escape(value if isinstance(value, str) else str(value)), '"')
    parts.append(">")
    if name not in _VOID:
        parts += [child if isinstance(child, Html) else escape(child) for child in children if child]
        parts += ("</", name, ">")
    return Html("".join(parts))


def join(*children: str | None) -> Html:
    """Put children behind one another."""
    return Html("".join([child if isinstance(child, Html) else escape(child) for child in children if child]))
