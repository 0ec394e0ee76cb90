"""Attributes of an item's parts, and the names that an answer may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from maslak_xblocks.attributes import read_one_of
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of

SCORINGS: Final = ("all", "partial")


def is_partial(item: Element) -> bool:
    """Say whether a part of an answer earns a part of the points. Raises OLXError."""
    return read_one_of(item, "scoring", SCORINGS, "all") == "partial"


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
