"""Whatever arrives, an answer is either refused by its name or marked between nothing and everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.factories.question import ANSWERS, QUESTIONS, make_item, make_questions_olx, own_names
from tests.factories.xblock import BareRuntime

from maslak_domain.errors import InvalidError
from maslak_xblocks.checkpoint.draw import make_seed, option_token, shuffle_options
from maslak_xblocks.checkpoint.scoring import read_response, score_item
from maslak_xblocks.olx import parse_source, to_bytes

NAMES = sorted({name for question in QUESTIONS for name in make_item(question).task.names})
TEXTS = st.one_of(st.sampled_from([*NAMES, "git merge SECRET", "pare-feu"]), st.text(max_size=12))
PAIRED = st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from([*NAMES, "1", "2", "3", "4", ""]))
LISTS = st.lists(st.one_of(TEXTS, PAIRED), max_size=6)
GIVEN = st.one_of(st.none(), st.integers(), TEXTS, LISTS, st.lists(PAIRED), st.dictionaries(TEXTS, TEXTS, max_size=5))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(["all", "partial"]), GIVEN, st.sampled_from(["ar", "fr", "en"]))
def test_any_answer_is_refused_by_name_or_marked_between_0_and_1(question, scoring, given, language):
    item = make_item(question, scoring)
    try:
        response = read_response(item, given, language, own_names(question))
    except InvalidError:
        return
    verdict = score_item(item, response)
    assert 0 <= verdict.score <= 1
    assert verdict.right == (verdict.feedback == ("right",)) or item.type == "table"
    kept = json.loads(json.dumps(response))
    assert kept == response
    assert read_response(item, kept, language, own_names(question)) == response
    assert score_item(item, kept) == verdict


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.text(max_size=8))
def test_every_learner_sees_everything_once_and_the_right_answer_is_right_under_any_names(question, learner):
    item = make_item(question)
    seed = make_seed("usage", learner, 1)
    shown = item.task.show(lambda names: shuffle_options(names, item.id, seed))
    assert sorted(shown) == sorted(item.task.names)
    tokens = {option_token(name, item.id, seed): name for name in shown}
    names = {name: token for token, name in tokens.items()}
    right = item.task.right_response()
    sent = {names[a]: names[b] for a, b in right.items()} if isinstance(right, dict) else right
    sent = [names[name] for name in right] if isinstance(right, list) else sent
    assert score_item(item, read_response(item, sent, "fr", tokens)).score == 1


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_the_answers_of_the_factory_are_right_and_wrong(question):
    item = make_item(question)
    right, wrong = ANSWERS[question]
    assert score_item(item, read_response(item, right, "fr", own_names(question))).right
    assert score_item(item, read_response(item, wrong, "fr", own_names(question))).score == 0


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_every_type_of_question_comes_out_of_a_block_with_the_same_bytes(question):
    raw = to_bytes(parse_source(make_questions_olx(question)))
    runtime = BareRuntime()
    node = etree.Element("unknown")
    runtime.get_block(runtime.parse_xml_string(raw)).add_xml_to_node(node)
    assert to_bytes(node) == raw
