"""Whatever the topics, the edges and the answers: beliefs stay beliefs, an attempt always ends, and OLX keeps its bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.factories.diagnostic import HEAD, INTRO, TAIL, make_item
from tests.factories.xblock import BareRuntime

from maslak_xblocks.diagnostic.attempt import Answer, Attempt, count_left, find_question, finish
from maslak_xblocks.diagnostic.document import load_diagnostic
from maslak_xblocks.diagnostic.editing.draft import read_draft
from maslak_xblocks.diagnostic.editing.rewriting import rewrite_diagnostic
from maslak_xblocks.diagnostic.engine import Trial, is_decided, read_beliefs
from maslak_xblocks.diagnostic.order import Order, sort_topics
from maslak_xblocks.diagnostic.sky import place_topics
from maslak_xblocks.olx import parse_source, to_bytes, to_source

OUTCOMES = st.sampled_from(["right", "wrong", "unknown"])
AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    topics = tuple(f"t{number}" for number in range(draw(st.integers(1, 7))))
    after = {topic: tuple(draw(st.sets(st.sampled_from(topics[:number]), max_size=2))) for number, topic in enumerate(topics) if number}
    return Order(topics, after)


@st.composite
def diagnostics(draw: st.DrawFn) -> bytes:
    """Write a diagnostic with its nodes in any order, so that edges point backward and forward."""
    order = draw(orders())
    more = st.sampled_from(['unit="u"', 'unit="u v" later="x"', ""])
    spaces = st.sampled_from(["\n", "\n  ", "", "\n<!-- a note -->"])
    nodes = [
        f'<node id="{topic}" competency="MA-NUM.TC.01" after="{" ".join(order.after.get(topic, ()))}" {draw(more)}>'
        f'<name lang="fr">{draw(st.text("abçé ", min_size=1, max_size=9))}x</name></node>{draw(spaces)}'
        for topic in draw(st.permutations(order.topics))
    ]
    items = [make_item(f"{topic}-{number}", topic) + draw(spaces) for topic in order.topics for number in range(draw(st.integers(1, 3)))]
    head = HEAD.format(most=draw(st.integers(1, 12)), cooldown=draw(st.integers(0, 90)))
    text = head + INTRO + "".join(nodes) + "".join(draw(st.permutations(items))) + TAIL
    return to_bytes(parse_source(text))


@settings(max_examples=80, deadline=None)
@given(orders(), st.data())
def test_beliefs_are_chances_and_follow_the_answers(order: Order, data: st.DataObject) -> None:
    trials = [
        Trial(data.draw(st.sampled_from(order.topics)), data.draw(OUTCOMES), data.draw(st.sampled_from([0.05, 0.25, 0.5])))
        for _ in range(data.draw(st.integers(0, 8)))
    ]
    before = read_beliefs(order, trials)
    assert set(before) == set(order.topics)
    assert all(0 < belief < 1 for belief in before.values())
    topic = data.draw(st.sampled_from(order.topics))
    raised = read_beliefs(order, [*trials, Trial(topic, "right", 0.25)])
    lowered = read_beliefs(order, [*trials, Trial(topic, "wrong", 0.25)])
    assert raised[topic] > before[topic] > lowered[topic]
    assert read_beliefs(order, [*trials, Trial(topic, "unknown", 0.25)])[topic] <= lowered[topic]
    assert read_beliefs(order, list(reversed(trials))).keys() == before.keys()
    for each in order.topics:
        assert abs(read_beliefs(order, list(reversed(trials)))[each] - before[each]) < 1e-9


@settings(max_examples=60, deadline=None)
@given(orders())
def test_topics_sort_after_what_they_build_on_and_stand_apart(order: Order) -> None:
    listed = sort_topics(order)
    assert sorted(listed) == sorted(order.topics)
    assert all(listed.index(each) < listed.index(topic) for topic, before in order.after.items() for each in before)
    points, _ = place_topics(order)
    assert len(set(points.values())) == len(order.topics)


@settings(max_examples=40, deadline=None)
@given(diagnostics(), st.lists(OUTCOMES, min_size=60, max_size=60))
def test_every_attempt_ends_asks_nothing_twice_and_places_every_topic(raw: bytes, outcomes: list[Any]) -> None:
    document = load_diagnostic(raw.decode())
    attempt = Attempt(1, AT, "k")
    for outcome in outcomes:
        item = find_question(document, (attempt,), "seed")
        if item is None:
            break
        assert 1 <= count_left(document, attempt) <= document.most - len(attempt.answers)
        attempt = replace(attempt, answers=(*attempt.answers, Answer(item.id, item.topic, outcome, "b", item.id, AT)))
    asked = [each.item for each in attempt.answers]
    assert find_question(document, (attempt,), "seed") is None
    assert len(set(asked)) == len(asked) <= document.most
    finished = finish(document, attempt, AT)
    assert finished.places.keys() == {node.id for node in document.nodes}
    assert Attempt.from_json(finished.to_json()) == finished
    if len(asked) < min(document.most, len(document.items)):
        left = {item.topic for item in document.items if item.id not in asked}
        beliefs = read_beliefs(document.order, [Trial(each.topic, each.outcome, 0.25) for each in attempt.answers])
        assert all(is_decided(beliefs[topic]) for topic in left)


@settings(max_examples=40, deadline=None)
@given(diagnostics())
def test_a_canonical_file_comes_out_with_the_same_bytes_of_the_block_and_of_its_editor(raw: bytes) -> None:
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(raw))
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    assert to_bytes(node) == raw
    assert to_source(rewrite_diagnostic(block.source, read_draft(parse_source(block.source)))) == block.source
