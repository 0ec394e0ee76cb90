"""Which items an attempt gets, and in which order. Pure: the same learner and attempt always give the same draw.

Order comes from SHA-256 instead of ``random``, so that every Python version and every client of the contract agrees.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Protocol


class Drawable(Protocol):
    """What the draw needs to know about an item."""

    @property
    def id(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def objective(self) -> str: ...


def make_seed(usage_key: str, learner_key: str, attempt: int) -> str:
    """Give the seed of one attempt of one learner at one block."""
    return hashlib.sha256(f"{usage_key}\n{learner_key}\n{attempt}".encode()).hexdigest()


def rank(seed: str, *names: str) -> str:
    """Give the sort key that puts things in the order of a seed."""
    return hashlib.sha256("\n".join((seed, *names)).encode()).hexdigest()


def draw_items(items: Sequence[Drawable], count: int, seed: str, seen: Mapping[str, int]) -> tuple[str, ...]:
    """Give the ids of an attempt's items: one of each sibling group, unseen before seen, spread over the objectives.

    ``count`` 0 means every group, in the order of the document; else the order is the seed's. ``seen`` says how often each
    item was drawn before.
    """
    groups: dict[str, list[Drawable]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    chosen = [min(group, key=lambda item: (seen.get(item.id, 0), rank(seed, item.id))) for group in groups.values()]
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


def shuffle_options(option_ids: Sequence[str], item_id: str, seed: str) -> tuple[str, ...]:
    """Give the options of an item in the order of a seed."""
    return tuple(sorted(option_ids, key=lambda option_id: rank(seed, item_id, option_id)))


def option_token(option_id: str, item_id: str, seed: str) -> str:
    """Give the name under which an option is sent, so that authors' habits ("a is right") tell nothing."""
    return "o-" + rank(seed, "token", item_id, option_id)[:10]
