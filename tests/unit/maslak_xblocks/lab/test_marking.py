"""Numbers and texts against a learner's own facts: tolerance, units, digits, wrong values that are known, hints."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.lab import make_lab_olx

from maslak_domain.language import InvalidNumberError, Language
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.lab.answers import mark_answer, read_answer
from maslak_xblocks.lab.attempt import TaskState
from maslak_xblocks.lab.document import load_lab
from maslak_xblocks.lab.errors import EmptyAnswerError
from maslak_xblocks.lab.generators.dataset import DataSet, Table
from maslak_xblocks.lab.marking import mark_task
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.verdict import take_hints_off

FACTS = {
    "total_after_dedup": Decimal("1234.50"),
    "total_with_duplicates": Decimal("1300.00"),
    "best_city": ("Fès", "Fes", "فاس"),
}
DATA = DataSet(Table((), ()), FACTS)


def task(name: str) -> Task:
    found = load_lab(make_lab_olx()).find_task(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "language", "stored"),
    [
        ("1234,5", "fr", "1234.5"),
        ("1234,5", "ar", "1234.5"),
        ("١٢٣٤٫٥", "ar", "1234.5"),
        ("1234.5", "en", "1234.5"),
        (" 1234,50 DH ", "fr", "1234.50"),
        ("1234,50 dh", "fr", "1234.50"),
        ("1234,5 درهم", "ar", "1234.5"),
        ("-3", "fr", "-3"),
    ],
)
def test_number_is_read_as_its_language_writes_it(text: str, language: Language, stored: str) -> None:
    assert read_answer(task("total"), text, language) == stored


@pytest.mark.parametrize(("text", "language"), [("1.234", "fr"), ("1,234", "en"), ("1 234", "fr"), ("1e3", "en"), ("twelve", "en")])
def test_number_that_could_be_two_is_refused(text: str, language: Language) -> None:
    with pytest.raises(InvalidNumberError):
        read_answer(task("total"), text, language)


@pytest.mark.parametrize("given", ["", "   ", "DH", []])
def test_nothing_is_no_answer(given: object) -> None:
    with pytest.raises((EmptyAnswerError, InvalidPayloadError)):
        read_answer(task("total"), given, "fr")


@pytest.mark.parametrize("given", [5, None, {"a": 1}, ["a", "b"], "x" * 201, "a\x00b"])
def test_answer_of_another_shape_is_refused(given: object) -> None:
    with pytest.raises(InvalidPayloadError):
        read_answer(task("city"), given, "fr")


@pytest.mark.parametrize(
    ("response", "key", "score"),
    [("1234.50", "right", 1), ("1234.49", "right", 1), ("1234.51", "right", 1), ("1234.52", "other", 0), ("1300", "w1", 0)],
)
def test_number_is_right_within_the_tolerance_and_a_known_detour_is_recognised(response: str, key: str, score: int) -> None:
    verdict = mark_answer(task("total"), response, FACTS)
    assert (verdict.key, verdict.score) == (key, score)
    assert verdict.misconception == ("twice" if key == "w1" else "")


def test_right_wins_where_a_wrong_value_happens_to_be_the_same() -> None:
    assert mark_answer(task("total"), "5", {**FACTS, "total_after_dedup": Decimal(5), "total_with_duplicates": Decimal(5)}).key == "right"


@pytest.mark.parametrize("text", ["Fès", "fes", "FÈS", " فاس ", "« Fès »"])
def test_text_is_right_in_every_spelling_and_script(text: str) -> None:
    assert mark_answer(task("city"), read_answer(task("city"), text, "fr"), FACTS).score == 1


def test_hints_take_their_share_of_what_is_earned_later_and_nothing_of_what_was_earned() -> None:
    earned = mark_task(task("total"), TaskState(hints=("h1", "h2")), {"response": "1234,5"}, DATA, "fr")
    assert (earned.best, earned.score, earned.tries) == (Decimal("0.7"), 1, 1)
    again = mark_task(task("total"), earned, {"response": "99"}, DATA, "fr")
    assert (again.best, again.score, again.tries) == (Decimal("0.7"), 0, 2)
    assert take_hints_off(Decimal(1), [Decimal("0.7"), Decimal("0.7")]) == 0


def test_state_of_a_task_survives_its_storage() -> None:
    state = mark_task(task("total"), TaskState(hints=("h1",)), {"response": "1300"}, DATA, "fr")
    assert TaskState.from_json(state.to_json()) == state
