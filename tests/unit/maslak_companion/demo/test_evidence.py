"""What invented learners answer is what a real one could have answered, and is worth what it says."""

from __future__ import annotations

import json
import random

import pytest
from tests.factories.question import QUESTIONS, make_item, make_questions_olx, own_names

from maslak_companion.cohorts.item_texts import read_items
from maslak_companion.demo.evidence import _respond
from maslak_xblocks.checkpoint.scoring import read_response, score_item


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_an_invented_answer_is_marked_as_it_was_meant(name: str) -> None:
    item, text = make_item(name, scoring="all"), read_items(make_questions_olx().encode())[name]
    for seed in range(20):
        for right in (True, False):
            given = json.loads(json.dumps(_respond(text, right, random.Random(seed))))
            assert score_item(item, read_response(item, given, "fr", own_names(name))).right is right
