from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from tests.factories.question import make_item, make_questions_olx, own_names

from maslak_xblocks.checkpoint.document import load_checkpoint
from maslak_xblocks.checkpoint.scoring import EmptyAnswerError, IncompleteAnswerError, read_response, score_item
from maslak_xblocks.errors import InvalidPayloadError, OLXError


@pytest.mark.parametrize(
    ("order", "score"),
    [("1234", "1"), ("1324", "1"), ("2134", "0.6"), ("1243", "0.6"), ("4123", "0"), ("1423", "0.2"), ("4321", "0")],
)
def test_partial_scoring_takes_a_pair_in_order_away_for_each_pair_the_wrong_way_round(order: str, score: str) -> None:
    assert score_item(make_item("steps"), [f"s{place}" for place in order]).score == Decimal(score)


def test_without_partial_scoring_only_the_whole_order_counts() -> None:
    item = make_item("steps", scoring="all")
    assert score_item(item, ["s1", "s3", "s2", "s4"]).score == 1
    assert score_item(item, ["s1", "s2", "s4", "s3"]).score == 0


def test_two_steps_known_to_be_the_wrong_way_round_show_their_misconception() -> None:
    verdict = score_item(make_item("steps"), ["s4", "s1", "s2", "s3"])
    assert (verdict.feedback, verdict.misconceptions, verdict.remarks[0].about) == (("w1",), ("slip",), "s4")
    assert score_item(make_item("steps"), ["s2", "s1", "s3", "s4"]).feedback == ("other",)
    assert score_item(make_item("steps"), ["s1", "s2", "s3", "s4"]).feedback == ("right",)


def test_an_order_comes_as_names_or_as_places_of_a_plain_form() -> None:
    item, tokens = make_item("steps"), {"o-1": "s1", "o-2": "s2", "o-3": "s3", "o-4": "s4"}
    assert read_response(item, ["o-2", "o-1", "o-4", "o-3"], "fr", tokens) == ["s2", "s1", "s4", "s3"]
    assert read_response(item, ["o-1=2", "o-2=1", "o-3=4", "o-4=3"], "fr", tokens) == ["s2", "s1", "s4", "s3"]
    assert read_response(item, {"o-1": "2", "o-2": "1", "o-3": "4", "o-4": "3"}, "fr", tokens) == ["s2", "s1", "s4", "s3"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        ["s1", "s1", "s2", "s3"],
        ["s1", "s2", "s3", "zz"],
        ["s1", "s2", "s3", "s4", "s1"],
        [["s1"]],
        ["s1=1", "s2=2", "s3=3", "s4=9"],
        ["s1=1", "s2=x", "s3=3", "s4=4"],
        ["s1=1", "s1=2", "s3=3", "s4=4"],
        {"s1": 1},
        ["s1=١", "s2=2", "s3=3", "s4=4"],
    ],
)
def test_an_order_of_the_wrong_shape_is_refused(given: object) -> None:
    with pytest.raises(InvalidPayloadError):
        read_response(make_item("steps"), given, "fr", own_names("steps"))


@pytest.mark.parametrize("given", [["s1", "s2"], ["s1=1", "s2=1", "s3=2", "s4=3"], ["s1=1", "s2=", "s3=", "s4="]])
def test_an_order_without_a_place_for_every_step_says_so(given: object) -> None:
    with pytest.raises(IncompleteAnswerError):
        read_response(make_item("steps"), given, "fr", own_names("steps"))


@pytest.mark.parametrize("given", [[], ["s1=", "s2=", "s3=", "s4="], {}])
def test_no_order_at_all_is_an_empty_answer(given: object) -> None:
    with pytest.raises(EmptyAnswerError):
        read_response(make_item("steps"), given, "fr", own_names("steps"))


def test_the_steps_are_never_shown_in_a_right_order() -> None:
    item = make_item("steps")
    for order in permutations(item.task.names):
        shown = list(item.task.show(lambda names, order=order: order))  # type: ignore[misc]
        assert sorted(shown) == sorted(order)
        assert not score_item(item, shown).right


def test_an_answer_to_steps_that_are_gone_is_worth_nothing() -> None:
    assert score_item(make_item("steps"), ["s1", "s2", "old"]).score == 0
    assert score_item(make_item("steps"), "12").score == 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('first="s4" then="s1"', 'first="s1" then="s4"', "is not a wrong order"),
        ('first="s4" then="s1"', 'first="s3" then="s2"', "is not a wrong order"),
        ('first="s4"', 'first="zz"', "names no step"),
        ('first="s4" ', "", "names no step"),
        ('<step id="s2"/>', '<step id="s1"/>', "two steps have the id"),
        ('<wrong id="w1"', '<wrong id="s1"', "two parts have the id"),
        ('<step id="s1"/><step id="s2"/><step id="s3" tie="true"/><step id="s4"/>', '<step id="s1"/>', "at least two steps"),
        ('<text option="s2">deux</text>', "", 'option "s2" has no <text>'),
        ('scoring="partial"', 'scoring="some"', "is not one of all, partial"),
    ],
)
def test_steps_that_cannot_mean_anything_are_refused_with_their_line(old: str, new: str, says: str) -> None:
    with pytest.raises(OLXError, match=says) as refused:
        load_checkpoint(make_questions_olx("steps").replace(old, new, 1))
    assert refused.value.line in (4, 5, 6, 7)
