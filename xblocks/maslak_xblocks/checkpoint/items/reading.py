"""Attributes of an item's parts, and the names that an answer may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of

SCORINGS: Final = ("all", "partial")


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


def read_count(node: Element, name: str) -> int:
    """Give a whole number of an element, 0 where it says nothing. Raises OLXError."""
    text = node.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise OLXError(f'{name}="{text}" is not a whole number', line_of(node))
    return int(text)


def read_one_of(node: Element, name: str, allowed: Sequence[str], default: str) -> str:
    """Give one of some words. Raises OLXError."""
    value = node.get(name, default)
    if value not in allowed:
        raise OLXError(f'{name}="{value}" is not one of {", ".join(allowed)}', line_of(node))
    return value


def is_partial(item: Element) -> bool:
    """Say whether a part of an answer earns a part of the points. Raises OLXError."""
    return read_one_of(item, "scoring", SCORINGS, "all") == "partial"


def refuse_repeats(ids: Sequence[str], what: str, node: Element) -> None:
    """Raise OLXError where two parts have one id."""
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        raise OLXError(f'two {what}s have the id "{repeated}"', line_of(node))


def require_known(node: Element, name: str, known: Iterable[str], what: str) -> str:
    """Give the id that an attribute refers to. Raises OLXError when it is missing or names nothing."""
    value = node.get(name) or ""
    if value not in set(known):
        raise OLXError(f'<{node.tag} {name}="{value}"> names no {what} of this item', line_of(node))
    return value


def take_names(given: object, known: Mapping[str, str], most: int) -> list[str]:
    """Give the ids behind the names that an answer chose, as many as it named.

    Raises InvalidPayloadError and, when it chose none, EmptyAnswerError.
    """
    chosen = [given] if isinstance(given, str) else given
    if not isinstance(chosen, list) or not all(isinstance(name, str) for name in chosen) or len(chosen) > most:
        raise InvalidPayloadError("response must name options", field="response")
    if not chosen:
        raise EmptyAnswerError("nothing was chosen")
    if any(name not in known for name in chosen):
        raise InvalidPayloadError("response names an unknown option", field="response")
    return [known[name] for name in chosen]


def split_pairs(given: object, most: int) -> list[tuple[str, str]]:
    """Give the pairs of an answer: an object ``{left: right}``, or the texts ``left=right`` that a plain form sends.

    Pairs without a right side are left out: a form sends them for what was not chosen yet. Raises InvalidPayloadError.
    """
    if isinstance(given, Mapping):
        pairs = list(given.items())
    else:
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise InvalidPayloadError("response must pair names", field="response")
        pairs = [(left, right) for left, _, right in (text.partition("=") for text in texts)]
    if len(pairs) > most or not all(isinstance(left, str) and isinstance(right, str) for left, right in pairs):
        raise InvalidPayloadError("response must pair names", field="response")
    kept = [(left, right) for left, right in pairs if right]
    if len({left for left, _ in kept}) != len(kept):
        raise InvalidPayloadError("response pairs a name twice", field="response")
    return kept
