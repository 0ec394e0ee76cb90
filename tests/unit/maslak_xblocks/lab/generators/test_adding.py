"""What every generator does with its rows: sums, middles, shares, and whether one is alone in front."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from maslak_xblocks.lab.generators.adding import add_up, find_first, is_first_alone, mean, median, money, percent, rounded
from maslak_xblocks.lab.generators.stream import Stream, draw_until


def test_sums_are_kept_by_key_in_the_order_of_the_rows() -> None:
    sums = add_up([("b", 2), ("a", 5), ("b", 4)], lambda row: row[0], lambda row: row[1])
    assert list(sums.items()) == [("b", 6), ("a", 5)]
    assert find_first(sums) == "b"


@pytest.mark.parametrize(("values", "alone"), [([], True), ([3], True), ([3, 1, 2], True), ([3, 1, 3], False)])
def test_two_in_front_are_not_one(values: list[int], alone: bool) -> None:
    assert is_first_alone(values) is alone


def test_middle_of_an_even_number_lies_between_two() -> None:
    assert median([9, 1, 4]) == 4
    assert median([9, 1, 4, 2]) == 3
    assert mean([1, 2, 4]) == Fraction(7, 3)


@pytest.mark.parametrize(("value", "told"), [(Fraction(1, 200), "0.01"), (Fraction(-1, 200), "-0.01"), (Fraction(2, 3), "0.67")])
def test_halves_are_rounded_away_from_zero_as_people_do(value: Fraction, told: str) -> None:
    assert str(rounded(value)) == told


def test_shares_and_amounts_have_the_places_that_people_write() -> None:
    assert percent(1, 3) == Decimal("33.3")
    assert str(money(120)) == "1.20"


def test_draws_are_made_until_one_suits_and_each_has_its_own_stream() -> None:
    drawn: list[int] = []

    def draw(stream: Stream) -> int:
        drawn.append(stream.below(1000))
        return drawn[-1]

    found = draw_until(draw, lambda number: number > 990, name="n", seed="s")
    assert found == drawn[-1] > 990
    assert max(drawn[:-1], default=0) <= 990
    assert len(set(drawn)) > 1
