"""Where the topics of a diagnostic stand on its map: what builds on something stands further along. Geometry only, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maslak_xblocks.diagnostic.order import Order, sort_topics

WIDTH: Final = 320
MARGIN: Final = 30
ROW: Final = 42

Points = Mapping[str, tuple[float, float]]


def place_topics(order: Order) -> tuple[Points, int]:
    """Give where each topic stands, and the height of the picture.

    The column is how deep a topic builds on others; in a column topics stand near what they build on, so that few lines cross.
    """
    depth: dict[str, int] = {}
    for topic in sort_topics(order):
        depth[topic] = max((depth[before] + 1 for before in order.after.get(topic, ())), default=0)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for topic in order.topics:
        columns[depth[topic]].append(topic)
    height = 2 * MARGIN + ROW * (max(map(len, columns)) - 1)
    step = (WIDTH - 2 * MARGIN) / max(1, len(columns) - 1)
    points: dict[str, tuple[float, float]] = {}
    for number, column in enumerate(columns):
        column.sort(key=lambda topic: _mean([points[before][1] for before in order.after.get(topic, ()) if before in points]))
        gap = (height - 2 * MARGIN) / max(1, len(column) - 1) if len(column) > 1 else 0
        top = MARGIN if len(column) > 1 else height / 2
        for place, topic in enumerate(column):
            x = MARGIN + number * step if len(columns) > 1 else MARGIN + (place % 2) * (WIDTH - 2 * MARGIN)
            points[topic] = round(x, 1), round(top + place * gap, 1)
    return points, round(height)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
