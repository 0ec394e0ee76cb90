"""Which items an attempt gets, and in which order. Pure: the same learner and attempt always give the same draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Protocol, TypeVar

from maslak_xblocks.seeding import make_seed, option_token, rank, shuffle_options

__all__ = ["Drawable", "draw_items", "group_siblings", "make_seed", "option_token", "rank", "shuffle_options"]


class Drawable(Protocol):
    """What the draw needs to know about an item."""

    @property
    def id(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def objective(self) -> str: ...


_Item = TypeVar("_Item", bound=Drawable)


def group_siblings(items: Iterable[_Item]) -> tuple[tuple[_Item, ...], ...]:
    """Give the items of each sibling group together, the groups in the order of the document."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return tuple(map(tuple, groups.values()))


def draw_items(groups: Iterable[Sequence[Drawable]], count: int, seed: str, seen: Mapping[str, int]) -> tuple[str, ...]:
    """Give the ids of an attempt's items: one of each sibling group, unseen before seen, spread over the objectives.

    ``count`` 0 means every group, in the order of the document; else the order is the seed's. ``seen`` says how often each
    item was drawn before.
    """
    # Most items have no sibling, and an order that nobody asks for is not worked out.
    chosen = [group[0] if len(group) == 1 else min(group, key=lambda item: (seen.get(item.id, 0), rank(seed, item.id))) for group in groups]
    if not count:
        return tuple(item.id for item in chosen)
    spread = _spread(sorted(chosen, key=lambda item: (seen.get(item.id, 0), rank(seed, item.id))))
    return tuple(sorted((item.id for item in spread[:count]), key=lambda item_id: rank(seed, "order", item_id)))


def _spread(items: Iterable[Drawable]) -> list[Drawable]:
    """Take one item of each objective in turn, so that a short draw still touches every objective."""
    lanes: dict[str, list[Drawable]] = defaultdict(list)
    for item in items:
        lanes[item.objective].append(item)
    return [item for row in zip_longest(*lanes.values()) for item in row if item is not None]
