"""The map: what builds on something stands further along, and no two topics stand on one another."""

from __future__ import annotations

import pytest

from maslak_xblocks.diagnostic.order import Order
from maslak_xblocks.diagnostic.sky import WIDTH, place_topics

ORDERS = [
    Order(tuple("12345678"), {"3": ("2",), "4": ("2",), "5": ("1",), "7": ("5",)}),
    Order(tuple("123456"), {}),
    Order(("only",), {}),
    Order(tuple("abcdef"), {each: (before,) for before, each in zip("abcde", "bcdef", strict=True)}),
]


@pytest.mark.parametrize("order", ORDERS)
def test_topics_stand_apart_and_inside_the_picture(order: Order) -> None:
    points, height = place_topics(order)
    assert set(points) == set(order.topics)
    for name, (x, y) in points.items():
        assert 20 <= x <= WIDTH - 20
        assert 20 <= y <= height - 20
        for other, (x2, y2) in points.items():
            assert name == other or abs(x - x2) + abs(y - y2) >= 30
    for topic, before in order.after.items():
        assert all(points[each][0] < points[topic][0] for each in before)
