"""The stream of choices: stable, fair, and made of whole numbers alone."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from maslak_xblocks.lab.generators.stream import LARGEST_BOUND, Stream


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


def test_words_that_are_taken_at_once_say_what_numbers_asked_for_one_by_one_say() -> None:
    at_once, one_by_one = Stream("many"), Stream("many")
    bounds = [2, 6, 10**8, 7, LARGEST_BOUND] * 40
    at_once.below(3), one_by_one.below(3)
    taken = at_once.take(len(bounds))
    assert taken is not None
    assert [word % bound for word, bound in zip(taken, bounds, strict=True)] == [one_by_one.below(bound) for bound in bounds]
    assert at_once.below(10**6) == one_by_one.below(10**6)


def test_nothing_is_taken_where_a_word_may_have_to_be_thrown_away() -> None:
    stream = Stream("late")
    stream._words = [11, 2**64 - 1, 7]
    assert stream.take(3) is None
    assert stream.below(10) == 7
    # 2**64 - 1 lies beyond the last whole multiple of 10, so the word after it counts.
    assert stream.below(10) == 1


def test_shuffling_is_the_same_where_a_word_has_to_be_thrown_away() -> None:
    stream, same = Stream("s"), Stream("s")
    stream._words, same._words = [5, 2**64 - 1, 4], [5, 4]
    assert stream.shuffled("abc") == same.shuffled("abc")


def test_position_is_as_likely_as_its_weight_at_each_step() -> None:
    stream = Stream("steps")
    stream._words = list(reversed(range(10)))
    assert [stream.weigh((6, 0, 1, 3)) for _ in range(10)] == [0] * 6 + [2] + [3] * 3
