"""Random choices that are the same for ever: whole numbers from SHA-256 over a seed and a counter.

``random`` promises the same stream for ``random()`` alone, not for ``shuffle`` or ``choice``, and floats round differently in
other languages. Here nothing but hashing and whole numbers is used, so that every platform and Python version agrees, and a
client in another language could make the same data.
"""

from __future__ import annotations

import hashlib
import struct
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import TypeVar

# A table takes some thousand words, so they are made some at a time.
_BLOCKS = 16
_SOME_WORDS = struct.Struct(f">{4 * _BLOCKS}Q")
_WORDS = 1 << 64
# Below this no word is ever thrown away for a bound up to LARGEST_BOUND.
LARGEST_BOUND = 1 << 32
_SAFE = _WORDS - LARGEST_BOUND
_Item = TypeVar("_Item")
_Drawn = TypeVar("_Drawn")


class Stream:
    """An endless stream of choices. Block ``n`` is SHA-256 of ``seed``, a line end and ``n`` in decimal digits: four words, big-endian."""

    def __init__(self, seed: str) -> None:
        self._seeded = hashlib.sha256(seed.encode() + b"\n")
        self._block = 0
        self._words: list[int] = []  # the next one at the end

    def below(self, bound: int) -> int:
        """Give a whole number from 0 to ``bound`` - 1, each equally likely. Raises ValueError for a bound below 1."""
        if bound < 1:
            raise ValueError("the bound must be at least 1")
        # Words beyond the last whole multiple would make small numbers likelier, so they are thrown away.
        limit = _WORDS - _WORDS % bound
        while True:
            # A table takes some thousand words, so they are taken here without asking a method for each.
            if not self._words:
                self._draw_blocks()
            word = self._words.pop()
            if word < limit:
                return word % bound

    def take(self, number: int) -> list[int] | None:
        """Give the next words, each of which says ``word % bound`` for any bound up to LARGEST_BOUND.

        None, and nothing is taken, where one of them would be thrown away for some bound, as one in four thousand million may:
        then ask for each number by itself.
        """
        while len(self._words) < number:
            self._draw_blocks()
        words = self._words[: -number - 1 : -1]
        if words and max(words) >= _SAFE:
            return None
        del self._words[len(self._words) - number :]
        return words

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
        steps = add_weights(tuple(weights))
        return bisect_right(steps, self.below(steps[-1]))

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """Give the same things in a random order."""
        mixed = list(items)
        last = len(mixed) - 1
        words = self.take(max(0, last)) or [self.below(bound) for bound in range(last + 1, 1, -1)]
        for word in words:
            other = word % (last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
            last -= 1
        return mixed

    def _draw_blocks(self) -> None:
        digests = []
        for block in range(self._block, self._block + _BLOCKS):
            # The seed is hashed once, and only the number of the block for each.
            hashed = self._seeded.copy()
            hashed.update(b"%d" % block)
            digests.append(hashed.digest())
        self._block += _BLOCKS
        self._words = [*reversed(_SOME_WORDS.unpack(b"".join(digests))), *self._words]


@lru_cache(maxsize=1024)
def add_weights(weights: tuple[int, ...]) -> tuple[int, ...]:
    """Give for each position the sum of the weights up to it. A generator weighs the same few things some hundred times."""
    return tuple(accumulate(weights))


def draw_until(draw: Callable[[Stream], _Drawn], suits: Callable[[_Drawn], bool], *, name: str, seed: str) -> _Drawn:
    """Give the first draw of a generator's seed that suits; each draw has a stream of its own, and what does not suit is thrown away."""
    for turn in count():
        drawn = draw(Stream(f"{name}/1\n{seed}\n{turn}"))
        if suits(drawn):
            return drawn
    raise AssertionError("count never ends")
