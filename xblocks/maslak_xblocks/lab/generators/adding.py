"""Adding up, sharing out and finding the first: what every generator does with its rows to know what is true of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

_Row = TypeVar("_Row")
_Key = TypeVar("_Key")


def add_up(rows: Iterable[_Row], key: Callable[[_Row], _Key], value: Callable[[_Row], int]) -> dict[_Key, int]:
    """Give the sum of a value by key, in the order in which the keys occur."""
    sums: dict[_Key, int] = defaultdict(int)
    for row in rows:
        sums[key(row)] += value(row)
    return dict(sums)


def find_first(sums: Mapping[_Key, int]) -> _Key:
    """Give the key with the largest sum."""
    return max(sums, key=sums.__getitem__)


def is_first_alone(values: Iterable[int]) -> bool:
    """Say whether one value is above all others, so that *the most* has one answer."""
    ordered = sorted(values, reverse=True)
    return len(ordered) < 2 or ordered[0] > ordered[1]


def median(values: Sequence[int]) -> Fraction:
    """Give the middle value, or the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half]) if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)


def mean(values: Sequence[int]) -> Fraction:
    """Give the sum of some values divided by their number."""
    return Fraction(sum(values), len(values))


def percent(part: int, whole: int) -> Decimal:
    """Give a share in percent, with one place."""
    return rounded(Fraction(100 * part, whole), 1)


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Give a fraction with some places, half away from zero as people round."""
    unit = Decimal(1).scaleb(-places)
    scaled = value * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) * (-1 if scaled < 0 else 1) * unit).quantize(unit, rounding=ROUND_HALF_UP)


def money(centimes: int) -> Decimal:
    """Give an amount in dirhams with two places."""
    return Decimal(centimes).scaleb(-2)
