"""The engine: what answers say, which topic is asked about next, and how well whole attempts place invented learners."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from maslak_xblocks.diagnostic.engine import (
    DOUBT,
    NEARLY,
    SLIP,
    SURE,
    Outcome,
    Trial,
    choose_topic,
    estimate_left,
    expect_bits,
    is_decided,
    place_topic,
    read_beliefs,
)
from maslak_xblocks.diagnostic.order import Order, find_cycle, sort_topics

CHAIN = Order(("a", "b", "c"), {"b": ("a",), "c": ("b",)})
# The shared core: eight competencies and the prerequisite edges between them.
CORE = Order(tuple("12345678"), {"3": ("2",), "4": ("2",), "5": ("1",), "7": ("5",)})
ALONE = Order(tuple("12345678"), {})
GUESS, QUESTIONS, CAP = 0.25, 4, 20
OUTCOMES: tuple[Outcome, ...] = ("right", "wrong", "unknown")


def after(order: Order, *trials: tuple[str, Outcome]) -> dict[str, float]:
    return read_beliefs(order, [Trial(topic, outcome, GUESS) for topic, outcome in trials])


def test_before_any_answer_the_middle_of_a_chain_is_an_even_chance() -> None:
    beliefs = after(CHAIN)
    assert beliefs["a"] > beliefs["b"] > beliefs["c"]
    assert beliefs["b"] == pytest.approx(0.5)
    assert choose_topic(beliefs, dict.fromkeys("abc", GUESS), "seed") == "b", "half-split"


def test_right_answer_raises_the_topic_and_less_what_it_builds_on() -> None:
    before, now = after(CHAIN), after(CHAIN, ("b", "right"))
    raised = {topic: now[topic] - before[topic] for topic in "abc"}
    assert raised["b"] > raised["a"] > 0
    assert now["b"] > now["a"], "what was asked about is surer"


def test_wrong_answer_lowers_the_topic_and_less_what_builds_on_it() -> None:
    before, now = after(CHAIN), after(CHAIN, ("b", "wrong"))
    lowered = {topic: before[topic] - now[topic] for topic in "abc"}
    assert lowered["b"] > lowered["c"] > 0
    assert now["b"] < now["c"] < NEARLY


def test_no_topic_is_decided_by_answers_about_one_other() -> None:
    for told, untold in (("5", "1"), ("1", "5"), ("5", "7"), ("3", "2"), ("2", "4")):
        for outcome in OUTCOMES:
            assert not is_decided(after(CORE, *[(told, outcome)] * QUESTIONS)[untold])


def test_topics_that_no_edge_joins_do_not_speak_of_one_another() -> None:
    beliefs = after(CORE, ("8", "wrong"), ("6", "right"))
    assert {beliefs[topic] for topic in "1"} == {after(CORE)["1"]}
    assert CORE.groups() == [("1", "5", "7"), ("2", "3", "4"), ("6",), ("8",)]


def test_not_knowing_says_a_little_more_than_a_wrong_answer() -> None:
    assert after(ALONE, ("1", "unknown"))["1"] < after(ALONE, ("1", "wrong"))["1"] < 0.5
    assert after(ALONE, ("1", "unknown"))["1"] == pytest.approx(SLIP / (1 + SLIP))


def test_order_of_the_answers_does_not_matter() -> None:
    trials: list[tuple[str, Outcome]] = [("a", "right"), ("c", "wrong"), ("b", "unknown"), ("a", "wrong")]
    assert after(CHAIN, *trials) == pytest.approx(after(CHAIN, *reversed(trials)))


def test_most_is_told_about_what_is_least_known_and_less_where_guessing_is_easy() -> None:
    assert expect_bits(0.5, GUESS) > expect_bits(0.9, GUESS) > expect_bits(1.0, GUESS) == pytest.approx(0)
    assert expect_bits(0.5, 0.05) > expect_bits(0.5, GUESS) > expect_bits(0.5, 0.5)


def test_decided_and_exhausted_topics_are_not_asked_about() -> None:
    beliefs = {"a": 0.95, "b": 0.5, "c": 0.05}
    assert choose_topic(beliefs, dict.fromkeys("ac", GUESS), "seed") is None
    assert choose_topic(beliefs, {}, "seed") is None
    assert estimate_left(beliefs, {"a": 4, "b": 0, "c": 4}, 20) == 0
    assert estimate_left(beliefs, {"a": 4, "b": 4, "c": 4}, 1) == 1


def test_ties_go_by_the_seed_and_always_alike() -> None:
    beliefs, guesses = after(ALONE), dict.fromkeys("12345678", GUESS)
    chosen = {seed: choose_topic(beliefs, guesses, seed) for seed in map(str, range(30))}
    assert len(set(chosen.values())) > 3
    assert all(choose_topic(beliefs, guesses, seed) == topic for seed, topic in chosen.items())


def test_places_are_three_and_only_sure_ones_are_decided() -> None:
    assert [place_topic(belief) for belief in (0.95, SURE, 0.89, 0.31, 0.3, 0.02)] == [
        "known", "known", "nearly", "nearly", "missing", "missing",
    ]  # fmt: skip
    assert is_decided(DOUBT)
    assert not is_decided(DOUBT + 0.001)


def test_one_answer_never_decides_a_topic_by_itself() -> None:
    assert not any(is_decided(after(ALONE, ("1", outcome))["1"]) for outcome in OUTCOMES)


def test_topics_are_sorted_after_what_they_build_on() -> None:
    assert sort_topics(Order(("c", "b", "a"), CHAIN.after)) == ["a", "b", "c"]
    assert find_cycle({"a": ("b",), "b": ("a",), "c": ()}) == "a"
    assert find_cycle(dict(CHAIN.after) | {"a": ()}) is None


def test_who_knows_one_topic_before_what_it_builds_on_is_mostly_seen_as_they_are() -> None:
    chance, right = random.Random(20261129), 0
    for number in range(300):
        known = frozenset({"5", *(topic for topic in "68" if chance.random() < 0.5)})
        beliefs, _ = simulate(CORE, known, chance, str(number), honest=0.5)
        right += all(place_topic(beliefs[topic]) != ("missing" if topic in known else "known") for topic in CORE.topics)
    assert right / 300 >= 0.6


def simulate(
    order: Order, known: frozenset[str], chance: random.Random, seed: str, *, honest: float = 0.0
) -> tuple[Mapping[str, float], int]:  # fmt: skip
    """Let an invented learner take a diagnostic. ``honest`` is how often they say that they do not know instead of guessing."""
    trials: list[Trial] = []
    left = dict.fromkeys(order.topics, QUESTIONS)
    while len(trials) < CAP:
        topic = choose_topic(read_beliefs(order, trials), {name: GUESS for name, count in left.items() if count}, seed)
        if topic is None:
            break
        left[topic] -= 1
        is_right = chance.random() < (1 - SLIP if topic in known else GUESS)
        says_so = topic not in known and chance.random() < honest
        trials.append(Trial(topic, "unknown" if says_so else "right" if is_right else "wrong", GUESS))
    return read_beliefs(order, trials), len(trials)


def measure(order: Order, *, honest: float = 0.0, learners: int = 400) -> tuple[float, float, float]:
    """Give over invented learners: topics placed on the right side, known or missing that is true, and the mean of questions."""
    chance = random.Random(20261129)
    sides = placed = told = questions = 0
    for number in range(learners):
        known: set[str] = set()
        for topic in sort_topics(order):
            if set(order.after.get(topic, ())) <= known and chance.random() < 0.6:
                known.add(topic)
        beliefs, asked = simulate(order, frozenset(known), chance, str(number), honest=honest)
        questions += asked
        for topic in order.topics:
            sides += (beliefs[topic] > 0.5) == (topic in known)
            if place_topic(beliefs[topic]) != "nearly":
                placed += 1
                told += (place_topic(beliefs[topic]) == "known") == (topic in known)
    return sides / learners / len(order.topics), told / placed, questions / learners


def test_eight_topics_of_four_questions_are_placed_right_in_seventeen_questions_or_fewer() -> None:
    sides, told, questions = measure(CORE)
    assert sides >= 0.93
    assert told >= 0.95
    assert questions <= 17


def test_saying_that_one_does_not_know_makes_it_shorter_and_surer() -> None:
    guessing, honest = measure(CORE), measure(CORE, honest=0.8)
    assert honest[0] > guessing[0]
    assert honest[1] >= 0.97
    assert honest[2] < guessing[2]


def test_edges_save_questions_and_mistakes() -> None:
    linked, alone = measure(CORE), measure(ALONE)
    assert linked[2] < alone[2] - 2
    assert linked[0] > alone[0]
