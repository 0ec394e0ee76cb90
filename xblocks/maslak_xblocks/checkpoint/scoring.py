"""What an answer is worth, and which misconception it shows. Pure; runs on the server only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.items.item import Item
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError, IncompleteAnswerError, Response, Verdict, round_score

__all__ = [
    "EmptyAnswerError",
    "IncompleteAnswerError",
    "Response",
    "Verdict",
    "read_response",
    "score_attempt",
    "score_item",
]


def read_response(item: Item, given: object, language: Language, tokens: Mapping[str, str]) -> Response:
    """Give an answer in its stored form; ``tokens`` maps the names under which options were sent to their ids.

    No other name is taken: the ids of steps and pairs are written in their right order, so that whoever guessed them would be right.

    What is given: for choices and tables, names or one name; for an ordering, names in order; for matching and classification, an
    object ``{entry: choice}``; a text or the text of a number. Plain forms send pairs as texts ``entry=choice``, and the steps of an
    ordering as ``step=place``. Raises InvalidPayloadError, EmptyAnswerError, IncompleteAnswerError and InvalidNumberError.
    """
    return item.task.read_response(given, tokens, language)


def score_item(item: Item, response: Response) -> Verdict:
    """Mark a stored answer."""
    return item.task.mark(response)


def score_attempt(points: Mapping[str, Decimal], scores: Mapping[str, Decimal]) -> Decimal:
    """Give the score of an attempt: the mean of its items' scores weighted by their points; an item without a score counts 0."""
    total = sum(points.values(), Decimal(0))
    if not total:
        return Decimal(0)
    return round_score(sum((weight * scores.get(name, Decimal(0)) for name, weight in points.items()), Decimal(0)) / total)
