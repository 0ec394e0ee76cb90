"""A question reads on one line, whatever it is made of."""

from __future__ import annotations

from maslak_companion.cohorts.item_texts import read_items

CHECKPOINT = """<maslak_checkpoint><item id="q1" type="single">
<option id="a" correct="true"/>
<variant lang="fr"><stem><p>Que vaut <code>total</code>?</p><pre>a = 1
total = a</pre><p>Un nombre.</p></stem><text option="a"><code>1</code>, et rien d’autre</text></variant>
</item></maslak_checkpoint>"""


def test_paragraphs_stand_apart_and_words_stay_with_their_punctuation() -> None:
    item = read_items(CHECKPOINT.encode())["q1"]
    assert item.stems["fr"] == "Que vaut total? a = 1 total = a Un nombre."
    assert item.options[0].texts["fr"] == "1, et rien d’autre"
