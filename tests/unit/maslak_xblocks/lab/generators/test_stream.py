"""The stream of choices: stable, fair, and made of whole numbers alone."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from maslak_xblocks.lab.generators.stream import Stream


def test_first_word_is_the_one_that_the_description_gives() -> None:
    word = int.from_bytes(hashlib.sha256(b"seed\n0").digest()[:8], "big")
    assert Stream("seed").below(2**64) == word
    stream = Stream("seed")
    words = [stream.below(2**64) for _ in range(5)]
    assert words[4] == int.from_bytes(hashlib.sha256(b"seed\n1").digest()[:8], "big")


def test_every_number_below_the_bound_is_about_as_likely() -> None:
    stream = Stream("fair")
    counts = Counter(stream.below(7) for _ in range(7000))
    assert set(counts) == set(range(7))
    assert all(850 < number < 1150 for number in counts.values())


def test_weights_are_kept() -> None:
    stream = Stream("weights")
    counts = Counter(stream.weigh((0, 3, 1)) for _ in range(4000))
    assert counts[0] == 0
    assert 2.6 < counts[1] / counts[2] < 3.4


def test_shuffling_keeps_everything_and_changes_the_order() -> None:
    mixed = Stream("shuffle").shuffled(range(50))
    assert sorted(mixed) == list(range(50))
    assert mixed != list(range(50))


def test_bound_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Stream("x").below(0)
