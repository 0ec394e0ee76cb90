from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.question import ANSWERS, make_item, make_questions_olx, own_names

from maslak_xblocks.checkpoint.document import load_checkpoint
from maslak_xblocks.checkpoint.scoring import EmptyAnswerError, IncompleteAnswerError, read_response, score_item
from maslak_xblocks.errors import InvalidPayloadError, OLXError


@pytest.mark.parametrize(
    ("given", "score"), [("123", "1"), ("124", "0.6667"), ("143", "0.6667"), ("213", "0.3333"), ("231", "0"), ("111", "0.3333")]
)
def test_partial_scoring_gives_the_share_of_right_pairs(given: str, score: str) -> None:
    response = {f"l{place}": f"c{choice}" for place, choice in enumerate(given, 1)}
    assert score_item(make_item("pairs"), response).score == Decimal(score)
    assert score_item(make_item("pairs", scoring="all"), response).score == int(score == "1")


def test_each_wrong_pair_is_spoken_of_with_the_misconception_behind_it() -> None:
    verdict = score_item(make_item("pairs"), {"l1": "c2", "l2": "c4", "l3": "c1"})
    assert verdict.feedback == ("w1", "l2", "l3")
    assert [remark.about for remark in verdict.remarks] == ["l1", "l2", "l3"]
    assert verdict.misconceptions == ("slip", "trust")


def test_many_entries_may_share_a_category() -> None:
    right, wrong = ANSWERS["classes"]
    assert score_item(make_item("classes"), right).right  # type: ignore[arg-type]
    verdict = score_item(make_item("classes"), wrong)  # type: ignore[arg-type]
    assert (verdict.score, verdict.feedback, verdict.misconceptions) == (0, ("e1", "e2", "w1", "e4"), ("trust", "slip", "trust"))


def test_pairs_come_as_an_object_or_as_a_plain_form_sends_them() -> None:
    item, tokens = make_item("pairs"), {"o-1": "l1", "o-2": "l2", "o-3": "l3", "p-1": "c1", "p-2": "c2", "p-4": "c4"}
    wanted = {"l1": "c2", "l2": "c4", "l3": "c1"}
    assert read_response(item, {"o-3": "p-1", "o-2": "p-4", "o-1": "p-2"}, "fr", tokens) == wanted
    assert read_response(item, ["o-1=p-2", "o-2=p-4", "o-3=p-1"], "fr", tokens) == wanted


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        "l1",
        {"l1": 1, "l2": "c1", "l3": "c2"},
        {"l1": ["c1"], "l2": "c1", "l3": "c2"},
        {"zz": "c1", "l2": "c1", "l3": "c2"},
        {"l1": "zz", "l2": "c1", "l3": "c2"},
        {"l1": "l2", "l2": "c1", "l3": "c2"},
        {"c1": "c2", "l2": "c1", "l3": "c2"},
        ["l1=c1", "l1=c2", "l3=c3"],
        ["l1=c1", "l2=c2", "l3=c3", "l3=c3"],
        [["l1", "c1"]],
    ],
)
def test_pairs_of_the_wrong_shape_are_refused(given: object) -> None:
    expected = EmptyAnswerError if given == "l1" else InvalidPayloadError
    with pytest.raises(expected):
        read_response(make_item("pairs"), given, "fr", own_names("pairs"))


def test_one_entry_under_two_names_is_refused() -> None:
    with pytest.raises(InvalidPayloadError):
        read_response(make_item("pairs"), {"o-1": "c1", "l1": "c2", "l2": "c3"}, "fr", {**own_names("pairs"), "o-1": "l1"})


def test_missing_choices_are_named_before_anything_is_marked() -> None:
    with pytest.raises(IncompleteAnswerError) as refused:
        read_response(make_item("pairs"), ["l1=c1", "l2=", "l3="], "fr", own_names("pairs"))
    assert refused.value.params == {"missing": 2}
    for empty in ({}, [], ["l1=", "l2=", "l3="]):
        with pytest.raises(EmptyAnswerError):
            read_response(make_item("pairs"), empty, "fr", own_names("pairs"))


def test_choices_are_shuffled_and_categories_keep_their_order() -> None:
    turn = lambda names: tuple(reversed(names))  # noqa: E731
    assert make_item("pairs").task.show(turn) == ("l3", "l2", "l1", "c4", "c3", "c2", "c1")
    assert make_item("classes").task.show(turn) == ("e4", "e3", "e2", "e1", "k1", "k2", "k3")


def test_an_answer_of_another_form_is_worth_nothing() -> None:
    assert score_item(make_item("pairs"), ["l1"]).score == 0
    assert score_item(make_item("pairs"), {"gone": "c1"}).score == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("pairs", '<left id="l2" choice="c2"/>', '<left id="l2" choice="c1"/>', "two entries share the choice"),
        ("pairs", '<left id="l2" choice="c2"/>', '<left id="l2"/>', "names no choice"),
        ("pairs", '<left id="l2" choice="c2"/>', '<left id="l2" choice="zz"/>', "names no choice"),
        ("pairs", 'left="l1" choice="c2"', 'left="l1" choice="c1"', "is the right answer"),
        ("pairs", 'left="l1" choice="c2"', 'left="c1" choice="c2"', "names no left"),
        ("pairs", '<choice id="c4"', '<choice id="l1"', "two parts have the id"),
        ("pairs", '<text option="c4">droite en trop</text>', "", 'option "c4" has no <text>'),
        ("classes", '<entry id="e1" category="k1"/>', '<entry category="k1"/>', "needs the attribute id"),
        ("classes", '<category id="k2"/>', "", "names no category"),
    ],
)
def test_pairs_that_cannot_mean_anything_are_refused_with_their_line(name: str, old: str, new: str, says: str) -> None:
    with pytest.raises(OLXError, match=says) as refused:
        load_checkpoint(make_questions_olx(name).replace(old, new, 1))
    assert refused.value.line in (4, 5, 6, 7, 8)


def test_matching_and_classification_need_two_of_each() -> None:
    one = """<maslak_checkpoint><variant lang="fr" status="source" title="t"/><item id="q" type="classification"><category id="k"/>
    <entry id="e" category="k"/><variant lang="fr" status="source"><stem>?</stem><text option="k">k</text>
    <text option="e">e</text></variant></item></maslak_checkpoint>"""
    with pytest.raises(OLXError, match="at least two <entry> and two <category>"):
        load_checkpoint(one)
