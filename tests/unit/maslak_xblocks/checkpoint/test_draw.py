from __future__ import annotations

from dataclasses import dataclass

from maslak_xblocks.checkpoint.draw import draw_items, group_siblings, make_seed, option_token, shuffle_options


@dataclass(frozen=True)
class Ball:
    id: str
    group: str
    objective: str = "o"


BANK = [Ball(f"i{number}", f"g{number // 2}", f"o{number // 2 % 3}") for number in range(20)]
GROUPS = group_siblings(BANK)


def test_a_draw_never_has_two_siblings() -> None:
    groups = {ball.id: ball.group for ball in BANK}
    for attempt in range(30):
        drawn = draw_items(GROUPS, 7, make_seed("u", "l", attempt), {})
        assert len(drawn) == 7 == len({groups[name] for name in drawn})


def test_a_new_attempt_prefers_items_not_seen() -> None:
    first = draw_items(GROUPS, 0, make_seed("u", "l", 1), {})
    second = draw_items(GROUPS, 0, make_seed("u", "l", 2), dict.fromkeys(first, 1))
    assert len(first) == 10
    assert not set(first) & set(second)


def test_the_same_learner_and_attempt_give_the_same_draw_and_others_differ() -> None:
    draws = {learner: draw_items(GROUPS, 6, make_seed("u", learner, 1), {}) for learner in "abcdefgh"}
    assert draws["a"] == draw_items(GROUPS, 6, make_seed("u", "a", 1), {})
    assert len(set(draws.values())) > 4


def test_a_short_draw_touches_every_objective() -> None:
    objectives = {ball.id: ball.objective for ball in BANK}
    for attempt in range(20):
        assert {objectives[name] for name in draw_items(GROUPS, 3, make_seed("u", "l", attempt), {})} == {"o0", "o1", "o2"}


def test_a_bank_smaller_than_the_draw_gives_all_it_has() -> None:
    assert len(draw_items(GROUPS, 50, "s", {})) == 10
    assert draw_items([], 5, "s", {}) == ()


def test_options_move_between_attempts_and_their_names_tell_nothing() -> None:
    orders = {shuffle_options(["a", "b", "c"], "q", make_seed("u", "l", attempt)) for attempt in range(40)}
    assert len(orders) == 6
    assert option_token("a", "q", "s1") != option_token("a", "q", "s2")
    assert shuffle_options(["a", "b", "c"], "q", "s") == shuffle_options(["c", "a", "b"], "q", "s")
