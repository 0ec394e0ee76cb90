"""Every sentence of the checker is there in three languages, and each keeps the places for its values."""

from __future__ import annotations

import re

import pytest
from tests.factories.course_faults.kinds import kinds

from maslak_content import report
from maslak_content.wording import load_words, say
from maslak_domain.language import Language

PLACE = re.compile(r"\{(\w+)\}")
OWN = [report.CLEAN, report.TOTALS, *report.SEVERITIES.values()]
SENTENCES = sorted({text for _, kind in kinds() for text in (kind.message, kind.advice)} | set(OWN))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_is_translated_and_keeps_its_places(language: Language) -> None:
    texts = load_words(language).texts
    assert [sentence for sentence in SENTENCES if sentence not in texts] == []
    assert [sentence for sentence in SENTENCES if set(PLACE.findall(sentence)) != set(PLACE.findall(texts[sentence][0]))] == []


def test_an_unknown_sentence_is_said_in_english() -> None:
    assert say("Nobody has translated {thing}.", "fr", {"thing": "this"}) == "Nobody has translated this."
