"""Attributes of a block's elements, each refused with its line when it cannot mean anything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, line_of


def read_count(node: Element, name: str, default: str = "0", *, fewest: int = 0, most: int = 999_999) -> int:
    """Give a whole number of an element. Raises OLXError."""
    text = node.get(name, default)
    if not (text.isascii() and text.isdigit() and len(text) < 7 and fewest <= int(text) <= most):
        raise OLXError(f'{name}="{text}" is not a whole number from {fewest} to {most}', line_of(node))
    return int(text)


def read_decimal(node: Element, name: str, default: str | None = None) -> Decimal:
    """Give a number of an element. Raises OLXError."""
    text = node.get(name, default) or ""
    if not text:
        raise OLXError(f"<{node.tag}> needs the attribute {name}", line_of(node))
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise OLXError(f'{name}="{text}" is not a number', line_of(node))
    return value


def read_one_of(node: Element, name: str, allowed: Sequence[str], default: str = "") -> str:
    """Give one of some words; the refusal lists them. Raises OLXError."""
    value = node.get(name, default)
    if value not in allowed:
        raise OLXError(f'{name}="{value}" is not one of {", ".join(allowed)}', line_of(node))
    return value


def refuse_repeats(ids: Sequence[str], what: str, node: Element) -> None:
    """Raise OLXError where two parts have one id."""
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        raise OLXError(f'two {what}s have the id "{repeated}"', line_of(node))
