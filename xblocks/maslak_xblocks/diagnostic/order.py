"""The order in which topics build on one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# The engine weighs every set of topics that are linked with one another, which is two to the power of their number.
LARGEST_GROUP: Final = 12


@dataclass(frozen=True)
class Order:
    """The topics, and for each the topics that it builds on directly. The edges must be acyclic."""

    topics: tuple[str, ...]
    after: Mapping[str, tuple[str, ...]]

    def groups(self) -> list[tuple[str, ...]]:
        """Give the topics in groups that edges join, each in the order of the topics."""
        return self._groups

    def linked(self) -> list[tuple[tuple[str, ...], tuple[tuple[int, int], ...]]]:
        """Give each group with its edges: by their places in it, what is built on first."""
        return self._linked

    @cached_property
    def _linked(self) -> list[tuple[tuple[str, ...], tuple[tuple[int, int], ...]]]:
        return [
            (group, tuple((group.index(before), group.index(topic)) for topic in group for before in self.after.get(topic, ())))
            for group in self.groups()
        ]

    @cached_property
    def _groups(self) -> list[tuple[str, ...]]:
        # Each belief of each answer asks for them.
        label = {topic: position for position, topic in enumerate(self.topics)}
        for _ in self.topics:
            for topic in self.topics:
                joined = (topic, *self.after.get(topic, ()))
                lowest = min(label[each] for each in joined)
                label.update((each, lowest) for each in joined)
        found: dict[int, list[str]] = {}
        for topic in self.topics:
            found.setdefault(label[topic], []).append(topic)
        return [tuple(group) for group in found.values()]


def sort_topics(order: Order) -> list[str]:
    """Give the topics so that each stands after what it builds on, else in their own order."""
    sorted_topics: list[str] = []
    while len(sorted_topics) < len(order.topics):
        ready = (each for each in order.topics if each not in sorted_topics and set(order.after.get(each, ())) <= set(sorted_topics))
        sorted_topics.append(next(ready))
    return sorted_topics


def find_cycle(after: Mapping[str, Sequence[str]]) -> str | None:
    """Give a topic that builds on itself by way of others, or None."""
    settled: set[str] = set()
    while ready := {topic for topic in after if topic not in settled and set(after[topic]) & set(after) <= settled}:
        settled |= ready
    return next((topic for topic in after if topic not in settled), None)
