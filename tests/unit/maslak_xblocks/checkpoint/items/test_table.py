from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.question import make_item, make_questions_olx, own_names

from maslak_xblocks.checkpoint.document import load_checkpoint
from maslak_xblocks.checkpoint.scoring import EmptyAnswerError, read_response, score_item
from maslak_xblocks.errors import InvalidPayloadError, OLXError


@pytest.mark.parametrize(("rows", "score"), [("24", "1"), ("2", "0.5"), ("234", "0.5"), ("13", "0"), ("1234", "0")])
def test_partial_scoring_takes_a_right_row_away_for_each_wrong_one(rows: str, score: str) -> None:
    chosen = [f"r{row}" for row in rows]
    assert score_item(make_item("log"), chosen).score == Decimal(score)
    assert score_item(make_item("log", scoring="all"), chosen).score == int(score == "1")


def test_each_chosen_row_is_spoken_of() -> None:
    verdict = score_item(make_item("log"), ["r2", "r3"])
    assert (verdict.feedback, verdict.misconceptions) == (("r2", "r3"), ("slip",))


def test_rows_keep_their_order_whoever_reads_them() -> None:
    assert make_item("log").task.show(lambda names: tuple(reversed(names))) == ("r1", "r2", "r3", "r4")


def test_cells_are_the_same_in_all_languages_or_each_languages_own() -> None:
    log, table = make_item("log"), make_item("table")
    assert log.text("ar")[0].cells == log.text("fr")[0].cells == {**log.text("fr")[0].cells, "r1": ("10:02 GET /login 200",)}
    assert table.text("ar")[0].cells["r1"] == ("سلا", "12")
    assert table.text("fr")[0].columns == ("Ville", "Mesure")


@pytest.mark.parametrize("given", [None, 3, ["zz"], [1], ["r1"] * 5, {"r1": "x"}])
def test_rows_of_the_wrong_shape_are_refused(given: object) -> None:
    with pytest.raises(InvalidPayloadError):
        read_response(make_item("log"), given, "fr", own_names("log"))


def test_no_row_is_an_empty_answer() -> None:
    with pytest.raises(EmptyAnswerError):
        read_response(make_item("log"), [], "fr", own_names("log"))


def test_a_row_twice_is_that_row() -> None:
    assert read_response(make_item("log"), ["r4", "r2", "r4"], "fr", own_names("log")) == ["r2", "r4"]


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("log", ' correct="true"', "", "needs right rows"),
        ("table", "<cell>12</cell>", "", 'row "r1" has 1 cells in this variant, not 2'),
        ("table", '<cells option="r3"><cell>Safi</cell><cell>9</cell></cells>', "", 'row "r3" has 0 cells'),
        ("table", '<row id="r2"', '<row id="r1"', "two rows have the id"),
        ("table", '<cells option="r3">', "<cells>", "needs the attribute option"),
    ],
)
def test_tables_that_cannot_mean_anything_are_refused_with_their_line(name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(OLXError, match=says) as refused:
        load_checkpoint(make_questions_olx(name).replace(old, new))
    assert refused.value.line in (4, 6, 7, 8, 9)


def test_hostile_cells_lose_their_scripts() -> None:
    olx = make_questions_olx("log").replace("10:02 GET", "<script>x()</script><b onclick='x()'>10:02</b> GET")
    assert load_checkpoint(olx).items[0].text("fr")[0].cells["r1"] == ("<b>10:02</b> GET /login 200",)
