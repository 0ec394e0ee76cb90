"""Attributes and texts of a project's parts; each refusal names the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of, require

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_id(node: Element) -> str:
    """Give the id of a part: it names files and marks for years, so it is made of safe characters. Raises OLXError."""
    value = require(node, "id")
    if not _ID.fullmatch(value):
        raise OLXError(f'id="{value}" must be made of letters, digits, hyphens and underscores', line_of(node))
    return value


def read_share(node: Element, name: str, default: str) -> Decimal:
    """Give a number from 0 to 1. Raises OLXError."""
    text = node.get(name, default)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not (value.is_finite() and 0 <= value <= 1):
        raise OLXError(f'{name}="{text}" is not a number from 0 to 1', line_of(node))
    return value


def read_texts(node: Element, tag: str) -> Mapping[Language, str]:
    """Give the texts of an element's children of one tag, by their language. Raises OLXError."""
    found: dict[Language, str] = {}
    for child in node.findall(tag):
        language = child.get("lang", "")
        if language not in LANGUAGES:
            raise OLXError(f'<{tag}> has the unknown language "{language}"', line_of(child))
        if language in found:
            raise OLXError(f'<{tag} lang="{language}"> is given twice', line_of(child))
        found[cast(Language, language)] = " ".join("".join(child.itertext()).split())
    return found


def refuse_repeats(nodes: Sequence[Element], what: str) -> None:
    """Raise OLXError, with the line of the second, where two parts have one id."""
    seen: set[str] = set()
    for node in nodes:
        if node.get("id", "") in seen:
            raise OLXError(f'two {what} have the id "{node.get("id")}"', line_of(node))
        seen.add(node.get("id", ""))
