"""How each question was answered, in the reader's words."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

from tests.factories.question import make_questions_olx

from maslak_companion.cohorts.item_analysis import ItemReport, report_item
from maslak_companion.cohorts.item_texts import read_items
from maslak_companion.progress.services import ItemTally

OLX = """<maslak_checkpoint url_name="c">
  <item id="q1" type="single"><option id="a" correct="true"/><option id="b" misconception="padlock"/>
    <variant lang="fr"><stem><p>Que dit le <strong>cadenas</strong> ?</p></stem>
    <text option="a">Chiffré</text><text option="b">Sûr</text></variant>
    <variant lang="ar"><stem><p>ماذا يعني القفل؟</p></stem><text option="a">مشفر</text><text option="b">آمن</text></variant></item>
  <item id="q2" type="numeric"><answer value="12.5"/><variant lang="fr"><stem>Combien ?</stem></variant></item>
  <misconception id="padlock"><name lang="fr">Cadenas = confiance</name><name lang="ar">القفل يعني الثقة</name></misconception>
</maslak_checkpoint>""".encode()
ITEMS = read_items(OLX)


def tally(item: str, answers: dict[str, int], mean: str) -> ItemTally:
    learners = sum(answers.values())
    return ItemTally("usage", item, "MA-NUM.TC.06", learners, learners, Decimal(mean), Counter(answers))


def report(item: str, answers: dict[object, int], mean: str) -> ItemReport:
    return report_item(tally(item, {json.dumps(choice): count for choice, count in answers.items()}, mean), ITEMS.get(item))


def choose(option: str) -> str:
    return json.dumps([option])


def test_stems_and_options_are_read_in_every_language() -> None:
    assert ITEMS["q1"].stems == {"fr": "Que dit le cadenas ?", "ar": "ماذا يعني القفل؟"}
    assert ITEMS["q1"].options[1].texts["ar"] == "آمن"


def test_another_block_has_no_questions() -> None:
    assert read_items(b"<maslak_lesson/>") == {}


def test_options_are_counted_with_the_commonest_misconception() -> None:
    found = report_item(tally("q1", {choose("a"): 3, choose("b"): 1}, "0.75"), ITEMS["q1"])
    assert [(option.count, option.percent, option.correct) for option in found.options] == [(3, 75, True), (1, 25, False)]
    assert found.misconception == {"fr": "Cadenas = confiance", "ar": "القفل يعني الثقة"}
    assert (found.right_percent, found.misbehaves) == (75, None)


def test_wrong_answer_preferred_by_the_group_is_pointed_out() -> None:
    found = report_item(tally("q1", {choose("a"): 2, choose("b"): 3}, "0.4"), ITEMS["q1"])
    assert found.misbehaves == "wrong_preferred"


def test_few_answers_prove_nothing() -> None:
    assert report_item(tally("q1", {choose("b"): 3}, "0"), ITEMS["q1"]).misbehaves is None


def test_numbers_are_shown_by_how_often_they_were_given() -> None:
    found = report("q2", {"12.5": 2, "125": 3}, "0.4")
    assert [(option.texts["fr"], option.count, option.correct) for option in found.options] == [("125", 3, False), ("12.5", 2, True)]


def test_question_that_the_release_lost_still_shows_by_its_name() -> None:
    found = report_item(tally("gone", {choose("a"): 4}, "1"), None)
    assert (found.stems, found.options[0].count) == ({"fr": "gone"}, 4)


WHOLE = read_items(make_questions_olx().encode())


def count(item: str, answers: list[object]) -> dict[str, tuple[int, bool]]:
    texts = Counter(json.dumps(answer) for answer in answers)
    found = report_item(tally(item, dict(texts), "0.5"), WHOLE[item])
    return {option.texts["fr"]: (option.count, option.correct) for option in found.options}


def test_written_answers_are_counted_however_they_are_written() -> None:
    counts = count("word", ["Pare feu", "pare-feu", "جدار الحماية", "ANTIVIRUS", "un mur"])
    assert counts == {"pare-feu": (3, True), "firewall": (0, True), "antivirus": (1, False), "un mur": (1, False)}
    assert count("command", ["git merge SECRET", "Git merge SECRET"])["Git merge SECRET"] == (1, False)


def test_orders_are_counted_as_right_or_by_the_steps_that_are_the_wrong_way_round() -> None:
    counts = count("steps", [["s1", "s3", "s2", "s4"], ["s4", "s1", "s2", "s3"], ["s2", "s1", "s3", "s4"]])
    assert counts == {"un > deux > trois > quatre": (1, True), "quatre > un": (1, False)}


def test_pairs_are_counted_with_the_misconception_behind_the_wrong_ones() -> None:
    answers: list[object] = [{"l1": "c1", "l2": "c2", "l3": "c3"}, {"l1": "c2", "l2": "c4", "l3": "c3"}]
    assert count("pairs", answers) == {
        "gauche un · droite un": (1, True),
        "gauche un · droite deux": (1, False),
        "gauche deux · droite deux": (1, True),
        "gauche deux · droite en trop": (1, False),
        "gauche trois · droite trois": (2, True),
    }
    found = report_item(tally("pairs", {json.dumps(answers[1]): 2}, "0.3"), WHOLE["pairs"])
    assert found.misconception == {"fr": "MISCONCEPTION-SLIP"}


def test_rows_are_counted_by_what_stands_in_them() -> None:
    counts = count("log", [["r2", "r4"], ["r2", "r3"]])
    assert counts["10:03 POST /login 401"] == (2, True)
    assert counts["10:04 GET /style.css 304"] == (1, False)
    assert count("table", [["r1"]])["Salé · 12"] == (1, True)


LAB = """<maslak_lab url_name="l">
  <task id="total" type="number"><wrong id="w1" misconception="twice"/>
    <variant lang="fr"><stem><p>Quel total ?</p></stem></variant><variant lang="ar"><stem><p>ما المجموع؟</p></stem></variant></task>
  <misconception id="twice"><name lang="fr">Compter deux fois</name><name lang="ar">العد مرتين</name></misconception>
</maslak_lab>""".encode()


def report_lab(firsts: dict[str, int], mean: str) -> ItemReport:
    answers = {json.dumps({"answer": str(number), "first": first}): count for number, (first, count) in enumerate(firsts.items())}
    return report_item(tally("total", answers, mean), read_items(LAB)["total"])


def test_task_of_a_lab_is_told_by_what_first_answers_show() -> None:
    found = report_lab({"right": 3, "w1": 1, "other": 1}, "1")
    assert found.stems == {"fr": "Quel total ?", "ar": "ما المجموع؟"}
    assert [(option.outcome, option.texts.get("fr"), option.count) for option in found.options] == [
        ("right", None, 3),
        ("", "Compter deux fois", 1),
        ("other", None, 1),
    ]
    assert found.misconception == {"fr": "Compter deux fois", "ar": "العد مرتين"}
    # In the end everybody was right; at first three of five were.
    assert (found.right_percent, found.misbehaves) == (60, None)


def test_known_mistake_that_a_group_makes_more_often_than_it_is_right_is_pointed_out() -> None:
    assert report_lab({"right": 1, "w1": 3}, "1").misbehaves == "wrong_preferred"


def test_wrong_values_of_every_kind_make_a_task_hard_and_no_wrong_value_preferred() -> None:
    assert report_lab({"right": 1, "other": 4}, "1").misbehaves == "hard"


def test_lab_answers_from_before_first_answers_were_kept_count_by_their_score() -> None:
    found = report_item(tally("total", {json.dumps("12.5"): 4, "": 1}, "0.8"), read_items(LAB)["total"])
    assert (found.learners, found.right_percent, found.misbehaves) == (5, 80, None)
    assert [option.count for option in found.options] == [0, 0, 0]
