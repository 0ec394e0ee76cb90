"""A question reads on one line, whatever it is made of."""

from __future__ import annotations

from maslak_companion.cohorts.item_texts import read_items

CHECKPOINT = """<maslak_checkpoint><item id="q1" type="single">
<option id="a" correct="true"/>
<variant lang="fr"><stem><p>Que vaut <code>total</code>?</p><pre>a = 1
total = a</pre><p>Un nombre<!-- entier -->, à <bdi>−2 °C</bdi>.</p></stem><text option="a"><code>1</code>, et rien d’autre</text></variant>
</item><item id="q2" type="single"><variant lang="fr"><stem><pre>a = 1
b = 2</pre></stem></variant></item></maslak_checkpoint>"""
ITEMS = read_items(CHECKPOINT.encode())


def test_words_stay_with_their_punctuation_and_code_keeps_its_direction() -> None:
    assert ITEMS["q1"].options[0].texts["fr"] == "\u20661\u2069, et rien d’autre"


def test_code_that_stands_apart_is_shown_line_for_line_and_leaves_a_sign_in_the_question() -> None:
    assert ITEMS["q1"].stems["fr"] == "Que vaut \u2066total\u2069? … Un nombre, à \u2068−2 °C\u2069."
    assert ITEMS["q1"].listings == {"fr": "a = 1\ntotal = a"}


def test_question_of_code_alone_still_says_something() -> None:
    assert ITEMS["q2"].stems["fr"] == "\u2066a = 1 b = 2\u2069"
    assert ITEMS["q2"].listings == {}
