from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from maslak_domain.language import Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.lesson.verbs import name_verbs, offer_verbs

COURSES = Path(__file__).resolve().parents[4] / "course_content"


def test_every_verb_of_the_courses_has_a_word() -> None:
    pages = COURSES.glob("*/vertical/*.xml")
    used = {node.get("verb") for page in pages for node in etree.parse(page).iter("objective") if node.get("verb")}
    assert len(used) > 10
    assert used <= name_verbs(Translator("en")).keys()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_two_verbs_share_a_word(language: Language) -> None:
    words = list(name_verbs(Translator(language)).values())
    assert len(set(words)) == len(words)


def test_a_verb_of_an_authors_own_is_offered_as_it_is() -> None:
    assert next(iter(offer_verbs(Translator("fr"), "juggle").items())) == ("juggle", "juggle")
    assert "juggle" not in offer_verbs(Translator("fr"), "trace")
    assert offer_verbs(Translator("fr"), "")[""] == "—"
