"""Which topic to ask about next, and what the answers say: knowledge space theory with slips and guesses.

A *state* is a set of topics that somebody knows. As in Doignon and Falmagne (*Knowledge Spaces*, 1985 and 1999), a state in
which a topic is known and something that it builds on is not is unlikely; here it keeps a small weight, since people learn in
other orders too. Before the first question every state that respects the order weighs the same. Each answer changes the weights
by Bayes' rule with a careless slip and a lucky guess (the BLIM model), so a right answer raises a topic and, less, what it
builds on, and a wrong one lowers it and, less, what builds on it. The next question is the half-split rule with noise: the
topic whose answer is expected to tell most, in bits. As an answer depends on its own topic alone, what it tells about the
whole state is what it tells about that topic.

Pure: floats in 0..1, no clock and no chance. Topics that no edge joins do not speak of one another, so each linked group is
worked out by itself, over at most ``2 ** order.LARGEST_GROUP`` states.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from maslak_xblocks.diagnostic.order import Order
from maslak_xblocks.seeding import rank

Outcome: TypeAlias = Literal["right", "wrong", "unknown"]
Place: TypeAlias = Literal["known", "nearly", "missing"]

SLIP: Final = 0.1  # somebody who knows is wrong once in ten
# Weight of a state, for each topic known before something that it builds on. Much less, and who is sure in one topic would be taken
# to know what it builds on without a question about it: statistics are known to many who never wrote a program.
DISORDER: Final = 0.2
SURE: Final = 0.9  # a topic is decided at this belief, and at DOUBT on the other side
DOUBT: Final = 0.08  # below what one “I don’t know yet” says by itself: no topic is given up for one question
NEARLY: Final = 0.3  # what stays undecided above this is nearly known
_ALIKE: Final = 9  # decimals: what differs less is a tie, whatever the order of a sum was


@dataclass(frozen=True)
class Trial:
    """One answer. ``guess`` is the chance that somebody who does not know is right: one over the number of options."""

    topic: str
    outcome: Outcome
    guess: float


def read_beliefs(order: Order, trials: Iterable[Trial]) -> dict[str, float]:
    """Give for each topic how likely it is known, after the trials in any order."""
    kept = list(trials)
    beliefs: dict[str, float] = {}
    for group, edges in order.linked():
        own = [(group.index(trial.topic), trial) for trial in kept if trial.topic in group]
        if not own:
            beliefs.update(zip(group, _believe_before(len(group), edges), strict=True))
            continue
        weights: Sequence[float] = _weigh_states(len(group), edges)
        for place, trial in own:
            known, other = _likelihoods(trial)
            bit = 1 << place
            weights = [weight * (known if state & bit else other) for state, weight in enumerate(weights)]
        beliefs.update(zip(group, _add_states(weights, len(group)), strict=True))
    return {topic: beliefs[topic] for topic in order.topics}


@lru_cache(maxsize=4096)
def expect_bits(belief: float, guess: float) -> float:
    """Give how much an answer about a topic is expected to tell, in bits."""
    right = belief * (1 - SLIP) + (1 - belief) * guess
    return _entropy(right) - belief * _entropy(SLIP) - (1 - belief) * _entropy(guess)


def choose_topic(beliefs: Mapping[str, float], guesses: Mapping[str, float], seed: str) -> str | None:
    """Give the topic to ask about next, None when every topic is decided or has no question left.

    ``guesses`` holds the topics that still have a question, with its chance of a lucky guess. Ties go by the seed.
    """
    bits = {topic: round(expect_bits(beliefs[topic], guess), _ALIKE) for topic, guess in guesses.items() if not is_decided(beliefs[topic])}
    most = max(bits.values(), default=0.0)
    tied = [topic for topic, told in bits.items() if told == most]
    return min(tied, key=lambda topic: rank(seed, "topic", topic)) if len(tied) > 1 else next(iter(tied), None)


def is_decided(belief: float) -> bool:
    """Say whether a topic needs no further question."""
    return belief >= SURE or belief <= DOUBT


def place_topic(belief: float) -> Place:
    """Give the word for a belief: what stays undecided is nearly known, unless most answers spoke against it."""
    if belief >= SURE:
        return "known"
    return "nearly" if belief > NEARLY else "missing"


def estimate_left(beliefs: Mapping[str, float], left: Mapping[str, int], cap: int) -> int:
    """Give about how many questions are still to come, at least one while any is open, never more than ``cap``.

    A topic at an even chance takes about two questions, one that is nearly decided about one.
    """
    open_topics = [topic for topic in left if left[topic] and not is_decided(beliefs[topic])]
    needed = sum(min(left[topic], 0.4 + 1.7 * _entropy(beliefs[topic])) for topic in open_topics)
    return max(1, min(cap, round(needed))) if open_topics and cap else 0


def _likelihoods(trial: Trial) -> tuple[float, float]:
    """Give the chance of an answer for somebody who knows the topic, and for somebody who does not.

    Whoever says *I don't know yet* did not guess, so a lucky guess need not be allowed for.
    """
    if trial.outcome == "right":
        return 1 - SLIP, trial.guess
    return SLIP, 1.0 if trial.outcome == "unknown" else 1 - trial.guess


@lru_cache(maxsize=256)
def _weigh_states(count: int, edges: tuple[tuple[int, int], ...]) -> tuple[float, ...]:
    """Give the weight of each state before any answer; bit *n* of a state's number is the topic *n*."""
    return tuple(DISORDER ** sum(state >> topic & 1 and not state >> before & 1 for before, topic in edges) for state in range(1 << count))


@lru_cache(maxsize=256)
def _believe_before(count: int, edges: tuple[tuple[int, int], ...]) -> tuple[float, ...]:
    """Give for each topic of a group how likely it is known before any answer."""
    return _add_states(_weigh_states(count, edges), count)


def _add_states(weights: Sequence[float], count: int) -> tuple[float, ...]:
    """Give for each topic the share of the states in which it is known."""
    total = math.fsum(weights)
    return tuple(math.fsum([weight for state, weight in enumerate(weights) if state >> topic & 1]) / total for topic in range(count))


@lru_cache(maxsize=4096)
def _entropy(chance: float) -> float:
    if not 0 < chance < 1:
        return 0.0
    return -chance * math.log2(chance) - (1 - chance) * math.log2(1 - chance)
