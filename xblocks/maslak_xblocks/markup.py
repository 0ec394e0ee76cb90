"""A page in Python: elements that escape what they are given, so that no text of a learner or author can become markup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TypeAlias

_VOID = frozenset({"input", "br", "img", "hr"})
Attributes: TypeAlias = Mapping[str, "str | int | bool | None"]


class Html(str):
    """Text that is markup already: made by this module, or sanitised."""

    __slots__ = ()


def tag(name: str, attributes: Attributes | None = None, *children: str | None) -> Html:
    """Give one element. An attribute that is None or False is left out, True is a bare name; children that are not Html are escaped."""
    opened = "".join(_attribute(key, value) for key, value in (attributes or {}).items())
    if name in _VOID:
        return Html(f"<{name}{opened}>")
    return Html(f"<{name}{opened}>{join(*children)}</{name}>")


def join(*children: str | None) -> Html:
    """Put children behind one another."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child))


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
