"""What an answer is worth, and which misconception it shows. Pure; runs on the server only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from maslak_domain.errors import InvalidError
from maslak_domain.language import LANGUAGES, Language, parse_decimal, to_western_digits
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.errors import InvalidPayloadError

_PLACES: Final = Decimal("0.0001")
_LONGEST_NUMBER: Final = 60
Response = list[str] | str


class EmptyAnswerError(InvalidError):
    """Raised when nothing was chosen or written."""

    code = "empty_answer"


@dataclass(frozen=True)
class Verdict:
    """The score of one answer, 0 to 1, and the keys of the feedback that belongs to it."""

    score: Decimal
    feedback: tuple[str, ...]
    misconceptions: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.score == 1


def read_response(item: Item, given: object, language: Language, tokens: Mapping[str, str]) -> Response:
    """Give an answer in its stored form: sorted option ids, or the number as plain decimal text.

    ``tokens`` maps the names under which options were sent to their ids. Raises InvalidPayloadError, EmptyAnswerError and
    InvalidNumberError.
    """
    if item.type == "numeric":
        return _read_number(item, given, language)
    chosen = [given] if isinstance(given, str) else given
    if not isinstance(chosen, list) or not all(isinstance(name, str) for name in chosen) or len(chosen) > len(item.options):
        raise InvalidPayloadError("response must name options", field="response")
    if not chosen:
        raise EmptyAnswerError("nothing was chosen")
    known = {option.id: option.id for option in item.options} | dict(tokens)
    if any(name not in known for name in chosen):
        raise InvalidPayloadError("response names an unknown option", field="response")
    ids = sorted({known[name] for name in chosen})
    if item.type == "single" and len(ids) != 1:
        raise InvalidPayloadError("response must name one option", field="response")
    return ids


def _read_number(item: Item, given: object, language: Language) -> str:
    text = given[0] if isinstance(given, list) and len(given) == 1 else given
    if not isinstance(text, str) or len(text) > _LONGEST_NUMBER:
        raise InvalidPayloadError("response must be the text of a number", field="response")
    plain = to_western_digits(text).strip()
    units = {item.unit, *(item.variants[own].body.unit for own in LANGUAGES if own in item.variants)} - {""}
    for unit in sorted(units, key=len, reverse=True):
        if plain.endswith(to_western_digits(unit)):
            plain = plain[: -len(unit)].strip()
            break
    if not plain:
        raise EmptyAnswerError("nothing was written")
    return format(parse_decimal(plain, language), "f")


def score_item(item: Item, response: Response) -> Verdict:
    """Mark a stored answer."""
    if item.type == "numeric":
        return _score_number(item, Decimal(str(response)))
    chosen = frozenset(response)
    shown = tuple(option.misconception for option in item.options if option.id in chosen and option.misconception)
    feedback = tuple(option.id for option in item.options if option.id in chosen)
    return Verdict(_score_choice(item, chosen), feedback, shown)


def _score_choice(item: Item, chosen: Collection[str]) -> Decimal:
    """Give all or nothing; with partial scoring, right choices less wrong ones, over the number of right options."""
    hits = len(item.key & frozenset(chosen))
    slips = len(frozenset(chosen) - item.key)
    if item.type == "single" or not item.partial:
        return Decimal(int(hits == len(item.key) and not slips))
    return _round(max(Decimal(0), Decimal(hits - slips) / len(item.key)))


def _score_number(item: Item, value: Decimal) -> Verdict:
    assert item.answer is not None
    if abs(value - item.answer.value) <= item.answer.tolerance:
        return Verdict(Decimal(1), ("right",), ())
    for wrong in item.wrong:
        if abs(value - wrong.value) <= wrong.tolerance:
            return Verdict(Decimal(0), (wrong.id,), (wrong.misconception,) if wrong.misconception else ())
    return Verdict(Decimal(0), ("other",), ())


def score_attempt(points: Mapping[str, Decimal], scores: Mapping[str, Decimal]) -> Decimal:
    """Give the score of an attempt: the mean of its items' scores weighted by their points; an item without a score counts 0."""
    total = sum(points.values(), Decimal(0))
    if not total:
        return Decimal(0)
    return _round(sum((weight * scores.get(name, Decimal(0)) for name, weight in points.items()), Decimal(0)) / total)


def _round(value: Decimal) -> Decimal:
    return value.quantize(_PLACES, rounding=ROUND_HALF_UP).normalize() + 0
