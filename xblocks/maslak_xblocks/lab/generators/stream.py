"""Random choices that are the same for ever: whole numbers from SHA-256 over a seed and a counter.

``random`` promises the same stream for ``random()`` alone, not for ``shuffle`` or ``choice``, and floats round differently in
other languages. Here nothing but hashing and whole numbers is used, so that every platform and Python version agrees, and a
client in another language could make the same data.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeVar

_FOUR_WORDS = struct.Struct(">4Q")
_WORDS = 1 << 64
_Item = TypeVar("_Item")
_Drawn = TypeVar("_Drawn")


class Stream:
    """An endless stream of choices. Block ``n`` is SHA-256 of ``seed``, a line end and ``n`` in decimal digits: four words, big-endian."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode() + b"\n"
        self._block = 0
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """Give a whole number from 0 to ``bound`` - 1, each equally likely. Raises ValueError for a bound below 1."""
        if bound < 1:
            raise ValueError("the bound must be at least 1")
        # Words beyond the last whole multiple would make small numbers likelier, so they are thrown away.
        limit = _WORDS - _WORDS % bound
        while True:
            # A table takes some thousand words, so they are taken here without asking a method for each.
            if not self._words:
                self._draw_block()
            word = self._words.pop()
            if word < limit:
                return word % bound

    def between(self, least: int, most: int) -> int:
        """Give a whole number from ``least`` to ``most``, both included."""
        return least + self.below(most - least + 1)

    def chance(self, part: int, whole: int) -> bool:
        """Say yes in ``part`` of ``whole`` cases."""
        return self.below(whole) < part

    def pick(self, items: Sequence[_Item]) -> _Item:
        """Give one of some things."""
        return items[self.below(len(items))]

    def weigh(self, weights: Sequence[int]) -> int:
        """Give a position, as likely as its weight."""
        left = self.below(sum(weights))
        for position, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return position
        raise AssertionError("the weights add up to their sum")

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """Give the same things in a random order."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def _draw_block(self) -> None:
        digest = hashlib.sha256(b"%b%d" % (self._seed, self._block)).digest()
        self._block += 1
        self._words.extend(reversed(_FOUR_WORDS.unpack(digest)))


def draw_until(draw: Callable[[Stream], _Drawn], suits: Callable[[_Drawn], bool], *, name: str, seed: str) -> _Drawn:
    """Give the first draw of a generator's seed that suits; each draw has a stream of its own, and what does not suit is thrown away."""
    for turn in count():
        drawn = draw(Stream(f"{name}/1\n{seed}\n{turn}"))
        if suits(drawn):
            return drawn
    raise AssertionError("count never ends")
