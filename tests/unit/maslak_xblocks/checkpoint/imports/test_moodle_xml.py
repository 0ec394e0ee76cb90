"""Questions out of Moodle's XML."""

from __future__ import annotations

import base64
import re

import pytest

from maslak_xblocks.checkpoint.imports.moodle_xml import read_moodle_xml

QUIZ = """<?xml version="1.0" encoding="UTF-8"?><quiz>
<question type="category"><category><text>$course$/top</text></category></question>
<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>Un ?<script>x()</script></p>]]></text></questiontext>
  <single>true</single><answer fraction="100" format="html"><text>oui</text><feedback><text>bien</text></feedback></answer>
  <answer fraction="0" format="html"><text>non</text></answer></question>
<question type="truefalse"><questiontext format="html"><text>Vrai ?</text></questiontext>
  <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><questiontext format="html"><text>Combien ?</text></questiontext>
  <answer fraction="100"><text>12.5</text><tolerance>0.5</tolerance></answer></question>
<question type="shortanswer"><questiontext format="html"><text>Qui ?</text></questiontext>
  <answer fraction="100"><text>pare-feu</text></answer><answer fraction="50"><text>mur</text></answer></question>
<question type="matching"><questiontext format="html"><text>Lier</text><file name="a.png" encoding="base64">AA==</file></questiontext>
  <subquestion format="html"><text>a</text><answer><text>1</text></answer></subquestion>
  <subquestion format="html"><text>b</text><answer><text>2</text></answer></subquestion>
  <subquestion format="html"><text></text><answer><text>3</text></answer></subquestion></question>
<question type="cloze"><name><text>Trous</text></name><questiontext><text>{1:SA:=x} {1:SA:=y}</text></questiontext></question>
</quiz>"""


def test_every_type_that_has_a_place_here_is_read_and_the_others_are_named() -> None:
    found = read_moodle_xml(QUIZ.encode(), "fr")
    assert [item.type for item in found.items] == ["single", "single", "numeric", "text", "matching"]
    choice, boolean, number, word, pairs = found.items
    assert choice.stem["fr"] == "<p>Un ?</p>"
    assert choice.parts["options"][0].feedback == {"fr": "bien"}
    assert [part.text["fr"] for part in boolean.parts["options"] if part.ticks] == ["Faux"]
    assert (number.value, number.tolerance) == ("12.5", "0.5")
    assert [part.values["value"] for part in word.parts["options"]] == ["pare-feu"]
    assert [part.id for part in pairs.parts["choices"] if "distractor" in part.ticks] == ["c3"]
    assert [problem.code for problem in found.problems] == ["category", "lost", "weights", "file", "gaps"]
    assert len({item.id for item in found.items}) == 5


@pytest.mark.parametrize(
    "raw",
    [
        b"<quiz>",
        b'<!DOCTYPE q [<!ENTITY a "b">]><quiz><question type="essay">&a;</question></quiz>',
        b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        b"<quiz>" + b"<a>" * 400 + b"</quiz>",
    ],
)
def test_a_hostile_or_broken_file_is_refused_whole(raw: bytes) -> None:
    found = read_moodle_xml(raw, "fr")
    assert (found.items, [problem.code for problem in found.problems]) == ([], ["not_xml"])


def read(kind: str, inside: str, stem: str = "Quoi ?"):  # type: ignore[no-untyped-def]
    text = f"<questiontext format='html'><text><![CDATA[{stem}]]></text></questiontext>"
    return read_moodle_xml(f"<quiz><question type='{kind}'>{text}{inside}</question></quiz>".encode(), "fr")


def answer(text: str, fraction: str = "0", feedback: str = "", more: str = "") -> str:
    said = f"<feedback format='html'><text>{feedback}</text></feedback>" if feedback else ""
    return f"<answer fraction='{fraction}'><text>{text}</text>{said}{more}</answer>"


def codes(found) -> list[str]:  # type: ignore[no-untyped-def]
    return [problem.code for problem in found.problems]


def test_a_question_keeps_its_points_unless_it_has_none() -> None:
    inside = answer("oui", "100") + answer("non")
    assert read("multichoice", "<defaultgrade>2.5000000</defaultgrade>" + inside).items[0].points == "2.5"
    worthless = read("multichoice", "<defaultgrade>0</defaultgrade>" + inside)
    assert (worthless.items[0].points, codes(worthless)) == ("1", ["points"])


def test_a_number_keeps_its_unit_its_known_wrong_values_and_what_is_said_to_any_other() -> None:
    units = "".join(
        f"<unit><multiplier>{factor}</multiplier><unit_name>{name}</unit_name></unit>" for factor, name in (("100", "cm"), ("1", "m"))
    )
    found = read(
        "numerical",
        answer("12,5", "100", "Juste.", "<tolerance>0,5</tolerance>")
        + answer("1.25", "0", "Une dizaine de trop.", "<tolerance>0.01</tolerance>")
        + answer("13", "50", "Presque.")
        + answer("*", "0", "Relisez.")
        + f"<units>{units}</units>",
    )
    [item] = found.items
    assert (item.value, item.tolerance, item.unit) == ("12.5", "0.5", {"fr": "m"})
    assert item.whole == {"right": {"fr": "Juste."}, "other": {"fr": "Relisez."}}
    wrong = [(part.values["value"], part.values["tolerance"], part.feedback["fr"]) for part in item.parts["wrong"]]
    assert wrong == [("1.25", "0.01", "Une dizaine de trop."), ("13", "0", "Presque.")]
    assert codes(found) == ["units", "weights"]
    assert codes(read("numerical", answer("beaucoup", "100"))) == ["number"]


def test_words_keep_case_feedback_and_known_wrong_ones() -> None:
    found = read(
        "shortanswer", "<usecase>1</usecase>" + answer("Rabat", "100", "Oui.") + answer("rabat", "0", "Majuscule.") + answer("R*t", "100")
    )
    [item] = found.items
    assert (item.match, [part.values["value"] for part in item.parts["options"]]) == ("exact", ["Rabat"])
    assert [(part.values["value"], part.feedback["fr"]) for part in item.parts["wrong"]] == [("rabat", "Majuscule.")]
    assert [(problem.code, problem.detail) for problem in found.problems] == [("wildcard", "R*t")]


def test_feedback_for_the_whole_answer_finds_its_place_or_is_named() -> None:
    whole = (
        "<correctfeedback format='html'><text>Bien vu.</text></correctfeedback>"
        "<partiallycorrectfeedback><text>À moitié.</text></partiallycorrectfeedback>"
        "<incorrectfeedback format='html'><text>Votre réponse est incorrecte.</text></incorrectfeedback>"
        "<generalfeedback format='html'><text>Voir la page 3.</text></generalfeedback><hint><text>Pensez-y.</text></hint>"
    )
    pairs = "".join(f"<subquestion><text>{key}</text><answer><text>{key}{key}</text></answer></subquestion>" for key in "ab")
    matched = read("matching", pairs + "<subquestion><text>c</text><answer><text></text></answer></subquestion>" + whole)
    assert matched.items[0].whole == {"right": {"fr": "Bien vu.<br>Voir la page 3."}, "other": {"fr": "Voir la page 3."}}
    assert codes(matched) == ["pair_missing", "combined_feedback", "hints"]
    chosen = read("multichoice", answer("oui", "100", "Oui.") + answer("non") + whole)
    assert [part.feedback["fr"] for part in chosen.items[0].parts["options"]] == ["Oui.<br>Voir la page 3.", "Voir la page 3."]
    assert codes(chosen) == ["combined_feedback", "combined_feedback", "hints"]


def test_several_right_answers_of_a_single_choice_are_named() -> None:
    found = read("multichoice", "<single>true</single>" + answer("a", "100") + answer("b", "100") + answer("c"))
    assert [(problem.code, problem.detail) for problem in found.problems] == [("several_right", "a · b")]


def test_steps_are_put_in_their_order_and_a_text_with_one_gap_becomes_a_question() -> None:
    ordered = read("ordering", answer("trois", "3") + answer("un", "1") + answer("deux", "2"))
    assert [part.text["fr"] for part in ordered.items[0].parts["options"]] == ["un", "deux", "trois"]
    word, choice, number = (
        read("cloze", "", f"<p>Le mur s’appelle {gap} ici.</p>").items[0]
        for gap in (
            "{1:SHORTANSWER:=pare-feu#Oui.~*#Non.}",
            "{2:MC:%100%pare-feu~porte}",
            "{1:NUMERICAL:=23,8:0.1#Oui.~%50%23.8:2#Presque.}",
        )
    )
    assert (word.type, word.stem["fr"], word.whole["other"]) == ("text", "<p>Le mur s’appelle ____ ici.</p>", {"fr": "Non."})
    assert (choice.type, [part.ticks for part in choice.parts["options"]]) == ("single", [frozenset({"correct"}), frozenset()])
    assert (number.value, number.tolerance, number.parts["wrong"][0].feedback) == ("23.8", "0.1", {"fr": "Presque."})


def test_what_a_text_loses_is_named() -> None:
    stem = "<img src='https://example.org/a.png'> \\(x^2\\) <iframe src='x'></iframe><img src='@@PLUGINFILE@@/b.png'>"
    found = read("multichoice", answer("oui", "100") + answer("non"), stem)
    assert [(problem.code, problem.detail) for problem in found.problems] == [
        ("lost", "iframe"),
        ("picture", "a.png, b.png"),
        ("formula", "\\(x^2\\) <iframe src='x'></iframe><img sr"),
    ]


def test_tags_that_their_author_forgot_to_guard_are_read_all_the_same() -> None:
    stem = "<questiontext format='html'><text><p>Vrai <b>ou</b> non ?</p></text></questiontext>"
    quiz = f"\n<?xml version='1.0'?><quiz><question type='truefalse'>{stem}{answer('true', '100')}{answer('false')}</question></quiz>"
    assert read_moodle_xml(quiz.encode(), "fr").items[0].stem["fr"] == "<p>Vrai <b>ou</b> non ?</p>"


def test_a_picture_that_a_question_carries_gets_a_place_and_its_bytes_along() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
    text = '<p>Vu ? <img src="@@PLUGINFILE@@/un%20sch%C3%A9ma.png" alt="Un schéma"><img src="@@PLUGINFILE@@/b.png"></p>'
    files = f"<file name='un schéma.png' encoding='base64'>{png}</file><file name='b.png' encoding='base64'>AAAA</file>"
    told = f"<questiontext format='html'><text><![CDATA[{text}]]></text>{files}</questiontext>"
    quiz = f"<quiz><question type='truefalse'>{told}{answer('true', '100')}{answer('false')}</question></quiz>"
    found = read_moodle_xml(quiz.encode(), "fr")
    [(name, data)] = found.pictures.items()
    assert re.fullmatch(r"missing-\d{9}\.png", name)
    assert data == f"data:image/png;base64,{png}"
    assert f'<img src="/static/{name}" alt="Un schéma">' in found.items[0].stem["fr"]
    assert [(problem.code, problem.detail) for problem in found.problems] == [("file", "b.png"), ("picture", "b.png")]
