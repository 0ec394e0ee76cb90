from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.xblock import make_checkpoint_olx

from maslak_domain.language import InvalidNumberError
from maslak_xblocks.checkpoint.document import Item, load_checkpoint
from maslak_xblocks.checkpoint.scoring import EmptyAnswerError, read_response, score_attempt, score_item
from maslak_xblocks.errors import InvalidPayloadError


def item(name: str) -> Item:
    found = load_checkpoint(make_checkpoint_olx()).find_item(name)
    assert found is not None
    return found


def test_single_choice_is_all_or_nothing_and_names_the_misconception() -> None:
    assert score_item(item("q1"), ["a"]).right
    wrong = score_item(item("q1"), ["b"])
    assert (wrong.score, wrong.feedback, wrong.misconceptions) == (0, ("b",), ("trust",))


@pytest.mark.parametrize(
    ("chosen", "score"), [(["a", "b"], "1"), (["a"], "0.5"), (["a", "c"], "0"), (["a", "b", "c"], "0.5"), (["c"], "0")]
)
def test_partial_scoring_takes_a_right_choice_away_for_each_wrong_one(chosen: list[str], score: str) -> None:
    assert score_item(item("q2"), chosen).score == Decimal(score)


@pytest.mark.parametrize(
    ("value", "score", "feedback"), [("12.5", 1, "right"), ("13", 1, "right"), ("12", 1, "right"), ("13.01", 0, "other"), ("125", 0, "w1")]
)
def test_a_number_is_right_within_its_tolerance_and_a_known_slip_is_recognised(value: str, score: int, feedback: str) -> None:
    verdict = score_item(item("q3"), value)
    assert (verdict.score, verdict.feedback) == (score, (feedback,))


@pytest.mark.parametrize(
    ("text", "language", "stored"),
    [("12,5", "fr", "12.5"), ("١٢٫٥", "ar", "12.5"), ("12.5 %", "en", "12.5"), (" 12,5% ", "fr", "12.5"), ("-3", "fr", "-3")],
)
def test_a_number_is_read_as_a_person_of_that_language_writes_it(text: str, language: str, stored: str) -> None:
    assert read_response(item("q3"), text, language, {}) == stored  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"), [("1.234", "ar"), ("1,234", "en"), ("1 234", "fr"), ("douze", "fr"), ("1e5", "en"), ("NaN", "en")]
)
def test_a_number_that_two_readers_read_differently_is_refused(text: str, language: str) -> None:
    with pytest.raises(InvalidNumberError):
        read_response(item("q3"), text, language, {})  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [None, 3, {}, ["zz"], [1], ["a", "b"], "zz", [["a"]]])
def test_a_choice_of_the_wrong_shape_is_refused(given: object) -> None:
    with pytest.raises(InvalidPayloadError):
        read_response(item("q1"), given, "fr", {})


def test_an_empty_choice_says_so() -> None:
    with pytest.raises(EmptyAnswerError):
        read_response(item("q2"), [], "fr", {})
    with pytest.raises(EmptyAnswerError):
        read_response(item("q3"), " % ", "fr", {})


def test_a_choice_is_stored_under_authored_ids_whatever_it_was_called_on_the_page() -> None:
    assert read_response(item("q2"), ["o-2", "o-1"], "fr", {"o-1": "a", "o-2": "c"}) == ["a", "c"]


def test_an_attempt_is_weighted_by_points_and_a_missing_answer_counts_nothing() -> None:
    assert score_attempt({"x": Decimal(3), "y": Decimal(1)}, {"x": Decimal(1)}) == Decimal("0.75")
    assert score_attempt({"x": Decimal(1), "y": Decimal(1), "z": Decimal(1)}, {"x": Decimal(1)}) == Decimal("0.3333")
    assert score_attempt({}, {}) == 0
