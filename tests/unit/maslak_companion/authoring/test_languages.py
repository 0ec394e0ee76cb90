"""How far each language of a block is."""

from __future__ import annotations

from maslak_companion.authoring.languages import read_language_states
from maslak_xblocks.variants import stamp_basis

LESSON = '<l><variant lang="fr" status="source">un</variant><variant lang="ar" status="reviewed">واحد</variant></l>'


def test_each_language_says_how_far_it_is() -> None:
    assert read_language_states(LESSON) == {"ar": "reviewed", "fr": "source", "en": "missing"}


def test_a_translation_falls_behind_when_its_source_moves() -> None:
    assert read_language_states(stamp_basis(LESSON).replace(">un<", ">deux<"))["ar"] == "stale"


def test_the_weakest_part_speaks_for_the_block() -> None:
    item = '<item><variant lang="fr" status="source">x</variant><variant lang="ar" status="translated">س</variant></item>'
    assert read_language_states(LESSON.replace("</l>", f"{item}</l>"))["ar"] == "translated"


def test_a_block_that_cannot_be_read_says_nothing() -> None:
    assert read_language_states('<l><variant lang="fr" status="odd"/></l>') == {}
    assert read_language_states("<l/>") == {}
