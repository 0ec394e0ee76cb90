"""Questions out of Moodle's XML."""

from __future__ import annotations

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
<question type="cloze"><name><text>Trous</text></name><questiontext><text>{1:SA:=x}</text></questiontext></question>
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
    assert [problem.code for problem in found.problems] == ["category", "weights", "file", "kind"]
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
